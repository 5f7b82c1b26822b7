/** From so long before the start on, one player short is worth telling, in milliseconds. */
export const LAST_HOUR_MS = 3_600_000;

/**
 * What a page that keeps a pause between two sounds is told, in seconds: the longest that the contract of the original website
 * knows. A page plays the sound once for a date, so two are always further apart.
 */
export const SOUND_PAUSE_SECONDS = 3_600;

/** What is told of a date once: that enough play, or that one more would do. */
export const TIDINGS = ['ready', 'one_short'] as const;
export type Tidings = (typeof TIDINGS)[number];

/** How the day's session stands. */
export interface Gathering {
  /** The start of the session; in milliseconds. */
  readonly startAt: number;
  /** How many are looking for a game. */
  readonly looking: number;
  /** How many have to be. */
  readonly threshold: number;
  /** What was told of this date before, or may have been. */
  readonly told: ReadonlySet<Tidings>;
}

/** Whether the last hour before a start (ms) has begun. */
export function isLastHour(now: number, startAt: number): boolean {
  return now >= startAt - LAST_HOUR_MS && now < startAt;
}

/** What is to be told now; `null`: nothing. Each is told once for a date, and nobody is missing any more once it was ready. */
export function tidingsOf(now: number, gathering: Gathering): Tidings | null {
  const { startAt, told } = gathering;
  if (now >= startAt || told.has('ready')) return null;
  if (isTrue('ready', gathering)) return 'ready';
  return isLastHour(now, startAt) && isTrue('one_short', gathering) && !told.has('one_short')
    ? 'one_short'
    : null;
}

/** Whether it would be true if it were said now. */
export function isTrue(
  tidings: Tidings,
  { looking, threshold }: Pick<Gathering, 'looking' | 'threshold'>,
): boolean {
  return tidings === 'ready' ? looking >= threshold : looking === threshold - 1;
}
