import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { comeTonight } from '../../src/services/answer-evening.js';
import { comeBack, goAway } from '../../src/services/away.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { noticeLife } from '../../src/services/signs-of-life.js';
import { setWeekly } from '../../src/services/standing-answers.js';
import { setStandingCampaigns, stopStandingCampaign } from '../../src/services/standing-campaigns.js';
import { updatePreferences, type PreferenceChanges } from '../../src/services/update-preferences.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { faultsOf } from '../support/crash.js';
import { randomFrom } from '../faults/support/random.js';
import { MINUTE, testApp, type TestApp, value } from '../support/test-app.js';
import { type Said, Witness } from '../support/witness.js';

const ZONE = 'Europe/Ljubljana';
const HOUR = 60 * MINUTE;
/** Sundays: both changes of the clocks are on days with a session. Mondays: six days before a Sunday, at the edge of a week. */
const PLAN = new Map([
  [1, '20:30'],
  [2, '21:00'],
  [7, '20:00'],
]);
const QUESTION_TIME = '17:00';
const THRESHOLD = 6;
const PEOPLE = 60;
/** They say in January that they play until April, and are never heard of again. */
const SLEEPERS = ['p1', 'p2', 'p3'];
/** They say as much and answer no more, but look in for a moment on each day with a session. */
const PASSERS_BY = ['p4'];
const SILENT = [...SLEEPERS, ...PASSERS_BY];
/** How many days of the year are lived, from its first one on. */
const DAYS = Number(process.env['MUSTER_YEAR_DAYS'] ?? 365);
const SEED = Number(process.env['MUSTER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** A community that lives, and a witness who is told of all that people do, once it has been done. */
class Community {
  readonly witness = new Witness(PLAN, QUESTION_TIME, THRESHOLD);
  readonly missed: string[] = [];

  private constructor(
    readonly app: TestApp,
    private readonly random: () => number,
  ) {
    for (const channel of [app.discord, app.telegram]) {
      channel.reply = (request) => {
        this.witness.message(request);
        return { outcome: { kind: 'sent', messageId: '' } };
      };
    }
  }

  static async begin(seed: number): Promise<Community> {
    const app = await testApp({
      at: '2026-01-05T08:00:07.123Z',
      plan: 'mon 20:30, tue 21:00, sun 20:00',
      channels: ['discord', 'telegram'],
      settings: { questionTime: QUESTION_TIME, sessionReadyThreshold: THRESHOLD, retentionDays: 400 },
      checks: { voice: true },
      sweepEveryMs: 0,
    });
    const community = new Community(app, randomFrom(seed));
    for (let each = 1; each <= PEOPLE; each += 1) await community.#arrive(`p${String(each)}`);
    for (const id of ['promoter', 'promoter-2']) {
      await promoter(app, id, { told: true });
      Object.assign(community.witness.of(id), { ready: true, promotes: true });
    }
    await admin(app);
    await app.dispatcher.sweep();
    return community;
  }

  async #arrive(id: string): Promise<void> {
    const asleep = SILENT.includes(id);
    const [optedIn, asked, told] = asleep
      ? [true, false, false]
      : [this.#is(0.8), this.#is(0.6), this.#is(0.4)];
    const options = { status: null, optedIn, asked, told };
    await person(this.app, id, { ...options, channels: this.#is(0.3) ? ['telegram'] : [] });
    const who = this.witness.of(id);
    Object.assign(who, { calls: optedIn, questions: asked, ready: told });
    who.heardAt = who.answeredAt = this.app.clock.now();
    if (asleep) {
      for (let day = 0; day < 90; day += 1) {
        const date = this.#dayAfter(this.#today, day);
        if (this.witness.startOn(date) !== null) await this.#says(id, date, 'LOOKING');
      }
      return;
    }
    if (this.#is(0.2)) await this.#prefers(id, { callsPerWeek: this.#one([1, 2, 3, 4]) });
    if (this.#is(0.3)) await this.#quiet(id);
    if (this.#is(0.5)) await this.#weekly(id);
  }

  /** A day from morning to midnight, with what people do on it. */
  async day(date: string): Promise<void> {
    const { app, witness } = this;
    const start = witness.startOn(date);
    const does: [number, () => Promise<void>][] = [[this.#at(date, '12:00'), () => app.dispatcher.sweep()]];
    for (let event = 0; event < 3; event += 1)
      does.push([this.#between(date, 9, 23), () => this.#anything()]);
    if (start !== null) {
      const reminder = start - 15 * MINUTE;
      for (let at = this.#at(date, QUESTION_TIME); at < start + 50 * MINUTE; at += 5 * MINUTE)
        does.push([at + 1_000, () => app.dispatcher.sweep()]);
      for (const id of PASSERS_BY) does.push([start - 6 * HOUR, () => this.#looksIn(id)]);
      // The minute in which a standing campaign is made.
      does.push([reminder - MINUTE / 2, () => app.dispatcher.sweep()]);
      // What happens in the minutes in which the list is made would be a matter of milliseconds.
      const settle = (at: number): number =>
        at > reminder - 6 * MINUTE && at < reminder + MINUTE ? at - 6 * MINUTE : at;
      for (const [id] of witness.people) {
        if (SILENT.includes(id) || witness.of(id).promotes || witness.of(id).isErased) continue;
        if (this.#is(0.35))
          does.push([settle(start - this.random() * 10 * HOUR), () => this.#says(id, date)]);
        if (this.#is(0.04)) does.push([settle(start - this.random() * HOUR), () => this.#declines(id)]);
        if (this.#is(0.1)) does.push([start - this.random() * 14 * MINUTE, () => this.#comes(id)]);
        if (this.#is(0.2))
          does.push([start - 5 * MINUTE + this.random() * 10 * MINUTE, () => this.#joins(id)]);
      }
      if (this.#is(0.2)) does.push([reminder - this.#one([40, 15]) * MINUTE, () => this.#promotes(date)]);
      // Before anybody is called, so that its slot is free again.
      if (this.#is(0.1)) does.push([reminder - 8 * MINUTE, () => this.#callsOff(date)]);
      if (this.#is(0.15)) does.push([reminder - 7 * MINUTE, () => this.#manyDecline(date)]);
      // Some who may be on the list leave before the start, and come back in the night.
      for (const [id, { isMember, isErased, promotes }] of this.#is(0.3) ? witness.people : []) {
        if (!isMember || isErased || promotes || !this.#is(0.1)) continue;
        does.push([reminder + 5 * MINUTE, async () => this.#isMember(id, false)]);
        does.push([start + 2 * HOUR, async () => this.#isMember(id, true)]);
      }
      if (this.#is(0.1)) {
        const quietHours = { start: '12:00', end: '23:59' };
        does.push([start - 5 * HOUR, () => this.#promotersAreQuiet(quietHours)]);
        does.push([start + 3 * HOUR, () => this.#promotersAreQuiet(null)]);
      }
      // In winter alone: a press keeps what is set, and it is to lapse as well.
      if (date < '2026-03-01' && this.#is(0.5)) does.push([reminder - 12 * MINUTE, () => this.#stops(date)]);
      if (this.#is(0.2)) does.push([start - 4 * MINUTE, () => this.#callsOff(date)]);
      if (this.#is(0.08)) {
        const from = start - this.random() * HOUR;
        does.push([from, () => this.#pauses()], [from + this.random() * HOUR, () => this.#resumes()]);
      }
      if (this.#is(0.15)) does.push([start - this.random() * HOUR, () => app.restart()]);
      does.push([
        start + 20_000,
        async () => void this.missed.push(...witness.missedOn(date).map((id) => `${date} ${id}`)),
      ]);
    }
    for (const [at, act] of does.sort(([one], [other]) => one - other)) {
      await app.advanceTo(Math.max(at, app.clock.now()));
      await act();
    }
    for (const id of witness.inVoice) app.voice.leave(id);
    witness.inVoice.clear();
    for (const channel of [app.discord, app.telegram]) channel.requests.length = channel.delivered.length = 0;
  }

  /** Promoters say on which days the pings go out by themselves. */
  async sets(): Promise<void> {
    const wish = { days: ['tue', 'sun'], includeAvailable: true, includeMaybe: false } as const;
    value(await setStandingCampaigns(this.app.context, actor('promoter'), wish));
    const until = this.#dayAfter(this.#today, 55);
    this.witness.standing = { weekdays: new Set([2, 7]), by: 'promoter', includeAvailable: true, until };
  }

  #isMember(id: string, is: boolean): void {
    if (is) this.app.directory.join(id);
    else this.app.directory.leave(id);
    this.witness.of(id).isMember = is;
  }

  /** So many say no that too few are left. */
  async #manyDecline(date: string): Promise<void> {
    const looking = [...this.witness.people].filter(([, who]) => who.days.get(date) === 'LOOKING');
    for (const [id] of looking.slice(THRESHOLD - 1))
      if (!SILENT.includes(id)) await this.#says(id, date, 'NOT_PLAYING');
  }

  async #promotersAreQuiet(quietHours: PreferenceChanges['quietHours']): Promise<void> {
    for (const id of ['promoter', 'promoter-2']) await this.#prefers(id, { quietHours: quietHours ?? null });
  }

  async #pauses(): Promise<void> {
    value(await pausePromotions(this.app.context, actor('admin')));
    this.witness.paused(this.app.clock.now());
  }

  async #resumes(): Promise<void> {
    this.witness.resumed(this.app.clock.now());
    value(await resumePromotions(this.app.context, actor('admin')));
  }

  get #today(): string {
    return this.witness.dateAt(this.app.clock.now());
  }

  /** Something that somebody does on any day. */
  async #anything(): Promise<void> {
    const id = `p${String(1 + SILENT.length + Math.floor(this.random() * (PEOPLE - SILENT.length)))}`;
    const { app, witness } = this;
    const who = witness.of(id);
    if (who.isErased) return;
    const day = this.#dayAfter(this.#today, 1 + Math.floor(this.random() * 8));
    const acts: (() => Promise<void>)[] = [
      () => this.#says(id, day),
      () => this.#says(id, day),
      () => this.#weekly(id),
      () => this.#quiet(id),
      () => this.#prefers(id, { callsPerWeek: this.#one([null, 1, 2, 3, 6]) }),
      () => this.#prefers(id, { allowPromotions: !who.calls }),
      () => this.#prefers(id, { allowQuestions: !who.questions }),
      () => this.#prefers(id, { allowReadyNotices: !who.ready }),
      async () => {
        await clearAvailabilityOn(app.context, actor(id), day);
        who.days.delete(day);
        await this.#heard(id);
      },
      async () => {
        if (who.away) {
          await comeBack(app.context, { userId: id });
          who.away = null;
        } else {
          value(await goAway(app.context, actor(id), day));
          who.away = { from: this.#today, until: day };
          // It says of all these days that they don't play.
          await this.#answered(id);
          for (const [date, said] of who.days)
            if (date >= this.#today && date <= day && said !== 'NOT_PLAYING')
              who.days.set(date, 'NOT_PLAYING');
        }
        await this.#heard(id);
      },
      async () => {
        this.#isMember(id, !who.isMember);
      },
    ];
    if (!this.#is(0.01)) return this.#one(acts)();
    await erasePerson(app.context, { userId: id });
    app.voice.leave(id);
    witness.inVoice.delete(id);
    witness.erased(id);
  }

  async #says(id: string, date: string, what?: Said): Promise<void> {
    const status =
      what ?? this.#one<Said>(['LOOKING', 'LOOKING', 'LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING']);
    const ifAtLeast = status === 'MAYBE' && this.#is(0.5) ? this.#one([5, 6, 7, 9]) : null;
    const said = await setAvailability(this.app.context, actor(id), { status, date, ifAtLeast });
    if (!said.ok) return;
    const who = this.witness.of(id);
    who.days.set(date, status);
    if (ifAtLeast === null) who.conditions.delete(date);
    else who.conditions.set(date, ifAtLeast);
    this.witness.turn(date);
    expect(said.value.status, `${id} on ${date}`).toBe(who.days.get(date));
    if (status === 'NOT_PLAYING') this.#no(id, date);
    // Whoever says anew that they play has changed their mind.
    else if (who.answers.get(date) === 'no') who.answers.delete(date);
    await this.#answered(id);
  }

  async #weekly(id: string): Promise<void> {
    const [day, weekday] = this.#one([['mon', 1] as const, ['tue', 2] as const, ['sun', 7] as const]);
    const status = this.#one<'AVAILABLE' | 'MAYBE' | null>(['AVAILABLE', 'MAYBE', null]);
    const set = await setWeekly(this.app.context, actor(id), { [day]: status });
    if (!set.ok) return;
    const { weekly } = this.witness.of(id);
    const until = this.#dayAfter(this.#today, 55);
    for (const [other, week] of weekly) if (week.until < this.#today) weekly.delete(other);
    if (status === null) weekly.delete(weekday);
    else {
      const had = weekly.get(weekday);
      weekly.set(weekday, { status, from: had?.status === status ? had.from : this.#today, until });
      for (const week of weekly.values()) week.until = until;
    }
    await this.#answered(id);
  }

  async #prefers(id: string, changes: PreferenceChanges): Promise<void> {
    const changed = await updatePreferences(this.app.context, actor(id), changes);
    if (!changed.ok) return;
    const { preferences } = changed.value;
    Object.assign(this.witness.of(id), {
      calls: preferences.allowPromotions,
      questions: preferences.allowQuestions,
      ready: preferences.allowReadyNotices,
      quiet: preferences.quietHours,
      zone: preferences.timezone,
      cap: preferences.callsPerWeek,
    });
    await this.#answered(id);
  }

  async #quiet(id: string): Promise<void> {
    const quietHours = this.#one([
      null,
      { start: '22:00', end: '08:00' },
      { start: '20:30', end: '20:50' },
      { start: '00:00', end: '06:00' },
    ]);
    const timezone = this.#one([null, 'Europe/London', 'America/New_York', 'Asia/Kolkata']);
    await this.#prefers(id, { quietHours, timezone });
  }

  async #declines(id: string): Promise<void> {
    await notTonight(this.app.context, actor(id));
    this.#no(id, this.#today);
    await this.#answered(id);
  }

  /** A no is an entry where there was one, or a weekly answer would count. */
  #no(id: string, date: string): void {
    const who = this.witness.of(id);
    if (this.witness.answerOf(who, date) !== null) who.days.set(date, 'NOT_PLAYING');
    who.answers.set(date, 'no');
  }

  async #comes(id: string): Promise<void> {
    const minutesLate = this.#one([null, 10, 20]);
    const came = await comeTonight(this.app.context, actor(id), { minutesLate, channel: null });
    if (!came.ok) return;
    const { answer } = came.value;
    const who = this.witness.of(id);
    who.answers.set(this.#today, answer.kind === 'LATE' ? answer.until : 'yes');
    const said = this.witness.answerOf(who, this.#today);
    // Whoever comes looks for a game, whatever they had said.
    if (said !== 'LOOKING') who.days.set(this.#today, 'LOOKING');
    who.conditions.delete(this.#today);
    this.witness.turn(this.#today);
    await this.#answered(id);
  }

  async #joins(id: string): Promise<void> {
    this.app.voice.join(id);
    this.witness.inVoice.add(id);
    await this.#heard(id);
  }

  async #looksIn(id: string): Promise<void> {
    await this.#joins(id);
    this.app.voice.leave(id);
    this.witness.inVoice.delete(id);
  }

  async #promotes(date: string): Promise<void> {
    const includeAvailable = this.#is(0.5);
    const request = { includeAvailable, includeMaybe: false, dryRun: false };
    const created = await createCampaign(this.app.context, actor('promoter-2'), request);
    if (created.ok) this.witness.campaign(date, includeAvailable);
  }

  async #stops(date: string): Promise<void> {
    const stopped = await stopStandingCampaign(this.app.context, actor('promoter-2'), date);
    if (!stopped.ok || stopped.value.outcome !== 'stopped') return;
    this.witness.stopped(date);
    this.#kept();
  }

  /** A press of a promoter's keeps what is set for eight weeks more. */
  #kept(): void {
    const { standing } = this.witness;
    if (standing && standing.until >= this.#today) standing.until = this.#dayAfter(this.#today, 55);
  }

  async #callsOff(date: string): Promise<void> {
    for (const who of ['promoter', 'promoter-2']) {
      const off = await cancelCampaign(this.app.context, actor(who), { notify: true });
      if (off.ok) this.witness.calledOff(date);
    }
  }

  /** Every door tells that somebody was heard of. */
  async #heard(id: string): Promise<void> {
    await noticeLife(this.app.context, [id], 'the year');
    this.witness.of(id).heardAt = this.app.clock.now();
  }

  async #answered(id: string): Promise<void> {
    await this.#heard(id);
    this.witness.of(id).answeredAt = this.app.clock.now();
  }

  #is(likely: number): boolean {
    return this.random() < likely;
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)] as T;
  }

  #at(date: string, time: string): number {
    return DateTime.fromISO(`${date}T${time}`, { zone: ZONE }).toMillis();
  }

  #between(date: string, from: number, to: number): number {
    return this.#at(date, `${String(from).padStart(2, '0')}:00`) + this.random() * (to - from) * HOUR;
  }

  #dayAfter(date: string, days: number): string {
    return DateTime.fromISO(date).plus({ days }).toISODate() ?? '';
  }
}

describe('a year of a community', () => {
  it(`sends nothing that its promises do not justify, and forgets nobody (MUSTER_SEED=${String(SEED)})`, async () => {
    const community = await Community.begin(SEED);
    const { witness, app, missed } = community;
    await community.sets();
    for (let day = 0; day < DAYS; day += 1) {
      // Set again once they have lapsed: after a summer without a promoter, too.
      if ([70, 200].includes(day)) await community.sets();
      await community.day(DateTime.fromISO('2026-01-06').plus({ days: day }).toISODate() ?? '');
    }
    expect(witness.faults).toEqual([]);
    expect(missed).toEqual([]);
    expect(await faultsOf(app)).toEqual([]);
    // The whole year has every kind of message in it, and the sleepers were asked by their twelfth.
    if (DAYS < 365) return;
    const kinds = ['question', 'ready', 'reminder', 'start', 'follow_up', 'call_off', 'by itself'] as const;
    const notices = ['proposal', 'not out', 'near lapse', 'lapsed'] as const;
    for (const kind of [...kinds, ...notices, 'turned', 'erased'])
      expect(witness.seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
    for (const id of PASSERS_BY) expect(witness.of(id).calledAt.length).toBeGreaterThan(12);
    expect(SLEEPERS.map((id) => witness.of(id).calledAt.length)).toEqual(SLEEPERS.map(() => 12));
  }, 600_000);
});
