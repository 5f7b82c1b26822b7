import { DateTime } from 'luxon';
import type { Request } from './fake-channel.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The community's zone. */
const ZONE = 'Europe/Ljubljana';

export type Said = 'LOOKING' | 'AVAILABLE' | 'MAYBE' | 'NOT_PLAYING';
type Kind = Exclude<Request['jobType'], null>;

/** What the witness remembers of a person: only what they did, and when. */
export class Remembered {
  calls = false;
  questions = false;
  ready = false;
  isMember = true;
  promotes = false;
  /** They have had all their data erased. */
  isErased = false;
  quiet: { start: string; end: string } | null = null;
  zone: string | null = null;
  cap: number | null = null;
  readonly days = new Map<string, Said>();
  /** By date: their maybe is a yes once so many are in, they among them. */
  readonly conditions = new Map<string, number>();
  /** By weekday, 1 is Monday. */
  readonly weekly = new Map<number, { status: Said; from: string; until: string }>();
  away: { from: string; until: string } | null = null;
  /** By date: they don't come, they come, or the moment (ms) they come at the earliest. */
  readonly answers = new Map<string, 'no' | 'yes' | number>();
  heardAt = 0;
  /** When they last answered for any day, or looked after their preferences. */
  answeredAt = 0;
  readonly calledAt: number[] = [];
  readonly questionedAt: number[] = [];
}

/** A campaign as the witness knows it: who was on its list, and whether it has been called off. */
interface Called {
  readonly list: ReadonlySet<string>;
  calledOff: boolean;
}

/** What promoters have set for good: for which weekdays (1 is Monday), by whom, and until which date it counts. */
interface Standing {
  readonly weekdays: ReadonlySet<number>;
  readonly by: string;
  readonly includeAvailable: boolean;
  until: string;
}

/**
 * Somebody who sees all that people do and all that they get, and knows the promises by heart: naive, slow, and with nothing
 * of the program. It says of each message why it should not have come.
 */
export class Witness {
  readonly people = new Map<string, Remembered>();
  readonly faults: string[] = [];
  readonly seen = new Map<string, number>();
  readonly inVoice = new Set<string>();
  standing: Standing | null = null;
  /** From when until when (ms) an admin has paused all messages. */
  readonly #pauses: { readonly from: number; until: number }[] = [];
  readonly #stopped = new Set<string>();
  readonly #proposedAt = new Map<string, number>();
  readonly #campaigns = new Map<string, Called>();
  readonly #once = new Set<string>();
  /** Who got what kind on which date: `kind date user`. */
  readonly #got = new Set<string>();

  constructor(
    /** By weekday, 1 is Monday: when the session starts, `HH:MM`. */
    private readonly plan: ReadonlyMap<number, string>,
    private readonly questionTime: string,
    private readonly threshold: number,
  ) {}

  of(userId: string): Remembered {
    const known = this.people.get(userId) ?? new Remembered();
    this.people.set(userId, known);
    return known;
  }

  /** The start of a date's session (ms); `null`: there is none. */
  startOn(date: string): number | null {
    const time = this.plan.get(DateTime.fromISO(date, { zone: ZONE }).weekday);
    return time === undefined ? null : DateTime.fromISO(`${date}T${time}`, { zone: ZONE }).toMillis();
  }

  reminderOn(date: string): number | null {
    const start = this.startOn(date);
    return start === null ? null : start - 15 * MINUTE;
  }

  dateAt(at: number): string {
    return DateTime.fromMillis(at, { zone: ZONE }).toISODate() ?? '';
  }

  /** What somebody says of a date, all in all; `null`: nothing. */
  answerOf({ days, weekly, away }: Remembered, date: string): Said | null {
    const said = days.get(date);
    if (said !== undefined) return said;
    if (away && away.from <= date && date <= away.until) return null;
    const week = weekly.get(DateTime.fromISO(date).weekday);
    return week && week.from <= date && date <= week.until ? week.status : null;
  }

  /** How many have said themselves that they are looking for a game. */
  looking(date: string): number {
    return [...this.people.values()].filter(({ days }) => days.get(date) === 'LOOKING').length;
  }

  /** Who is in by now of those who are if enough are: somebody has said something about the date. */
  turn(date: string): void {
    let open = [...this.people.values()].filter(
      (who) => who.conditions.has(date) && who.days.get(date) === 'MAYBE',
    );
    for (;;) {
      const inAll = this.looking(date) + open.length;
      const held = open.filter(({ conditions }) => (conditions.get(date) ?? 0) <= inAll);
      if (held.length === open.length) break;
      open = held;
    }
    for (const who of open) {
      who.days.set(date, 'LOOKING');
      who.conditions.delete(date);
      this.#count('turned');
    }
  }

  paused(at: number): void {
    this.#pauses.push({ from: at, until: Infinity });
  }

  resumed(at: number): void {
    const last = this.#pauses.at(-1);
    if (last) last.until = at;
  }

  #isPaused(from: number, until = from): boolean {
    return this.#pauses.some((pause) => pause.from <= until && from < pause.until);
  }

  /** Somebody has had everything about them erased. */
  erased(userId: string): void {
    this.people.set(userId, Object.assign(new Remembered(), { isErased: true }));
    this.#count('erased');
  }

  /** A promoter has called the people of a date. */
  campaign(date: string, includeAvailable: boolean): void {
    this.#campaigns.set(date, { list: this.#listOf(date, includeAvailable), calledOff: false });
  }

  calledOff(date: string): void {
    const campaign = this.#campaigns.get(date);
    if (campaign) campaign.calledOff = true;
  }

  stopped(date: string): void {
    this.#stopped.add(date);
  }

  /** Judges a message as it leaves. */
  message({ jobType, userId, at, text }: Request): void {
    const who = this.of(userId);
    const date = this.dateAt(at);
    const wrong = (what: string): void => {
      this.faults.push(
        `${what}: ${jobType ?? text.split('\n')[0] ?? ''} to ${userId} at ${new Date(at).toISOString()}`,
      );
    };
    if (!who.isMember) wrong('not a member');
    if (who.isErased) wrong('erased');
    if (this.#isPaused(at)) wrong('paused');
    if (jobType === null) return this.#notice({ userId, at, text, date }, wrong);
    this.#count(jobType);
    const key = `${jobType} ${date} ${userId}`;
    if (this.#once.has(key)) wrong('twice');
    this.#once.add(key);
    if (this.isQuiet(who, at)) wrong('quiet hours');
    this.#judge(jobType, { who, userId, at, date }, wrong);
    this.#got.add(key);
    if (isCall(jobType)) who.calledAt.push(at);
    if (jobType === 'question') who.questionedAt.push(at);
  }

  #judge(
    kind: Kind,
    { who, userId, at, date }: { who: Remembered; userId: string; at: number; date: string },
    wrong: (what: string) => void,
  ): void {
    const start = this.startOn(date);
    if (start === null) return wrong('no session that day');
    const [from, until] = this.#timeOf(kind, date, start);
    if (at < from) wrong('early');
    if (at >= until) wrong('late');
    const said = this.answerOf(who, date);
    const isNo = said === 'NOT_PLAYING' || who.answers.get(date) === 'no';
    if (kind === 'question') {
      if (!who.questions) wrong('no consent to questions');
      if (!this.#isToBeAsked(who, date)) wrong('has answered');
      if (who.questionedAt.filter((asked) => asked > who.answeredAt).length >= 5)
        wrong('five without an answer');
      return;
    }
    if (kind === 'ready') {
      if (this.looking(date) < this.threshold) wrong('it is not on');
      if (!who.promotes && !who.ready) wrong('no consent to notices');
      if (!who.promotes && (said === null || isNo)) wrong('does not play');
      return;
    }
    if (kind === 'call_off') {
      if (!this.#campaigns.get(date)?.calledOff) wrong('nobody has called it off');
      if (!this.#got.has(`reminder ${date} ${userId}`) && !this.#got.has(`start ${date} ${userId}`))
        wrong('was not called');
      return;
    }
    if (isNo) wrong('said no');
    if (said === null) wrong('said nothing');
    const campaign = this.#campaigns.get(date) ?? this.#standingOn(date, wrong);
    if (campaign && !campaign.list.has(userId)) wrong('not on the list');
    if (campaign?.calledOff) wrong('called off');
    for (const what of this.#against(who, at)) wrong(what);
    if (kind === 'follow_up') {
      if (this.inVoice.has(userId)) wrong('is in voice');
      if (!this.#got.has(`start ${date} ${userId}`)) wrong('was not called to the start');
      const answer = who.answers.get(date);
      if (typeof answer === 'number' && at < answer) wrong('before their minute');
    }
  }

  /** Why a person is called no more now, whatever they say of the date. */
  #against(who: Remembered, at: number): string[] {
    const zone = who.zone ?? ZONE;
    const weekFrom = DateTime.fromMillis(at, { zone }).startOf('day').minus({ days: 6 }).toMillis();
    const thisWeek = who.calledAt.filter((call) => call >= weekFrom).length;
    const unheard = who.calledAt.filter((call) => call > who.heardAt).length;
    return [
      ...(who.calls ? [] : ['no consent']),
      ...(who.cap !== null && thisWeek >= who.cap ? ['over their own cap'] : []),
      ...(unheard >= 12 ? ['twelve without a sign of life'] : []),
    ];
  }

  /** The campaign that goes out by itself, with its list as of the first message. */
  #standingOn(date: string, wrong: (what: string) => void): Called | null {
    const { standing } = this;
    const reminder = this.reminderOn(date) ?? 0;
    const proposedAt = this.#proposedAt.get(date);
    if (!standing?.weekdays.has(DateTime.fromISO(date).weekday) || standing.until < date)
      wrong('nobody has called');
    if (proposedAt === undefined || proposedAt > reminder - 10 * MINUTE)
      wrong('no promoter was told in time');
    if (this.#stopped.has(date)) wrong('a promoter said no');
    if (this.#isPaused(reminder - MINUTE / 2)) wrong('paused when it was to go out');
    if (this.looking(date) < this.threshold) wrong('too few for it to go out by itself');
    if (standing && !this.of(standing.by).isMember) wrong('its promoter has left');
    const campaign = { list: this.#listOf(date, standing?.includeAvailable ?? false), calledOff: false };
    this.#campaigns.set(date, campaign);
    this.#count('by itself');
    return campaign;
  }

  /** Whom a campaign lists that is made now: those it asks for, who are members and agree to be called. */
  #listOf(date: string, includeAvailable: boolean): Set<string> {
    const wanted: readonly (Said | null)[] = includeAvailable ? ['LOOKING', 'AVAILABLE'] : ['LOOKING'];
    const listed = [...this.people].filter(
      ([, who]) => wanted.includes(this.answerOf(who, date)) && who.isMember && who.calls,
    );
    return new Set(listed.map(([id]) => id));
  }

  /** What promoters are told of standing campaigns, and of who drops out. */
  #notice(
    { userId, at, text, date }: { userId: string; at: number; text: string; date: string },
    wrong: (what: string) => void,
  ): void {
    if (!this.of(userId).promotes) wrong('to nobody who promotes');
    if (this.isQuiet(this.of(userId), at)) wrong('quiet hours');
    const known = NOTICES.find(([, words]) => text.includes(words))?.[0];
    if (known === undefined) return wrong('of no kind');
    this.#count(known);
    const { standing } = this;
    const reminder = this.reminderOn(date) ?? 0;
    const isNoon = DateTime.fromMillis(at, { zone: ZONE }).hour >= 12;
    const until = standing?.until ?? '';
    switch (known) {
      case 'proposal':
        if (at < reminder - 30 * MINUTE || at >= reminder - 10 * MINUTE) wrong('told out of time');
        if (this.looking(date) < this.threshold) wrong('told with too few');
        if (!standing?.weekdays.has(DateTime.fromISO(date).weekday) || until < date)
          wrong('told of nothing that stands');
        if (this.#stopped.has(date) || this.#campaigns.has(date)) wrong('told though it is settled');
        this.#proposedAt.set(date, at);
        return;
      case 'not out':
        if (!this.#proposedAt.has(date)) wrong('nobody was told that it goes out');
        return;
      case 'near lapse':
        if (!isNoon || date > until || daysFrom(date, until) >= 7) wrong('told of a lapse that is not near');
        return;
      case 'lapsed':
        if (!isNoon || date <= until) wrong('told of a lapse that is none');
    }
  }

  /** Once the start's messages are out: whoever should have one and has none. */
  missedOn(date: string): string[] {
    const campaign = this.#campaigns.get(date);
    const start = this.startOn(date);
    if (!campaign || start === null || campaign.calledOff || this.#isPaused(start - MINUTE, start + MINUTE))
      return [];
    return [...campaign.list].filter((userId) => {
      const who = this.of(userId);
      const said = this.answerOf(who, date);
      const isOut = said === null || said === 'NOT_PLAYING' || who.answers.get(date) === 'no';
      if (isOut || !who.isMember || this.isQuiet(who, start) || this.#got.has(`start ${date} ${userId}`))
        return false;
      return this.#against(who, start).length === 0;
    });
  }

  isQuiet({ quiet, zone }: Remembered, at: number): boolean {
    if (!quiet) return false;
    const time = DateTime.fromMillis(at, { zone: zone ?? ZONE }).toFormat('HH:mm');
    return quiet.start < quiet.end
      ? quiet.start <= time && time < quiet.end
      : quiet.start <= time || time < quiet.end;
  }

  #isToBeAsked(who: Remembered, date: string): boolean {
    const { days, weekly, away } = who;
    if (days.has(date) || (away && away.from <= date && date <= away.until)) return false;
    const week = weekly.get(DateTime.fromISO(date).weekday);
    if (!week || week.from > date || date > week.until) return true;
    // Kept or let go: asked once in the last week.
    const lastWeek = week.until >= date && daysFrom(date, week.until) < 7;
    return lastWeek && !who.questionedAt.some((at) => daysFrom(this.dateAt(at), week.until) < 7);
  }

  #timeOf(kind: Kind, date: string, start: number): readonly [number, number] {
    const question = DateTime.fromISO(`${date}T${this.questionTime}`, { zone: ZONE }).toMillis();
    const times: Record<Kind, readonly [number, number]> = {
      question: [question, start],
      ready: [start - DAY, start],
      reminder: [start - 15 * MINUTE, start],
      start: [start, start + 30 * MINUTE],
      follow_up: [start + MINUTE, start + 45 * MINUTE],
      one_more: [start - 15 * MINUTE, start + 30 * MINUTE],
      call_off: [start - 15 * MINUTE, start + 45 * MINUTE],
    };
    return times[kind];
  }

  #count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }
}

/** By which words the witness knows what promoters are told. */
const NOTICES = [
  ['proposal', 'unless one of you says no'],
  ['not out', 'don’t go out by themselves'],
  ['near lapse', 'The standing pings end after'],
  ['lapsed', 'The standing pings ended after'],
] as const satisfies readonly (readonly [string, string])[];

function isCall(kind: Kind): boolean {
  return kind === 'reminder' || kind === 'start' || kind === 'follow_up' || kind === 'one_more';
}

function daysFrom(date: string, other: string): number {
  return DateTime.fromISO(other).diff(DateTime.fromISO(date), 'days').days;
}
