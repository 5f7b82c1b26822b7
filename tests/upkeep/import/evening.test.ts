import { describe, expect, it } from 'vitest';
import { readPostgres } from '../../../src/upkeep/import/read-postgres.js';
import { erasePerson } from '../../../src/services/erase-person.js';
import { linkPlayer } from '../../../src/services/link-player.js';
import { setAvailability } from '../../../src/services/set-availability.js';
import { updatePreferences } from '../../../src/services/update-preferences.js';
import { applyTo } from '../../support/importing.js';
import { makeOriginal, type Rows } from '../../support/original.js';
import { actor, promoter } from '../../support/people.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';
import { DATE, MINUTE, START_AT, testApp, type TestApp, value } from '../../support/test-app.js';

const id = (n: number): string => `20000000000000000${n}`;
/** Reminded at 20:45, and reminded by two channels; nobody knows; it said it failed; only the log knows; not reminded. */
const [ANA, BOR, CENE, DANA, EVA, FRANC] = [1, 2, 3, 4, 5, 6].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const EVERYBODY = [ANA, BOR, CENE, DANA, EVA, FRANC];
const AT_2045 = '2026-03-10 19:45:03';
const REMINDER = `PROMOTE:T-15:${DATE}`;

/** The original, in the middle of its evening: its reminder has gone out, its start has not. */
const EVENING: Rows = {
  player_links: EVERYBODY.map((discord_id) => ({
    discord_id,
    player_guid: `G${discord_id}`,
    player_name: 'X',
  })),
  subscription_preferences: EVERYBODY.map((user_id) => ({ user_id, allow_promotions: true })),
  availability_entries: EVERYBODY.map((user_id) => ({ user_id, entry_date: DATE, status: 'LOOKING' })),
  availability_promotion_campaigns: [
    { campaign_date: DATE, status: 'reminder_sent' },
    { campaign_date: DATE, status: 'sent', dry_run: true },
  ],
  availability_promotion_jobs: [
    { campaign_id: 1, job_type: 'send_reminder_2045', status: 'sent' },
    { campaign_id: 1, job_type: 'send_start_2100', status: 'pending' },
    { campaign_id: 2, job_type: 'send_start_2100', status: 'sent' },
  ],
  availability_promotion_send_logs: [
    { campaign_id: 1, job_id: 1, user_id: EVA, channel_type: 'discord', status: 'sent' },
    { campaign_id: 1, job_id: 1, user_id: ANA, channel_type: 'discord', status: 'sent' },
    { campaign_id: 1, job_id: 1, user_id: FRANC, channel_type: 'discord', status: 'skipped' },
    { campaign_id: 2, job_id: 3, user_id: ANA, channel_type: 'discord', status: 'sent' },
  ],
  notifications_ledger: [
    { user_id: ANA, event_key: REMINDER, channel_type: 'discord', sent_at: AT_2045 },
    { user_id: BOR, event_key: REMINDER, channel_type: 'telegram', error: 'blocked' },
    { user_id: BOR, event_key: REMINDER, channel_type: 'discord', sent_at: AT_2045 },
    { user_id: CENE, event_key: REMINDER, channel_type: 'discord' },
    { user_id: DANA, event_key: REMINDER, channel_type: 'discord', error: 'timeout' },
    {
      user_id: ANA,
      event_key: 'PROMOTE:T0:2026-03-08',
      channel_type: 'discord',
      sent_at: '2026-03-08 20:00',
    },
    { user_id: ANA, event_key: 'BIRTHDAY:2026-03-10', channel_type: 'discord', sent_at: AT_2045 },
  ],
};

describe.skipIf(!havePostgres)(`the move at 20:50 (${NEEDS_POSTGRES})`, () => {
  async function moved(engine: 'sqlite' | 'postgres', settings = {}): Promise<TestApp> {
    const url = await aPostgres();
    await makeOriginal(url, EVENING);
    const app = await testApp({ engine, at: '2026-03-10T19:50:07.123Z', settings });
    for (const userId of EVERYBODY) app.directory.join(userId);
    await applyTo(app, await readPostgres(url, null));
    expect(app.discord.delivered).toEqual([]);
    return app;
  }

  const told = (app: TestApp, jobType: string): string[] =>
    app.discord.delivered
      .filter((message) => message.jobType === jobType)
      .map(({ userId }) => userId)
      .sort();

  it.each(['sqlite', 'postgres'] as const)('calls everybody once at the start, on %s', async (engine) => {
    const app = await moved(engine);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 20 * MINUTE);
    expect(told(app, 'reminder')).toEqual([]);
    expect(told(app, 'start')).toEqual(EVERYBODY);
    const unclear = await app.rows(
      `SELECT user_id, state FROM notifications_ledger WHERE event_key = '${REMINDER}' ORDER BY user_id`,
    );
    expect(unclear).toEqual([
      { user_id: ANA, state: 'sent' },
      { user_id: BOR, state: 'sent' },
      { user_id: CENE, state: 'unknown' },
      { user_id: DANA, state: 'unknown' },
      { user_id: EVA, state: 'sent' },
    ]);
  });

  it('reminds nobody again whom the original reminded, or may have, also of a later start', async () => {
    const app = await moved('sqlite');
    await app.campaign(await promoter(app), { startTime: '21:30' });
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(told(app, 'reminder')).toEqual([FRANC]);
    expect(told(app, 'start')).toEqual(EVERYBODY);
  });

  it('a second move brings no more, whatever was sent here meanwhile', async () => {
    const url = await aPostgres();
    await makeOriginal(url, EVENING);
    const app = await testApp({ at: '2026-03-10T19:50:07.123Z' });
    for (const userId of EVERYBODY) app.directory.join(userId);
    await applyTo(app, await readPostgres(url, null));
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 20 * MINUTE);
    const before = await app.ledger();
    expect((await applyTo(app, await readPostgres(url, null))).changes).toEqual([]);
    expect(await app.ledger()).toEqual(before);
  });

  it('erasing and coming back is no way to be reminded twice', async () => {
    const url = await aPostgres();
    await makeOriginal(url, EVENING);
    const app = await testApp({ at: '2026-03-10T19:50:07.123Z' });
    for (const userId of EVERYBODY) app.directory.join(userId);
    await erasePerson(app.context, { userId: ANA });
    await applyTo(app, await readPostgres(url, null));
    expect(JSON.stringify(await app.ledger())).not.toContain(ANA);
    value(await linkPlayer(app.context, actor(ANA), { guid: 'anew', name: 'Ana' }));
    value(await updatePreferences(app.context, actor(ANA), { allowPromotions: true }));
    value(await setAvailability(app.context, actor(ANA), { date: 'today', status: 'LOOKING' }));
    await app.campaign(await promoter(app), { startTime: '21:30' });
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(told(app, 'reminder')).toEqual([FRANC]);
    expect(told(app, 'start')).toEqual(EVERYBODY);
    expect((await applyTo(app, await readPostgres(url, null))).changes).toEqual([]);
  });
});
