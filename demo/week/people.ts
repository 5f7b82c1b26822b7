import type { DemoPlayer } from '../players.js';

/** One of the week's people: what they told Muster on Monday, once, and what they do on evenings with a session. */
export interface WeekPlayer {
  readonly name: string;
  readonly pings: boolean;
  /** Whether Muster may ask them, on session days they have not answered for. */
  readonly questions?: boolean;
  /** Whether they are told as soon as enough want to play. */
  readonly ready?: boolean;
  /** What they are every week, on each session day. */
  readonly weekly?: 'AVAILABLE' | 'MAYBE';
  /** The last day they are away, as they type it. */
  readonly awayUntil?: string;
  /** How many pings they want at most in any seven days. */
  readonly limit?: number;
  /** Where they are called instead of Discord. */
  readonly phone?: DemoPlayer['phone'];
  /** They say on the board that they look, on each session day. */
  readonly onBoard?: boolean;
  /** They are in if so many are, on each session day. */
  readonly inIf?: number;
  readonly story: string;
}

/** So many have to look for a session to be on. */
export const ENOUGH = 6;

/** The first two are promoters; the first one owns the server. */
export const WEEK_PLAYERS: readonly WeekPlayer[] = [
  { name: 'Ana', pings: true, ready: true, onBoard: true, story: 'a promoter, plays every time' },
  { name: 'Dan', pings: false, ready: true, story: 'a promoter too, plays little' },
  { name: 'Bor', pings: true, weekly: 'AVAILABLE', story: 'available, every week' },
  { name: 'Cene', pings: true, questions: true, story: 'wants to be asked each time' },
  { name: 'Eva', pings: true, ready: true, inIf: ENOUGH, story: `in if ${ENOUGH} are, else not` },
  {
    name: 'Filip',
    pings: true,
    weekly: 'AVAILABLE',
    awayUntil: 'saturday',
    story: 'available, every week; away until Saturday',
  },
  { name: 'Gal', pings: true, questions: true, phone: 'telegram', story: 'wants to be asked, on Telegram' },
  {
    name: 'Hana',
    pings: true,
    questions: true,
    limit: 2,
    story: 'wants at most two pings in seven days',
  },
  { name: 'Ivo', pings: true, questions: true, phone: 'signal', story: 'wants to be asked, on Signal' },
  { name: 'Jan', pings: false, onBoard: true, story: 'plays, and wants no messages' },
  { name: 'Nika', pings: true, weekly: 'MAYBE', story: 'maybe, every week' },
];
