import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../src/services/erase-person.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import type { Actor } from '../../src/services/context.js';
import { person, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

interface Change {
  reason: string;
  does: (app: TestApp, who: Actor, campaignId: string) => Promise<unknown>;
}

const CHANGES: Record<string, Change> = {
  'opted out': {
    reason: 'not_opted_in',
    does: async (app, who) => value(await updatePreferences(app.context, who, { allowPromotions: false })),
  },
  'pressed "Stop these messages"': {
    reason: 'not_opted_in',
    does: (app, who) => stopMessages(app.context, who, 'button'),
  },
  'said they do not play': {
    reason: 'not_playing',
    does: async (app, who) => value(await setAvailability(app.context, who, { status: 'NOT_PLAYING' })),
  },
  'pressed "Not tonight"': {
    reason: 'not_playing',
    does: (app, who, campaignId) => notTonight(app.context, who, campaignId),
  },
  'took back what they had said': {
    reason: 'no_entry',
    does: async (app, who) => value(await clearAvailabilityOn(app.context, who)),
  },
  'left the guild': {
    reason: 'left_guild',
    does: async (app, who) => app.directory.leave(who.userId),
  },
  'turned direct messages off': {
    reason: 'no_channel',
    does: async (app, who) => value(await updatePreferences(app.context, who, { discordDms: false })),
  },
  'has quiet hours': {
    reason: 'quiet_hours',
    does: async (app, who) =>
      value(await updatePreferences(app.context, who, { quietHours: { start: '20:00', end: '23:00' } })),
  },
};

describe('somebody of the snapshot who since then', () => {
  for (const [what, { reason, does }] of Object.entries(CHANGES)) {
    it(`${what} is not called, and the log says why`, async () => {
      const app = await testApp();
      const who = await person(app, 'p1');
      await person(app, 'p2');
      const { campaign } = await app.campaign(await promoter(app));
      await app.advanceTo(REMINDER_AT - MINUTE);
      await does(app, who, campaign.id);
      await app.advanceTo(START_AT + MINUTE);
      expect(app.discord.requestsTo('p1')).toEqual([]);
      for (const jobType of ['reminder', 'start'] as const) {
        expect(await app.fates(jobType)).toEqual({ p1: `skipped(${reason})`, p2: 'sent' });
      }
      expect((await app.ledger()).filter(({ user_id }) => user_id === 'p1')).toEqual([]);
    });
  }

  it('erased their data is not called, and the log keeps a stand-in', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    await person(app, 'p2');
    await app.campaign(await promoter(app));
    await erasePerson(app.context, who);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requestsTo('p1')).toEqual([]);
    const rows = await app.finalRows('start');
    expect(rows.map(({ userId, outcome, reason }) => [userId.slice(0, 7), outcome, reason]).sort()).toEqual([
      ['erased:', 'skipped', 'erased'],
      ['p2', 'sent', null],
    ]);
  });

  it('changed between reminder and start gets the one and not the other', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    await stopMessages(app.context, who, 'button');
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.delivered.map(({ jobType }) => jobType)).toEqual(['reminder']);
    expect(await app.fates('start')).toEqual({ p1: 'skipped(not_opted_in)' });
  });

  it('only moved from LOOKING to MAYBE is called all the same', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    await app.campaign(await promoter(app));
    value(await setAvailability(app.context, who, { status: 'MAYBE' }));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
  });

  it('came to look for a game is not: the snapshot never grows', async () => {
    const app = await testApp();
    await person(app, 'p1');
    await app.campaign(await promoter(app));
    await person(app, 'late');
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.requestsTo('late')).toEqual([]);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
  });

  it('opted out while a retry was waiting is not tried again', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    await app.campaign(await promoter(app));
    app.discord.script('p1', {
      outcome: { kind: 'not_delivered', code: 'rate_limited', retryAfterMs: 30_000 },
    });
    await app.advanceTo(REMINDER_AT + 10_000);
    await stopMessages(app.context, who, 'button');
    await app.advanceTo(START_AT - 1);
    expect(app.discord.requestsTo('p1')).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'skipped(not_opted_in)' });
    expect(await app.ledger()).toMatchObject([{ state: 'failed', error_code: 'rate_limited' }]);
  });

  it('opted out while waiting for the slot of a slow channel is not called', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = 1;
    await app.restart();
    const who = await person(app, 'p1');
    for (const id of ['a', 'b', 'c']) await person(app, id);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT);
    const [first] = app.discord.requests;
    const waiting = ['p1', 'a', 'b', 'c'].filter((id) => id !== first!.userId);
    const leaver = waiting.includes('p1') ? who : { ...who, userId: waiting[0]! };
    await stopMessages(app.context, leaver, 'button');
    await app.advance(MINUTE);
    expect(app.discord.requestsTo(leaver.userId)).toEqual([]);
    expect((await app.fates('reminder'))[leaver.userId]).toBe('skipped(not_opted_in)');
    expect(app.discord.requests).toHaveLength(3);
  });
});
