// Where things lie in the memory that scan.wat and prefilter.ts share. scan.wat holds the same numbers.

/** The number of raw events, a 32-bit word. */
export const rawCountAt = 0;
/** Nine tables of 16 bytes, see tables.ts. */
export const tablesAt = 64;
/** Raw events, a 32-bit word each. */
export const rawEventsAt = 1024;
/** As many raw events as one call of `scan` can leave behind. */
export const rawEventsMax = (8192 - rawEventsAt) / 4;
/** Bytes in front of the area that belong to no pattern. A scan looks back this far at most. */
export const slackBefore = 64;
/** The bytes to be scanned; behind 1024 bytes of tables and 7168 of events. */
export const areaAt = 8192 + slackBefore;
/** Bytes behind the area, for the last step and what the checks of an anchor read ahead. */
export const slackBehind = 128;
/** A value that is in no window and no alphabet. */
export const slackByte = 0xff;
/** Bytes a step of the scan. */
export const stepBytes = 32;
