import { describe, expect, it } from 'vitest';
import { ToldOnce } from '../../src/services/told-once.js';
import { TroubleNotices } from '../../src/services/trouble-notices.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { hangs, trouble } from '../support/fake-channel.js';
import { actor, person, players, type PersonOptions, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, testApp, type TestApp, value } from '../support/test-app.js';

/** An evening on which Telegram refuses everybody from the reminder on; what its promoter is told by Discord. */
async function anEvening(ofPromoter: PersonOptions): Promise<{ app: TestApp; told: () => string[] }> {
  const app = await testApp({ channels: ['discord', 'telegram'] });
  const notices = new TroubleNotices(app.context);
  app.context.events.on((event) => {
    notices.handle(event);
  });
  await players(app, 3, { channels: ['telegram'], preferred: 'telegram' });
  const mia = await promoter(app, 'promoter', ofPromoter);
  await app.campaign(mia);
  app.telegram.reply = () => trouble();
  const told = (): string[] =>
    app.discord.requests
      .filter(({ delivery }) => delivery.recipient.userId === mia.userId)
      .map(({ delivery }) => delivery.message.text)
      .filter((text) => text.includes('is paused until'));
  return { app, told };
}

describe('a promoter whose campaign meets a channel in trouble', () => {
  it('is told by another channel of theirs, once for the cause', async () => {
    const { app, told } = await anEvening({ channels: ['telegram'] });
    await app.advanceTo(REMINDER_AT + 8 * MINUTE);
    expect(app.eventsOf('channel_paused').length).toBeGreaterThan(1);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain('Telegram is paused until');
  });

  it('is told again when it comes back after it had been well', async () => {
    const { app, told } = await anEvening({});
    await app.advanceTo(REMINDER_AT + 30_000);
    app.context.events.emit({ type: 'channel_resumed', channel: 'telegram' });
    await app.advanceTo(REMINDER_AT + 2 * MINUTE);
    expect(told()).toHaveLength(2);
  });

  it('is not told in their quiet hours', async () => {
    const { app, told } = await anEvening({ quietHours: { start: '20:00', end: '23:00' } });
    await app.advanceTo(REMINDER_AT + 8 * MINUTE);
    expect(told()).toEqual([]);
  });

  it('is not told of the trouble of another day once they have cancelled', async () => {
    const { app, told } = await anEvening({});
    app.telegram.reply = () => hangs(true);
    await app.advanceTo(REMINDER_AT + 2_000);
    value(await cancelCampaign(app.context, actor('promoter'), { notify: false }));
    await app.advance(24 * 60 * MINUTE);
    const before = told().length;
    app.context.events.emit({
      type: 'channel_paused',
      channel: 'telegram',
      code: 'unauthorized',
      until: app.clock.now() + MINUTE,
    });
    await app.advance(MINUTE);
    expect(before).toBe(0);
    expect(told()).toEqual([]);
  });

  it('is not told where no other channel reaches them', async () => {
    const { app, told } = await anEvening({ discordDms: false });
    await app.advanceTo(REMINDER_AT + 8 * MINUTE);
    expect(told()).toEqual([]);
  });
});

it('a promoter is told by one of two processes, also of a pause that the other one has met', async () => {
  const app = await testApp({ channels: ['discord', 'telegram'] });
  const told = new ToldOnce();
  const [here, there] = [new TroubleNotices(app.context, told), new TroubleNotices(app.context, told)];
  app.context.events.on((event) => {
    if (event.type === 'job_started') {
      here.handle(event);
      there.handle(event);
    }
  });
  await players(app, 3, { channels: ['telegram'], preferred: 'telegram' });
  await app.campaign(await promoter(app));
  await app.advanceTo(REMINDER_AT);
  app.telegram.reply = () => hangs(true);
  await app.advance(100);
  const until = app.clock.now() + MINUTE;
  here.handle({ type: 'channel_paused', channel: 'telegram', code: 'captcha', until });
  there.paused({ channel: 'telegram', code: 'captcha', until });
  await app.advance(1_000);
  const notices = app.discord.requests.filter(({ delivery }) =>
    delivery.message.text.includes('is paused until'),
  );
  expect(notices).toHaveLength(1);
});

it('nobody is told when no campaign is running', async () => {
  const app = await testApp({ channels: ['discord', 'telegram'] });
  const notices = new TroubleNotices(app.context);
  await person(app, 'ana');
  notices.handle({ type: 'channel_paused', channel: 'telegram', code: 'unauthorized', until: REMINDER_AT });
  await app.advance(MINUTE);
  expect(app.discord.requests).toEqual([]);
});
