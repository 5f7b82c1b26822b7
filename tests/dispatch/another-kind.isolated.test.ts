import { describe, expect, it, vi } from 'vitest';
import type { Messages } from '../../src/messages/messages.js';
import type { CampaignMessageInput } from '../../src/messages/texts/calls.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { lostEventKeys } from '../../src/domain/restored.js';
import type * as MessageKinds from '../../src/domain/message-kinds.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { faultsOf } from '../support/crash.js';
import { notDelivered } from '../support/fake-channel.js';
import { person, promoter } from '../support/people.js';
import { DATE, MINUTE, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const LAST_CALL = 'last_call' as MessageKinds.JobType;

// A kind that there is not: an entry in the table, and its wording below, are all it takes.
vi.mock('../../src/domain/message-kinds.js', async (importOriginal) => {
  const kinds = await importOriginal<typeof MessageKinds>();
  Object.assign(kinds.MESSAGE_KINDS, {
    last_call: {
      phase: 'LAST',
      of: 'promotion',
      usefulForMs: 20 * 60_000,
      consent: 'calls',
      waysOut: ['stop'],
      runs: ({ startAt }: { startAt: number }) => startAt + 5 * 60_000,
      after: null,
      whom: 'everybody',
    },
  });
  (kinds.JOB_TYPES as string[]).push('last_call');
  return kinds;
});

function worded(locale: string): Messages {
  const messages = messagesFor(locale);
  const campaignMessage = (input: CampaignMessageInput) => ({
    ...messages.campaignMessage(input),
    ...(input.jobType === LAST_CALL && { text: 'Last call!' }),
  });
  return { ...messages, campaignMessage };
}

const LAST_CALL_AT = START_AT + 5 * MINUTE;
const PLAYERS = ['p1', 'quiet', 'tele'];
const openApp = (): Promise<TestApp> =>
  testApp({ channels: ['discord', 'telegram'], checks: { voice: true }, messagesFor: worded });

/** Somebody on Discord, somebody on Telegram and somebody with quiet hours; nobody comes to voice. */
async function evening(dryRun = false) {
  const app = await openApp();
  await person(app, 'p1');
  await person(app, 'quiet', { quietHours: { start: '21:02', end: '23:00' } });
  await person(app, 'tele', { channels: ['telegram'] });
  const who = await promoter(app);
  const { campaign } = await app.campaign(who, { dryRun });
  return { app, who, campaign };
}

describe('one more kind of message', () => {
  it('is sent at its moment, by every channel, under a key of its own and with its own ways out', async () => {
    const { app } = await evening();
    await app.advanceTo(START_AT + 50 * MINUTE);
    expect(await app.fates(LAST_CALL)).toEqual({ p1: 'sent', quiet: 'skipped(quiet_hours)', tele: 'sent' });
    const [onDiscord] = app.discord.deliveredTo('p1').filter(({ jobType }) => jobType === LAST_CALL);
    expect(onDiscord).toMatchObject({ at: LAST_CALL_AT, text: 'Last call!' });
    expect(onDiscord?.delivery.message.actions.map(({ action }) => action)).toEqual(['stop']);
    const keys = (await app.ledger()).filter(({ event_key: key }) => key === `PROMOTE:LAST:${DATE}`);
    expect(keys.map(({ user_id, kind, state }) => [user_id, kind, state]).sort()).toEqual([
      ['p1', 'call', 'sent'],
      ['tele', 'call', 'sent'],
    ]);
    expect(await app.fates('follow_up')).toMatchObject({ p1: 'sent', tele: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('asks its consent at the send, and is of no use after its last moment', async () => {
    const { app } = await evening();
    await app.advanceTo(LAST_CALL_AT - MINUTE);
    await app.change(`UPDATE subscription_preferences SET allow_promotions = false WHERE user_id = 'p1'`);
    app.telegram.reply = app.discord.reply = () => notDelivered('rate_limited', 60 * MINUTE);
    await app.advanceTo(START_AT + 20 * MINUTE);
    expect(await app.fates(LAST_CALL)).toMatchObject({
      p1: 'skipped(not_opted_in)',
      tele: 'failed(expired)',
    });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is missed where nobody got to it', async () => {
    const { app } = await evening();
    await app.advanceTo(START_AT + MINUTE);
    await app.crash();
    await app.advanceTo(START_AT + 20 * MINUTE);
    await app.restart();
    const missed = PLAYERS.map((id) => [id, 'skipped(missed)']);
    expect(await app.fates(LAST_CALL)).toEqual(Object.fromEntries(missed));
  });

  it('is simulated and reported by a dry run', async () => {
    const { app, campaign } = await evening(true);
    await app.advanceTo(LAST_CALL_AT + MINUTE);
    expect(await app.fates(LAST_CALL)).toEqual({
      p1: 'simulated',
      quiet: 'simulated(quiet_hours)',
      tele: 'simulated',
    });
    const [report] = app.discord.deliveredTo('promoter').filter(({ jobType }) => jobType === LAST_CALL);
    expect(report?.delivery.message.attachment).toMatchObject({
      name: 'dry-run-last_call.txt',
      text: expect.stringContaining('Last call!') as string,
    });
    expect((await app.ledger()).map(({ event_key: key }) => key)).toContain(`DRY:${campaign.id}:LAST`);
  });

  it('is previewed, and its moment is lost with the others where a restore has lost it', async () => {
    const app = await openApp();
    await person(app, 'p1');
    const request = { includeAvailable: false, includeMaybe: false, dryRun: false };
    const preview = value(await previewCampaign(app.context, await promoter(app), request));
    expect(preview.messages[LAST_CALL]).toBe('Last call!');
    const lost = { backupAt: LAST_CALL_AT - 1, restoredAt: LAST_CALL_AT };
    expect(lostEventKeys(lost, app.context.settings)).toEqual([
      `PROMOTE:LAST:${DATE}`,
      // These may come at any moment from the first call on.
      `PROMOTE:MORE:${DATE}`,
      `PROMOTE:OFF:${DATE}`,
    ]);
  });
});
