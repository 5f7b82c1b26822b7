import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import { en } from '../../src/messages/en/messages.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { turnPingsOn } from '../../src/services/turn-pings-on.js';
import { followingWords } from '../../src/services/what-follows.js';
import { actor, admin, person, type PersonOptions, promoter } from '../support/people.js';
import {
  DATE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestAppOptions,
  type TestApp,
  value,
} from '../support/test-app.js';

/** What somebody is told after they said something about a date. */
async function told(
  app: TestApp,
  status: AvailabilityStatus = 'LOOKING',
  date = DATE,
): Promise<string | null> {
  const set = value(await setAvailability(app.context, actor('ana'), { status, date }));
  return followingWords(en, set.follows, 'plain');
}

async function withAna(options: PersonOptions = {}, app: TestAppOptions = {}): Promise<TestApp> {
  const opened = await testApp(app);
  await promoter(opened);
  await person(opened, 'ana', { status: null, ...options });
  return opened;
}

describe('somebody who says what they do that day hears what comes of it', () => {
  it('before anything is scheduled: when, and what it depends on', async () => {
    const app = await withAna();
    expect(await told(app)).toBe('If it’s on, you’ll hear from me at 20:45 and 21:00.');
    expect(await told(app, 'AVAILABLE')).toBe(
      'If more players are needed, you’ll hear from me at 20:45 and 21:00.',
    );
    expect(await told(app, 'MAYBE')).toBe('If maybes are asked for, you’ll hear from me at 20:45 and 21:00.');
    expect(await told(app, 'NOT_PLAYING')).toBeNull();
    await app.advanceTo(REMINDER_AT);
    expect(await told(app)).toBe('If it’s on, you’ll hear from me at 21:00.');
    await app.advanceTo(START_AT);
    expect(await told(app)).toBeNull();
    expect(await told(app, 'LOOKING', '2026-03-11')).toContain('20:45 and 21:00');
  });

  it('by the plan of the day they mean', async () => {
    const app = await withAna({}, { plan: 'tue 21:00, fri 20:00 reminder 19:30' });
    expect(await told(app, 'LOOKING', '2026-03-13')).toContain('at 19:30 and 20:00');
    expect(await told(app, 'LOOKING', '2026-03-14')).toBeNull();
  });

  it('once they are on the list: the campaign’s own times, whatever they say but no', async () => {
    const app = await withAna({ status: 'LOOKING' });
    await app.campaign(actor('promoter'), { startTime: '22:30' });
    for (const status of ['LOOKING', 'AVAILABLE', 'MAYBE'] as const)
      expect(await told(app, status)).toBe('You’ll hear from me at 22:15 and 22:30.');
    expect(await told(app, 'NOT_PLAYING')).toBeNull();
  });

  it('once it is scheduled without them: only who looks is told to just join', async () => {
    const app = await withAna();
    await person(app, 'bor');
    await app.campaign(actor('promoter'));
    expect(await told(app)).toMatch(/already scheduled.* join at 21:00/);
    expect(await told(app, 'MAYBE')).toBeNull();
  });

  it('nothing once that evening’s campaign has sent what it had, though the plan’s hour is still to come', async () => {
    const app = await withAna({ status: 'LOOKING' }, { at: '2026-03-10T17:00:00.000Z' });
    await app.campaign(actor('promoter'), { startTime: '18:30' });
    await app.advance(45 * 60_000);
    expect(await app.fates('start')).toEqual({ ana: 'sent' });
    expect(await told(app)).toBeNull();
  });

  it('a dry run and a cancelled campaign promise nothing', async () => {
    const app = await withAna();
    await person(app, 'bor');
    await app.campaign(actor('promoter'), { dryRun: true });
    expect(await told(app)).toMatch(/^If it’s on/);
    await app.campaign(actor('promoter'));
    await app.change(
      "UPDATE availability_promotion_campaigns SET cancelled_at = created_at, slot_freed_at = created_at, status = 'cancelled'",
    );
    expect(await told(app)).toMatch(/^If it’s on/);
  });

  it('that nothing comes, and why: pings off, no way to reach them, quiet hours', async () => {
    expect(await told(await withAna({ optedIn: false }))).toBe(en.replies.pingsOff);
    expect(await told(await withAna({ discordDms: false }))).toBe(en.replies.pingsNowhere);
    const quiet = { start: '20:50', end: '07:00' };
    expect(await told(await withAna({ quietHours: quiet }))).toBe(
      'If it’s on, you’ll hear from me at 20:45.',
    );
    const evening = { start: '20:00', end: '07:00' };
    expect(await told(await withAna({ quietHours: evening }))).toBe(en.replies.pingsQuiet);
    // Nine at night in Ljubljana is eight in London, where the times are told.
    const abroad = await withAna({ quietHours: evening, timezone: 'Europe/London' });
    expect(await told(abroad)).toBe('If it’s on, you’ll hear from me at 19:45.');
  });

  it('nothing while sending is paused or switched off', async () => {
    const app = await withAna();
    await admin(app);
    value(await pausePromotions(app.context, actor('admin')));
    expect(await told(app)).toBeNull();
    expect(await told(await withAna({}, { settings: { promotionsEnabled: false } }))).toBeNull();
  });

  it('and is right: the messages come at the times that were promised, and at no others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          status: fc.constantFrom('LOOKING', 'AVAILABLE', 'MAYBE'),
          optedIn: fc.boolean(),
          quietHours: fc.constantFrom(
            ...[null, ['20:50', '07:00'], ['20:45', '20:46'], ['12:00', '12:00'], ['21:00', '21:30']],
          ),
          discordDms: fc.boolean(),
          include: fc.boolean(),
          before: fc.boolean(),
        }),
        async ({ status, optedIn, quietHours, discordDms, include, before }) => {
          const app = await withAna({
            status: before ? status : null,
            optedIn,
            discordDms,
            ...(quietHours && { quietHours: { start: quietHours[0] ?? '', end: quietHours[1] ?? '' } }),
          });
          await person(app, 'bor');
          const request = { includeAvailable: include, includeMaybe: include };
          if (!before) await app.campaign(actor('promoter'), request);
          const words = await told(app, status);
          if (before) await app.campaign(actor('promoter'), request);
          await app.advanceTo(START_AT + 60_000);
          const sent = app.discord.deliveredTo('ana').length;
          // What was promised on a condition comes when the condition holds.
          const asked = before && (status === 'LOOKING' || include);
          const promised = words?.match(/\d\d:\d\d/g)?.length ?? 0;
          expect(sent).toBe(asked ? promised : 0);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('turning pings on beside an answer', () => {
  it('is at once, and tells what comes of the answer', async () => {
    const app = await withAna({ optedIn: false, status: 'MAYBE' });
    const { follows, dmHindrance } = value(await turnPingsOn(app.context, actor('ana'), DATE));
    expect(followingWords(en, follows, 'plain')).toBe(
      'If maybes are asked for, you’ll hear from me at 20:45 and 21:00.',
    );
    expect(dmHindrance).toBeNull();
    expect(
      await app.rows('SELECT allow_promotions FROM subscription_preferences WHERE user_id = ?', 'ana'),
    ).toEqual([{ allow_promotions: app.stored(true) }]);
  });

  it('tells nothing of a day that is over or was not answered', async () => {
    const app = await withAna({ optedIn: false });
    expect(value(await turnPingsOn(app.context, actor('ana'), DATE)).follows).toEqual({ kind: 'nothing' });
    expect(value(await turnPingsOn(app.context, actor('ana'), 'never')).follows).toEqual({ kind: 'nothing' });
  });

  it('is for members alone', async () => {
    const app = await withAna({ optedIn: false, member: false, status: 'LOOKING' });
    expect(await turnPingsOn(app.context, actor('ana'), DATE)).toMatchObject({
      refusal: { code: 'not_a_member' },
    });
  });
});
