// Which prefixes of keys the prefilter knows, so that nothing else has to search for them.

/** Where in a prefix the prefilter's event for it stands; see `Kind.plain`. */
const told = /k_(?=live_$|test_$)|(?<=^ant)_ocs_|whsec_/;

/** Where in a rule's prefix the event for it stands, or -1 when there is none. */
export function eventPlace(prefix: string): number {
  return told.exec(prefix)?.index ?? -1;
}

/** Whether there is no key with that prefix where the prefilter has no event. */
export function isTold(prefix: string): boolean {
  return eventPlace(prefix) >= 0;
}
