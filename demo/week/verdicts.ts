import { CALLS, type Received } from './received.js';

/** An evening of the week, and how it went. */
export interface WeekEvening {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Such as Tuesday. */
  readonly day: string;
  readonly end: 'played' | 'stopped' | 'called off';
  /** How many were in voice; 0 where nobody played. */
  readonly came: number;
}

/** A week as it went for people. */
export interface LivedWeek {
  readonly evenings: readonly WeekEvening[];
  /** What they got, by the lists of Discord, Telegram and Signal. */
  readonly received: readonly Received[];
  /** How many messages Muster itself says it sent to people. */
  readonly sent: number;
  /** How many have to play for an evening to be full. */
  readonly enough: number;
  /** The most messages a person may get on one evening. */
  readonly mostAnEvening: number;
  /** Whoever wants none of them on some dates, or only so many in the week. */
  readonly wishes: readonly {
    readonly name: string;
    /** In words, after the name. */
    readonly wish: string;
    /** Of pings, or of every message. */
    readonly of: 'ping' | 'message';
    readonly dates: readonly string[];
    readonly most: number;
  }[];
}

/** Something the week promises, in words, and whether it held. */
export interface Verdict {
  readonly held: boolean;
  readonly words: string;
}

/** What the week promises, and whether each holds by what people got. */
export function verdictsOn(week: LivedWeek): Verdict[] {
  const { evenings, received, sent, enough, mostAnEvening, wishes } = week;
  const played = evenings.filter(({ end }) => end === 'played');
  const filled = played.filter(({ came }) => came >= enough);
  const stopped = evenings.filter(({ end }) => end === 'stopped');
  const twice = [...counted(received, ({ name, date, kind }) => `${name} ${date} ${kind}`)].filter(
    ([, count]) => count > 1,
  );
  const calls = received.filter(({ kind }) => CALLS.includes(kind));
  const afterStop = calls.filter(({ date }) => stopped.some((evening) => evening.date === date));
  const [most, mostAt] = largest(counted(received, ({ name }) => name));
  const [anEvening] = largest(counted(received, ({ name, date }) => `${name} ${date}`));
  return [
    {
      held: received.length > 0 && received.length === sent,
      words: `Muster says that it sent ${sent} messages, and ${received.length} arrived`,
    },
    {
      held: twice.length === 0,
      words:
        twice.length === 0
          ? 'nobody got the same message twice'
          : `twice: ${twice.map(([what]) => what).join('; ')}`,
    },
    {
      held: played.length > 0 && filled.length === played.length,
      words: `${filled.length} of ${played.length} evenings that were played had ${enough} players or more`,
    },
    ...stopped.map(({ day }) => ({
      held: afterStop.length === 0,
      words: `${afterStop.length === 0 ? 'nobody was' : `${afterStop.length} were`} pinged on ${day}, when a promoter said no`,
    })),
    ...wishes.map(({ name, wish, of, dates, most: mostOfThem }) => {
      const theirs = (of === 'ping' ? calls : received).filter(
        (call) => call.name === name && dates.includes(call.date),
      ).length;
      return {
        held: theirs <= mostOfThem,
        words: `${name} ${wish}: ${theirs === 0 ? 'no' : theirs} ${of}${theirs > 1 ? 's' : ''}`,
      };
    }),
    {
      held: anEvening <= mostAnEvening,
      words: `at most ${anEvening} messages to one person on one evening, ${most} in the week (${mostAt})`,
    },
  ];
}

/** How often each key is there. */
function counted(received: readonly Received[], keyOf: (one: Received) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of received) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

/** The largest count, and whose it is. */
function largest(counts: ReadonlyMap<string, number>): [number, string] {
  const most = Math.max(0, ...counts.values());
  return [most, [...counts].flatMap(([key, count]) => (count === most ? [key] : [])).join(', ')];
}
