import { DateTime } from 'luxon';

/** One of the demo's people: what they say with Muster's own commands, and what happens to them. */
export interface DemoPlayer {
  readonly name: string;
  readonly status: 'LOOKING' | 'AVAILABLE' | 'MAYBE' | 'NOT_PLAYING';
  readonly optedIn: boolean;
  /** They say it only when Muster asks them, which they have agreed to. */
  readonly asked?: boolean;
  readonly timezone?: string;
  /** Quiet hours that hold at the moment of the demo, in their own zone. */
  readonly quietNow?: boolean;
  readonly dmsClosed?: boolean;
  /** Where they are called instead of Discord. */
  readonly phone?: 'telegram' | 'signal';
  /** What they do between the reminder and the start. */
  readonly afterReminder?: 'Not tonight' | 'Stop these messages' | 'leaves';
  /** Where they are once the session has started; left out, nowhere. `after_nudge`: in voice, once they were asked. */
  readonly afterStart?: 'voice' | 'server' | 'after_nudge';
  /** Discord answers their first start message with a 429. */
  readonly rateLimited?: boolean;
  readonly story: string;
}

/** The first one is the promoter. */
export const PLAYERS: readonly DemoPlayer[] = [
  { name: 'Ana', status: 'LOOKING', optedIn: true, afterStart: 'voice', story: 'the promoter, plays too' },
  {
    name: 'Bor',
    status: 'LOOKING',
    optedIn: true,
    asked: true,
    rateLimited: true,
    afterStart: 'voice',
    story: 'Discord will say 429 once',
  },
  {
    name: 'Cene',
    status: 'AVAILABLE',
    optedIn: true,
    afterStart: 'server',
    story: 'will forget to join voice',
  },
  { name: 'Dana', status: 'MAYBE', optedIn: true, story: 'pings of tonight leave maybes out' },
  { name: 'Eva', status: 'LOOKING', optedIn: false, story: 'wants no messages' },
  { name: 'Filip', status: 'NOT_PLAYING', optedIn: true, story: 'has other plans' },
  {
    name: 'Grace',
    status: 'LOOKING',
    optedIn: true,
    timezone: 'America/New_York',
    afterStart: 'after_nudge',
    story: 'plays from New York, will be late',
  },
  {
    name: 'Hiro',
    status: 'LOOKING',
    optedIn: true,
    timezone: 'Asia/Tokyo',
    quietNow: true,
    story: 'quiet hours in Tokyo',
  },
  { name: 'Ines', status: 'LOOKING', optedIn: true, dmsClosed: true, story: 'has closed DMs' },
  {
    name: 'Jan',
    status: 'LOOKING',
    optedIn: true,
    afterReminder: 'Stop these messages',
    story: 'will press Stop',
  },
  {
    name: 'Kaja',
    status: 'LOOKING',
    optedIn: true,
    afterReminder: 'Not tonight',
    story: 'will press Not tonight',
  },
  {
    name: 'Maja',
    status: 'LOOKING',
    optedIn: true,
    asked: true,
    phone: 'telegram',
    afterStart: 'voice',
    story: 'is pinged on Telegram',
  },
  {
    name: 'Niko',
    status: 'LOOKING',
    optedIn: true,
    asked: true,
    phone: 'signal',
    afterReminder: 'Stop these messages',
    story: 'on Signal, will write STOP',
  },
  { name: 'Luka', status: 'LOOKING', optedIn: true, afterReminder: 'leaves', story: 'will leave the server' },
];

/** Quiet hours of two hours around an instant, as wall times in a zone. */
export function quietHoursAround(instant: number, zone: string): { start: string; end: string } {
  const local = DateTime.fromMillis(instant, { zone });
  return {
    start: local.minus({ hours: 1 }).toFormat('HH:mm'),
    end: local.plus({ hours: 1 }).toFormat('HH:mm'),
  };
}
