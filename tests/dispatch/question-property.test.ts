import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { MOST_UNANSWERED } from '../../src/domain/question.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { stopMessages } from '../../src/services/way-out.js';
import { runsHere } from '../support/engine-of-run.js';
import { closed, lostUnanswered, type Reply, sent } from '../support/fake-channel.js';
import { person } from '../support/people.js';
import { DATE, MINUTE, testApp, type TestApp } from '../support/test-app.js';

/** 18:00 in Ljubljana, of the first day. */
const ASK_AT = Date.parse('2026-03-10T17:00:00.000Z');
const DAY = 24 * 60 * MINUTE;
/** In the morning, so that every day has one question's time. */
const MORNING = 9 * 60 * MINUTE;

const anyDay = fc.record({
  /** What they do before the question's time of the day. */
  does: fc.constantFrom(
    ...(['nothing', 'nothing', 'nothing', 'nothing', 'says', 'declines', 'says_later_day'] as const),
    ...(['takes_back', 'stops_questions', 'stops', 'allows', 'sleeps', 'wakes', 'leaves', 'joins'] as const),
  ),
  reply: fc.constantFrom<'sent' | 'sent_too' | 'lost' | 'closed'>('sent', 'sent_too', 'lost', 'closed'),
  restarts: fc.boolean(),
});
type Day = typeof anyDay extends fc.Arbitrary<infer T> ? T : never;

const REPLIES: Record<Day['reply'], Reply> = { sent, sent_too: sent, lost: lostUnanswered, closed: closed() };

/** Somebody's many days as the test knows them: by its own reckoning, and not by the table's. */
class Days {
  #allows = true;
  #member = true;
  #answered = new Set<string>();
  #unanswered = 0;
  readonly faults: string[] = [];

  constructor(private readonly app: TestApp) {}

  async live({ does, reply, restarts }: Day, index: number): Promise<void> {
    const { app } = this;
    const date = addDays(DATE, index);
    await app.advanceTo(ASK_AT + index * DAY - MORNING);
    await this.#do(does, date);
    app.discord.reply = () => REPLIES[reply];
    const before = app.discord.requests.length;
    await app.advanceTo(ASK_AT + index * DAY + MINUTE);
    await (restarts ? app.restart() : app.dispatcher.sweep());
    await app.advance(4 * MINUTE);
    await app.dispatcher.sweep();
    await app.advance(MINUTE);
    const asked = app.discord.requests.length > before;
    const may =
      this.#allows && this.#member && !this.#answered.has(date) && this.#unanswered < MOST_UNANSWERED;
    if (asked && !may) this.faults.push(`asked on day ${index}, after ${does}`);
    if (asked && reply !== 'closed') this.#unanswered += 1;
  }

  async #do(does: Day['does'], date: string): Promise<void> {
    const { app } = this;
    const who = { userId: 'ana', displayName: 'Ana', guildId: app.context.settings.guildId, locale: 'en' };
    const say = async (status: string, on: string): Promise<void> => {
      if (!(await setAvailability(app.context, who, { status, date: on })).ok) return;
      this.#answered.add(on);
      this.#unanswered = 0;
    };
    switch (does) {
      case 'nothing':
        return;
      case 'says':
        return say('LOOKING', date);
      case 'declines':
        return say('NOT_PLAYING', date);
      case 'says_later_day':
        return say('MAYBE', addDays(date, 3));
      case 'takes_back':
        if ((await clearAvailabilityOn(app.context, who, date)).ok) this.#answered.delete(date);
        return;
      case 'stops_questions':
      case 'stops':
        await stopMessages(app.context, who, 'test', does === 'stops' ? undefined : ['questions']);
        // A stop of nothing changes nothing.
        if (this.#allows) this.#unanswered = 0;
        this.#allows = false;
        return;
      case 'allows':
        if (!(await updatePreferences(app.context, who, { allowQuestions: true })).ok) return;
        this.#allows = true;
        this.#unanswered = 0;
        return;
      case 'sleeps':
      case 'wakes': {
        const quietHours = does === 'sleeps' ? { start: '17:00', end: '20:00' } : null;
        if ((await updatePreferences(app.context, who, { quietHours })).ok) this.#unanswered = 0;
        return;
      }
      case 'leaves':
        this.#member = false;
        app.directory.leave('ana');
        return;
      case 'joins':
        this.#member = true;
        app.directory.join('ana');
    }
  }
}

it('never reaches anybody who answered, said no or is gone, and at most five times in a row without an answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDay, { minLength: 8, maxLength: 20, size: 'max' }), async (days) => {
      const app = await testApp({
        settings: { questionTime: '18:00' },
        sweepEveryMs: 0,
        at: '2026-03-10T07:00:07.123Z',
      });
      await person(app, 'ana', { status: null, asked: true });
      const life = new Days(app);
      for (const [index, day] of days.entries()) await life.live(day, index);
      expect(life.faults).toEqual([]);
      await app.close();
    }),
    { numRuns: runsHere(25), interruptAfterTimeLimit: 12_000 },
  );
}, 60_000);
