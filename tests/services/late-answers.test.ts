import { describe, expect, it } from 'vitest';
import { campaignStatusById, campaignViewOf } from '../../src/services/campaign-status.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { actor, addressOn, person, promoter } from '../support/people.js';
import { saidTo } from '../support/said.js';
import { DATE, START_AT, testApp, value, type TestApp } from '../support/test-app.js';

async function withCampaign(): Promise<{ app: TestApp; id: string }> {
  const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
  await promoter(app);
  await person(app, 'early', { channels: ['signal'] });
  await person(app, 'late', { status: 'MAYBE', channels: ['signal', 'telegram'] });
  const { campaign } = await app.campaign(actor('promoter'));
  await app.advance(60_000);
  return { app, id: campaign.id };
}

async function looks(app: TestApp, userId: string, date = DATE) {
  return value(await setAvailability(app.context, actor(userId), { status: 'LOOKING', date }));
}

async function lateOf(app: TestApp, id: string): Promise<number> {
  const { campaign, late } = value(await campaignStatusById(app.context, actor('promoter'), id));
  expect((await campaignViewOf(app.database.view, campaign)).late).toBe(late);
  return late;
}

describe('looking for a game after the campaign was made', () => {
  it('is told with when to join, and the promoter is told how many', async () => {
    const { app, id } = await withCampaign();
    expect(await lateOf(app, id)).toBe(0);
    expect((await looks(app, 'late')).follows).toEqual({
      kind: 'called_without',
      startAt: START_AT,
      timezone: 'Europe/Ljubljana',
    });
    expect(await lateOf(app, id)).toBe(1);
    const said = (channel: 'signal' | 'telegram', text: string) =>
      saidTo(app.context, { channel, contact: { address: addressOn(channel, 'late'), name: '' } }, text);
    for (const channel of ['signal', 'telegram'] as const) {
      expect(await said(channel, 'TODAY looking')).toMatch(/already scheduled.* just join at 21:00/);
      expect(await said(channel, 'TODAY maybe')).not.toContain('scheduled');
    }
    expect(await lateOf(app, id)).toBe(0);
  });

  it('is not told to who is called, for another day, of a dry run, a cancelled campaign, or one that has begun', async () => {
    const { app, id } = await withCampaign();
    expect((await looks(app, 'early')).follows.kind).not.toBe('called_without');
    expect(await lateOf(app, id)).toBe(0);
    expect((await looks(app, 'late', '2026-03-11')).follows.kind).not.toBe('called_without');
    await app.change('UPDATE availability_promotion_campaigns SET dry_run = true');
    expect((await looks(app, 'late')).follows.kind).not.toBe('called_without');
    await app.change(
      'UPDATE availability_promotion_campaigns SET dry_run = false, cancelled_at = created_at',
    );
    expect((await looks(app, 'late')).follows.kind).not.toBe('called_without');
    await app.change('UPDATE availability_promotion_campaigns SET cancelled_at = NULL');
    await app.advanceTo(START_AT + 5_000);
    expect((await looks(app, 'late')).follows.kind).not.toBe('called_without');
  });
});
