/** What was looked at, how it is, and what that means or what to do about it. Never holds a secret. */
export interface Finding {
  readonly what: string;
  /** `warning`: Muster runs, and something is not as it should be or could not be looked at. */
  readonly state: 'ok' | 'warning' | 'fault';
  readonly said: string;
}

/** One thing to look at. */
export interface Check {
  readonly what: string;
  /** Gives what was found: one line or several. `signal` aborts when the time is over. May throw: then it is a fault. */
  look(signal: AbortSignal): Promise<Finding | readonly Finding[]> | Finding | readonly Finding[];
}

export const ok = (what: string, said: string): Finding => ({ what, state: 'ok', said });
export const warning = (what: string, said: string): Finding => ({ what, state: 'warning', said });
export const fault = (what: string, said: string): Finding => ({ what, state: 'fault', said });
