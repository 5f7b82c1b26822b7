import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VOICE_AWAITED_MS } from '../../src/dispatch/awaited-voice.js';
import { asksToCome, type JobType } from '../../src/domain/message-kinds.js';
import { channelOfUser } from '../../src/domain/event-key.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { callMore } from '../../src/services/call-more.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { notTonight } from '../../src/services/way-out.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { faultsOf } from '../support/crash.js';
import {
  arrivedUnanswered,
  closed,
  type FakeChannel,
  hangs,
  lostUnanswered,
  notDelivered,
  type Reply,
  type Request,
  sent,
  trouble,
} from '../support/fake-channel.js';
import { ENGINE } from '../support/engine-of-run.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, promoter } from '../support/people.js';
import {
  DATE,
  FOLLOW_UP_AT,
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
} from '../support/test-app.js';

const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'] as const;
/** Those who said maybe: recipients where a campaign includes them, and its standbys where it does not. */
const UNSURE: readonly string[] = ['p5', 'p6', 'p7'];
/** Who wants one call a week at most, and who has had eleven without a sign of life. */
const CAPPED = 'p3';
const UNHEARD = 'p4';
const WITH_TELEGRAM: readonly string[] = ['p1', 'p2', 'p6'];
/** Those who want to be asked whether they play and to be told when it is on, and have said nothing yet. */
const SILENT = ['q1', 'q2', 'q3'] as const;
const PROMOTERS = ['promoter', 'promoter-2'] as const;

const MODES: Record<string, Reply> = {
  sent,
  slow: { ...sent, afterMs: 4_000 },
  refused: notDelivered(),
  limited: notDelivered('rate_limited', 20_000),
  lost: lostUnanswered,
  unanswered: arrivedUnanswered,
  slowly_unanswered: { ...arrivedUnanswered, afterMs: 15_000 },
  closed: closed(),
  trouble: trouble(),
  hangs: hangs(true),
  hangs_and_lost: hangs(false),
};

const anyPerson = fc.constantFrom(...PEOPLE);
const anySilent = fc.constantFrom(...SILENT);
const anyAnswer = fc.constantFrom('LOOKING', 'LOOKING', 'MAYBE', 'NOT_PLAYING');
const anyPromoter = fc.constantFrom(...PROMOTERS);
const tag = <T extends string>(name: T) => fc.constant(name);

const BEGIN = Date.parse('2026-03-10T19:38:07.123Z');
/** Some time before the reminder, so that it ends in the evening's time. */
const QUESTION_AT = REMINDER_AT - 5 * MINUTE;

/** From when until when a job may send. */
const MOMENTS: Record<JobType, readonly [number, number]> = {
  reminder: [REMINDER_AT, START_AT],
  start: [START_AT, START_AT + 30 * MINUTE],
  follow_up: [FOLLOW_UP_AT, START_AT + 45 * MINUTE],
  one_more: [REMINDER_AT, START_AT + 30 * MINUTE],
  question: [QUESTION_AT, START_AT],
  ready: [0, START_AT],
  // It comes after something else has, and somebody may have set the clock back since.
  call_off: [0, START_AT + 45 * MINUTE],
};

/** One thing that happens in an evening. */
const anyEvent = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: tag('pass'), ms: fc.nat({ max: 6 * MINUTE }) }) },
  { weight: 4, arbitrary: fc.record({ does: tag('pass'), ms: fc.nat({ max: 5_000 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: tag('create'),
      who: anyPromoter,
      includeMaybe: fc.boolean(),
      dryRun: fc.integer({ min: 1, max: 4 }).map((dice) => dice === 4),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: tag('more'), who: anyPromoter, count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: tag('cancel'), who: anyPromoter, notify: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: tag('answer'),
      channel: fc.constantFrom('discord', 'telegram'),
      mode: fc.constantFrom(...Object.keys(MODES)),
      only: fc.option(anyPerson),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: tag('release'), mode: fc.constantFrom('sent', 'refused', 'lost') }),
  },
  { weight: 3, arbitrary: fc.record({ does: tag('opt'), who: anyPerson, in: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: tag('say'), who: anySilent, status: anyAnswer }) },
  { weight: 1, arbitrary: fc.record({ does: tag('take_back'), who: anySilent }) },
  { weight: 1, arbitrary: fc.record({ does: tag('ask'), who: anySilent, may: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: tag('come'),
      who: anyPerson,
      minutesLate: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 45 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: tag('not_tonight'), who: anyPerson }) },
  { weight: 1, arbitrary: fc.record({ does: tag('quiet'), who: anyPerson, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('guild'), who: anyPerson, in: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('erase'), who: anyPerson, back: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: tag('restart'), drains: fc.boolean(), downMs: fc.nat({ max: 3 * MINUTE }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: tag('voice'), who: anyPerson, in: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('gateway'), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('pause'), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: tag('directory'), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: tag('step'), ms: fc.integer({ min: -MINUTE, max: 3 * MINUTE }) }),
  },
);
type EveningEvent = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

/** A campaign that has standbys, in whose time more are asked for: rarely seen where everything is left to chance. */
const anyCallForMore = fc
  .record({ who: anyPromoter, count: fc.integer({ min: 1, max: 3 }), later: fc.nat({ max: 20 * MINUTE }) })
  .map(({ who, count, later }): EveningEvent[] => [
    { does: 'create', who, includeMaybe: false, dryRun: false },
    { does: 'pass', ms: REMINDER_AT - BEGIN + later },
    { does: 'more', who, count },
  ]);

const anyEvening = fc
  .record({
    begins: fc.option(anyCallForMore, { freq: 1 }),
    goesOn: fc.array(anyEvent, { minLength: 10, maxLength: 30, size: 'max' }),
  })
  .map(({ begins, goesOn }) => [...(begins ?? []), ...goesOn]);

/** The evening as the test knows it, and what it saw that must never be. */
class Evening {
  readonly faults: string[] = [];
  readonly #unwilling = new Set<string>();
  /** Who is not to be asked, for they have answered or don't want to be. */
  readonly #unasked = new Map<string, Set<'answered' | 'unwilling'>>();
  /** What the silent have said. */
  readonly #said = new Map<string, string>();
  /** What people answered last: the minute they come at the earliest, if they named one. */
  readonly #answers = new Map<string, number | 'coming' | 'no'>();
  /** Who has been called, or may have been. */
  readonly #called = new Set<string>();
  /** Who has been asked to step in, or may have been. */
  readonly #steppedIn = new Set<string>();
  #paused = false;
  /** When it was last no longer known who is in voice (monotonic). */
  #voiceLostAt = Number.NEGATIVE_INFINITY;
  readonly #modes = new Map<string, string>();
  /** The kinds of call that are known to have reached the capped person. */
  readonly #reachedCapped = new Set<JobType>();
  /** The kind of call that is known to have asked the unheard one whether they still want any; nothing was heard since. */
  #askedBy: JobType | null = null;

  private constructor(readonly app: TestApp) {
    for (const channel of [app.discord, app.telegram]) {
      channel.reply = (request) => this.#answer(channel, request);
    }
  }

  static async begin(): Promise<Evening> {
    const app = await testApp({
      at: new Date(BEGIN).toISOString(),
      channels: ['discord', 'telegram'],
      settings: { globalCooldown: false, questionTime: '20:40', sessionReadyThreshold: 5 },
      checks: { voice: true },
      summaryChannelId: 'club',
      maxAttempts: 4,
    });
    // Discord knows a nonce for a few minutes, of which we rely on two. The rest is the margin for a clock that is
    // set back before a kill: nobody is left then who could tell how old the nonce really is.
    app.discord.rememberedMs = 5 * MINUTE;
    const evening = new Evening(app);
    for (const id of PEOPLE) await evening.#arrive(id);
    await evening.#wereCalled(UNHEARD, 11);
    for (const id of SILENT) {
      evening.#unasked.set(id, new Set());
      await person(app, id, { status: null, optedIn: false, asked: true, told: true });
    }
    for (const id of PROMOTERS) await promoter(app, id);
    await admin(app);
    return evening;
  }

  async happens(event: EveningEvent): Promise<void> {
    const { app } = this;
    // What may be a sign of life, or leave it open whether the question arrived.
    if ('who' in event || ['restart', 'release', 'step'].includes(event.does)) this.#askedBy = null;
    switch (event.does) {
      case 'pass':
        return app.advance(event.ms);
      case 'create': {
        const { includeMaybe, dryRun } = event;
        await createCampaign(app.context, actor(event.who), { includeAvailable: true, includeMaybe, dryRun });
        return;
      }
      case 'more':
        await callMore(app.context, actor(event.who), { count: event.count });
        return;
      case 'cancel':
        await cancelCampaign(app.context, actor(event.who), { notify: event.notify });
        return;
      case 'answer':
        this.#modes.set(`${event.channel}:${event.only ?? '*'}`, event.mode);
        return;
      case 'release':
        this.#release(event.mode);
        return settled();
      case 'opt':
        return this.#willing(event.who, event.in, `allow_promotions = ${String(event.in)}`);
      case 'say': {
        const set = { status: event.status, date: DATE };
        const said = await setAvailability(app.context, actor(event.who), set);
        if (!said.ok) return;
        this.#unasked.get(event.who)?.add('answered');
        this.#said.set(event.who, event.status);
        return;
      }
      case 'take_back': {
        const cleared = await clearAvailabilityOn(app.context, actor(event.who), DATE);
        if (!cleared.ok) return;
        this.#unasked.get(event.who)?.delete('answered');
        this.#said.delete(event.who);
        return;
      }
      case 'ask': {
        const changed = await updatePreferences(app.context, actor(event.who), { allowQuestions: event.may });
        if (changed.ok) this.#unasked.get(event.who)?.[event.may ? 'delete' : 'add']('unwilling');
        return;
      }
      case 'come': {
        const { who, minutesLate } = event;
        const came = await comeTonight(app.context, actor(who), { minutesLate, channel: null });
        if (!came.ok) return;
        const { answer } = came.value;
        this.#answers.set(who, answer.kind === 'LATE' ? answer.until : 'coming');
        return;
      }
      case 'not_tonight':
        await notTonight(app.context, actor(event.who));
        this.#answers.set(event.who, 'no');
        return;
      case 'quiet': {
        const hours = event.on
          ? `quiet_hours_start = '18:00', quiet_hours_end = '23:00'`
          : 'quiet_hours_start = NULL';
        return this.app.change(`UPDATE subscription_preferences SET ${hours} WHERE user_id = ?`, event.who);
      }
      case 'guild':
        if (event.in) app.directory.join(event.who);
        else app.directory.leave(event.who);
        return;
      case 'erase':
        await erasePerson(app.context, { userId: event.who });
        this.#answers.delete(event.who);
        if (event.back) await this.#arrive(event.who);
        else this.#unwilling.add(event.who);
        return;
      case 'restart':
        if (event.drains) {
          const drained = app.dispatcher.drain();
          this.#release('sent');
          await app.advance(20_000);
          await drained;
        }
        await app.crash();
        await app.advance(event.downMs);
        return app.restart();
      case 'voice':
        if (event.in) app.voice.join(event.who);
        else app.voice.leave(event.who);
        return;
      case 'gateway': {
        this.#gatewayIs(event.up);
        return;
      }
      case 'pause':
        await this.#pause(event.on);
        return settled();
      case 'directory':
        app.directory.available = event.on;
        return;
      case 'step':
        app.clock.step(event.ms);
    }
  }

  /** Who may pause can't be told while Discord gives no answer: then nothing changes. */
  async #pause(on: boolean): Promise<void> {
    const done = await (on ? pausePromotions : resumePromotions)(this.app.context, actor('admin'));
    if (done.ok) this.#paused = on;
  }

  #gatewayIs(up: boolean): void {
    const { voice, clock, dispatcher } = this.app;
    if (up === voice.known) return;
    voice.known = up;
    if (!up) this.#voiceLostAt = clock.monotonic();
    else dispatcher.voiceKnown();
  }

  /** Everything is well again, and the night passes. */
  async end(): Promise<void> {
    this.#modes.clear();
    this.#release('sent');
    await this.happens({ does: 'directory', on: true });
    await this.happens({ does: 'pause', on: false });
    this.#gatewayIs(true);
    // Past the last moment of the summary.
    await this.app.advanceTo(Math.max(START_AT + 61 * MINUTE, this.app.clock.now() + 2 * MINUTE));
    this.faults.push(...(await faultsOf(this.app)));
    for (const { type, ...event } of this.app.events) {
      if (type === 'job_error' || type === 'background_error')
        this.faults.push(`${type} ${JSON.stringify(event)}`);
    }
  }

  async #arrive(id: string): Promise<void> {
    this.#unwilling.delete(id);
    await person(this.app, id, {
      ...(id === CAPPED && { perWeek: 1 }),
      status: UNSURE.includes(id) ? 'MAYBE' : 'LOOKING',
      channels: WITH_TELEGRAM.includes(id) ? ['telegram'] : [],
      dmChannelId: id === 'p1' ? 'dm-p1' : null,
    });
  }

  /** So many calls on earlier evenings, of which nobody saw or heard anything. */
  async #wereCalled(id: string, times: number): Promise<void> {
    const at = new Date(BEGIN + 1).toISOString();
    for (let time = 1; time <= times; time += 1)
      await this.app.change(
        `INSERT INTO notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts,
           nonce, first_attempt_at, owner, message_id, created_at, updated_at)
         VALUES (?, 'call', ?, ?, 'earlier', 'earlier', 'sent', 'discord', 1, '', ?, 'earlier', 'earlier', ?, ?)`,
        ...[`earlier-${String(time)}`, id, `PROMOTE:T0:2026-01-${String(time).padStart(2, '0')}`, at, at, at],
      );
  }

  async #willing(id: string, willing: boolean, set: string): Promise<void> {
    if (willing) this.#unwilling.delete(id);
    else this.#unwilling.add(id);
    await this.app.change(`UPDATE subscription_preferences SET ${set} WHERE user_id = ?`, id);
  }

  #answer(channel: FakeChannel, request: Request): Reply {
    const { userId, jobType, at } = request;
    const saw = (what: string) =>
      this.faults.push(`${what}: ${jobType} to ${userId} at ${new Date(at).toISOString()}`);
    if (jobType === null) {
      saw('of no job');
      return sent;
    }
    const [from, until] = MOMENTS[jobType];
    if (this.#paused) saw('paused');
    if (channelOfUser(userId) !== null) {
      if (at < from || at >= until + 15 * MINUTE) saw('summary out of its time');
      return this.#replyTo(channel, userId);
    }
    if (at < from) saw('early');
    if (at >= until) saw('late');
    if (jobType === 'one_more') this.#asksToStepIn(userId, saw);
    if (jobType === 'reminder' || jobType === 'start' || jobType === 'one_more') this.#called.add(userId);
    if (jobType === 'call_off' && !this.#called.has(userId)) saw('of nothing they knew of');
    // A dry run's report goes to its promoter, who plays no part in it.
    if (jobType === 'follow_up' && (this.app.voice.people.has(userId) || !this.app.voice.known))
      saw('nudged');
    const answer = this.#answers.get(userId);
    if (jobType !== 'question' && answer === 'no') saw('said no');
    if (jobType === 'follow_up' && typeof answer === 'number' && at < answer) saw('before their minute');
    if (jobType === 'question') {
      for (const why of this.#unasked.get(userId) ?? ['never silent']) saw(why);
    } else if (jobType === 'ready') {
      const said = this.#said.get(userId);
      if (said !== 'LOOKING' && said !== 'MAYBE') saw('does not play');
    } else if (this.#unwilling.has(userId)) saw('unwilling');
    if (!this.app.directory.members.has(userId)) saw('not in the guild');
    const reply = this.#replyTo(channel, userId);
    if (asksToCome(jobType)) this.#isWanted(request, jobType, reply, saw);
    return reply;
  }

  /** Nobody gets more calls than they want, nor one after they left it open whether they want any. */
  #isWanted({ userId, text }: Request, jobType: JobType, reply: Reply, saw: (what: string) => void): void {
    const hasArrived = reply === sent;
    if (userId === CAPPED) {
      if ([...this.#reachedCapped].some((other) => other !== jobType)) saw('more than they want');
      if (hasArrived) this.#reachedCapped.add(jobType);
    }
    const asks = text.includes('Still want these?');
    if (asks && userId !== UNHEARD) saw('asked out of turn');
    if (userId !== UNHEARD) return;
    if (this.#askedBy !== null && this.#askedBy !== jobType) saw('asked, and did not answer');
    if (asks && hasArrived) this.#askedBy = jobType;
  }

  /** Nobody steps in who is there, comes anyway, or has been called by another kind of message. */
  #asksToStepIn(userId: string, saw: (what: string) => void): void {
    const answer = this.#answers.get(userId);
    const { voice, clock } = this.app;
    if (voice.known && voice.people.has(userId)) saw('there already');
    if (!voice.known && clock.monotonic() < this.#voiceLostAt + VOICE_AWAITED_MS)
      saw('while it was about to be known who is there');
    if (answer !== undefined && answer !== 'no') saw('comes anyway');
    if (this.#called.has(userId) && !this.#steppedIn.has(userId)) saw('called before');
    this.#steppedIn.add(userId);
  }

  #replyTo(channel: FakeChannel, userId: string): Reply {
    const mode =
      this.#modes.get(`${channel.type}:${userId}`) ?? this.#modes.get(`${channel.type}:*`) ?? 'sent';
    return MODES[mode]!;
  }

  #release(mode: 'sent' | 'refused' | 'lost'): void {
    const outcome = mode === 'sent' ? undefined : MODES[mode]!.outcome;
    for (const channel of [this.app.discord, this.app.telegram]) {
      channel.release(outcome?.kind === 'not_delivered' ? lostUnanswered.outcome : outcome);
    }
  }
}

describe('whatever happens in an evening', () => {
  const SHARES = 4;
  for (let share = 1; share <= SHARES; share++) {
    it(`everybody has one final row a job, nothing is left open, and nobody is called twice (${share} of ${SHARES})`, async () => {
      await fc.assert(
        fc.asyncProperty(anyEvening, async (events) => {
          const evening = await Evening.begin();
          for (const event of events) await evening.happens(event);
          await evening.end();
          await evening.app.close();
          expect(evening.faults).toEqual([]);
        }),
        {
          numRuns: Number(process.env['MUSTER_MODEL_RUNS'] ?? 8),
          interruptAfterTimeLimit: ENGINE === 'postgres' ? 25_000 : 9_000,
        },
      );
    }, 60_000);
  }
});
