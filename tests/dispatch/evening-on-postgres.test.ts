import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { lostUnanswered, notDelivered } from '../support/fake-channel.js';
import { actor, person, players, promoter } from '../support/people.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { FOLLOW_UP_AT, MINUTE, REMINDER_AT, START_AT, testApp } from '../support/test-app.js';

/*
 * The evenings of these folders are played on SQLite, and on PostgreSQL with MUSTER_TEST_ENGINE=postgres. These few are
 * played there always.
 */
describe.skipIf(!havePostgres)(`an evening on PostgreSQL (${NEEDS_POSTGRES})`, () => {
  it('is called, looked at, and in the end forgotten', async () => {
    const app = await testApp({ engine: 'postgres', checks: { voice: true } });
    await players(app, 4);
    await app.campaign(await promoter(app));
    app.discord.script('p2', notDelivered(), notDelivered());
    app.discord.script('p3', lostUnanswered);
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent', p4: 'sent' });
    app.voice.join('p1');
    await app.advanceTo(FOLLOW_UP_AT + 60 * MINUTE);
    expect(await app.fates('follow_up')).toMatchObject({ p1: 'skipped(present)', p2: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
    await erasePerson(app.context, { userId: 'p2' });
    expect(await app.rows(`SELECT 1 FROM notifications_ledger WHERE user_id = 'p2'`)).toEqual([]);
    app.clock.step(300 * 24 * 60 * MINUTE);
    expect(await applyRetention(app.context)).toBeGreaterThan(0);
    expect([await app.log(), await app.ledger(), await app.campaigns()]).toEqual([[], [], []]);
  });

  it('goes on after the process was killed, at whichever statement', async () => {
    for (const statement of [1, 9, 17, 26, 34, 47, 60]) {
      const app = await testApp({ engine: 'postgres' });
      await players(app, 3);
      await app.campaign(await promoter(app));
      const process = crashAtStatement(app, statement);
      await app.advanceTo(REMINDER_AT + MINUTE);
      expect(process.dead, `killed before statement ${String(statement)}`).toBe(true);
      await app.restart();
      await app.advanceTo(START_AT + 5 * MINUTE);
      expect([statement, await faultsOf(app)]).toEqual([statement, []]);
    }
  });

  it('can be called off, and players change their minds', async () => {
    const app = await testApp({ engine: 'postgres' });
    await players(app, 2);
    await person(app, 'p3', { status: 'MAYBE' });
    const by = await promoter(app);
    const { campaign } = await app.campaign(by, { includeMaybe: true });
    await setAvailability(app.context, actor('p1'), { date: campaign.date, status: 'NOT_PLAYING' });
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(await app.fates('reminder')).toMatchObject({ p2: 'sent', p3: 'sent' });
    expect((await app.fates('reminder'))['p1']).toMatch(/^skipped/);
    expect(await cancelCampaign(app.context, by, { notify: true })).toMatchObject({ ok: true });
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('call_off')).toMatchObject({ p2: 'sent', p3: 'sent' });
    expect(app.discord.delivered.filter(({ jobType }) => jobType === 'start')).toEqual([]);
  });
});
