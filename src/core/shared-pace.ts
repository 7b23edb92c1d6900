// The port to a pace that all processes with one state keep together. Times are milliseconds since the epoch, by this machine's
// clock.

export interface SharedPace {
  /** Reserves a turn: when it may be taken. One that is not taken for `turnLastsMs` after that is void. */
  turn(): Promise<number>;
  /** Counts something that was done without waiting for a turn. */
  spend(): void;
  /** Until when nobody may do anything. Other processes know of it within a second. */
  until(): Promise<number>;
  hold(until: number): Promise<void>;
}

/** Who was stopped for longer than that between a turn and what it is for has to ask for another. */
export const turnLastsMs = 3000;
