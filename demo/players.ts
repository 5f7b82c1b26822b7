import { DateTime } from 'luxon';

/** A button under a ping, and the choice that Later opens. */
export type Press = 'Coming' | 'Later' | '10 min later' | 'Not tonight' | 'Stop these messages';

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
  /** What they press under the reminder, one after the other, or write where there are no buttons. */
  readonly afterReminder?: readonly Press[];
  /** They leave the server between the reminder and the start. */
  readonly leaves?: boolean;
  /** They are not among those who are called first; asked to step in, they say Coming. */
  readonly stepsIn?: boolean;
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
    afterReminder: ['Coming'],
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
  {
    name: 'Dana',
    status: 'MAYBE',
    optedIn: true,
    stepsIn: true,
    afterStart: 'voice',
    story: 'a maybe: on standby tonight',
  },
  { name: 'Eva', status: 'LOOKING', optedIn: false, story: 'wants no messages' },
  { name: 'Filip', status: 'NOT_PLAYING', optedIn: true, story: 'has other plans' },
  {
    name: 'Grace',
    status: 'LOOKING',
    optedIn: true,
    timezone: 'America/New_York',
    afterReminder: ['Later', '10 min later'],
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
    afterReminder: ['Stop these messages'],
    story: 'will press Stop',
  },
  {
    name: 'Kaja',
    status: 'LOOKING',
    optedIn: true,
    afterReminder: ['Coming', 'Not tonight'],
    story: 'will say Coming, and then drop out',
  },
  {
    name: 'Maja',
    status: 'LOOKING',
    optedIn: true,
    asked: true,
    phone: 'telegram',
    afterReminder: ['Coming'],
    afterStart: 'voice',
    story: 'is pinged on Telegram',
  },
  {
    name: 'Niko',
    status: 'LOOKING',
    optedIn: true,
    asked: true,
    phone: 'signal',
    afterReminder: ['Stop these messages'],
    story: 'on Signal, will write STOP',
  },
  { name: 'Luka', status: 'LOOKING', optedIn: true, leaves: true, story: 'will leave the server' },
  {
    name: 'Oton',
    status: 'LOOKING',
    optedIn: true,
    afterReminder: ['Coming'],
    afterStart: 'after_nudge',
    story: 'will say Coming, and forget',
  },
];

/** Quiet hours of two hours around an instant, as wall times in a zone. */
export function quietHoursAround(instant: number, zone: string): { start: string; end: string } {
  const local = DateTime.fromMillis(instant, { zone });
  return {
    start: local.minus({ hours: 1 }).toFormat('HH:mm'),
    end: local.plus({ hours: 1 }).toFormat('HH:mm'),
  };
}
