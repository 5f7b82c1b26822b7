import { describe, expect, it } from 'vitest';
import { presentLinkToken } from '../../../src/discord/presenters/link-token.js';
import { en } from '../../../src/messages/en/messages.js';

const TOKEN = 'AbC-_9'.padEnd(32, 'x');
const AT = Date.parse('2026-01-10T20:00:00Z');
const PNG = '89504e470d0a1a0a';

describe('a link token, as its holder sees it', () => {
  it.each([
    ['telegram', `https://t.me/muster_bot?start=${TOKEN}`],
    ['signal', 'https://signal.me/#p/+38640000001'],
  ] as const)('comes with a link and a code to scan: %s', async (channel, deepLink) => {
    const payload = await presentLinkToken(en, { channel, token: TOKEN, expiresAt: AT, deepLink });
    expect(payload.content).toContain(`<${deepLink}>`);
    expect(payload.content).toContain(TOKEN);
    expect(payload.content).toContain(`<t:${AT / 1000}:R>`);
    const [file] = payload.files ?? [];
    expect(file?.name).toBe(`link-${channel}.png`);
    expect((file?.attachment as Buffer).toString('hex')).toMatch(new RegExp(`^${PNG}`));
  });

  it('is told without a link while Telegram does not answer', async () => {
    const token = { channel: 'telegram', token: TOKEN, expiresAt: AT, deepLink: null } as const;
    const payload = await presentLinkToken(en, token);
    expect(payload.content).toContain(`/link ${TOKEN}`);
    expect(payload.files).toBeUndefined();
  });
});
