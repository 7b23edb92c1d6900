// Time, logging and progress are passed in, so that tests decide them.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Calls `work` every `ms` until the function it returns is called; keeps no process alive. */
export type Repeat = (ms: number, work: () => void) => () => void;

/** Structured log to stderr; `fields` never hold content of what was scanned, only escaped names and numbers. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Told how far something is that takes a while, for whoever waits for it. */
export interface Progress {
  /**
   * `done` of `total` pieces of work, all about as dear as each other. When all is done, what comes next is of unknown
   * length.
   */
  reached(done: number, total: number): void;
}

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export const systemRepeat: Repeat = (ms, work) => {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
};

export const noProgress: Progress = { reached: () => {} };

export const silentLog: Log = { debug: () => {}, warn: () => {} };

/** ISO 8601 UTC of a clock's time. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
