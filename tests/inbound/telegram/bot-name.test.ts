import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TelegramStandIn } from '../../../demo/telegram/stand-in.js';
import { InboxLinks } from '../../../src/inbound/inbox-links.js';
import { BotName } from '../../../src/inbound/telegram/bot-name.js';
import { FakeClock } from '../../support/fake-clock.js';

const TOKEN = 'a-token';

describe('the way to a bot that another process listens to', () => {
  let telegram: TelegramStandIn;
  beforeEach(async () => {
    telegram = await TelegramStandIn.start({ username: 'the_muster_bot' });
    onTestFinished(() => telegram.stop());
  });

  function links(token = telegram.token): InboxLinks {
    const found = new InboxLinks(null);
    found.useTelegram(new BotName({ token, apiUrl: telegram.url }, new FakeClock('2026-03-10T19:00:00Z')));
    return found;
  }

  const asked = (): number => telegram.traffic.all.filter(({ route }) => route.endsWith('getMe')).length;

  it('is asked of Telegram once, however many want to go there', async () => {
    const to = links();
    const both = await Promise.all([to.deepLink('telegram', TOKEN), to.deepLink('telegram', 'another')]);
    expect(both).toEqual([
      `https://t.me/the_muster_bot?start=${TOKEN}`,
      'https://t.me/the_muster_bot?start=another',
    ]);
    // Known by now, so nobody waits for it.
    expect(to.deepLink('telegram', TOKEN)).toBe(both[0]);
    expect(asked()).toBe(1);
  });

  it('is not known while Telegram does not tell it, and asked for again', async () => {
    const to = links();
    await telegram.pauseHttp();
    expect(await to.deepLink('telegram', TOKEN)).toBeNull();
    await telegram.resumeHttp();
    expect(await to.deepLink('telegram', TOKEN)).toBe(`https://t.me/the_muster_bot?start=${TOKEN}`);
    expect(await links('a wrong token').deepLink('telegram', TOKEN)).toBeNull();
  });
});
