import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Contact } from '../../src/domain/contact.js';
import { erasePerson } from '../../src/services/erase-person.js';
import {
  forgetClosedContact,
  linkedAccount,
  nameOfAccount,
  looksLikeToken,
  redeemChannelLink,
  requestChannelLink,
  unlinkChannel,
} from '../../src/services/link-channel.js';
import { personalData } from '../../src/services/privacy.js';
import { actor, person } from '../support/people.js';
import { refusal, testApp, value, type TestApp } from '../support/test-app.js';

const ALL = ['discord', 'telegram', 'signal'] as const;
const CHAT: Contact = { address: '700100200', name: 'Ana on Telegram' };
const OTHER: Contact = { address: '700999999', name: 'Bor on Telegram' };

async function token(app: TestApp, userId: string, channel = 'telegram'): Promise<string> {
  return value(await requestChannelLink(app.context, actor(userId), channel)).token;
}

async function links(app: TestApp): Promise<{ token_hash: string | null }[]> {
  return app.rows('SELECT * FROM availability_channel_links');
}

async function bytesOf(app: TestApp): Promise<string> {
  const tables = await app.tables();
  const rows = await Promise.all(tables.map((name) => app.rows(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows);
}

describe('a link token', () => {
  it('has at least 128 bits, fits a deep link, is never the same twice, and is not kept', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const tokens: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      tokens.push(await token(app, 'ana'));
      await app.advance(30_000);
    }
    expect(new Set(tokens).size).toBe(20);
    for (const each of tokens) {
      expect(each).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
      expect(looksLikeToken(each)).toBe(true);
      expect(await bytesOf(app)).not.toContain(each);
    }
    expect((await links(app)).map(({ token_hash }) => token_hash)).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  it('links the chat it is sent from, once, and is told with where to send it', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana', { name: 'Ana', optedIn: false });
    const given = value(await requestChannelLink(app.context, actor('ana'), 'telegram'));
    expect(given.deepLink).toContain(given.token);
    expect(given.expiresAt - app.clock.now()).toBe(600_000);
    const linked = value(await redeemChannelLink(app.context, 'telegram', given.token, CHAT));
    expect(linked).toMatchObject({ userId: 'ana', allowPromotions: false });
    expect(await nameOfAccount(app.context, 'ana')).toBe('Ana');
    expect(refusal(await redeemChannelLink(app.context, 'telegram', given.token, OTHER))).toBe(
      'link_token_invalid',
    );
    expect(value(await linkedAccount(app.context, 'telegram', CHAT)).userId).toBe('ana');
    expect(app.eventsOf('channel_linked')).toHaveLength(1);
  });

  it('is used by one of fifty who send it at the same moment', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const given = await token(app, 'ana');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        redeemChannelLink(app.context, 'telegram', given, { address: `chat ${n}`, name: '' }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await app.rows('SELECT * FROM account_link_audit_log')).toHaveLength(1);
  });

  it('is good for ten minutes and not a moment longer', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const [late, early] = [await token(app, 'ana'), CHAT];
    await app.advance(600_000);
    expect(refusal(await redeemChannelLink(app.context, 'telegram', late, early))).toBe('link_token_invalid');
    const again = await token(app, 'ana');
    await app.advance(599_999);
    value(await redeemChannelLink(app.context, 'telegram', again, CHAT));
  });

  it('is cancelled by the next one, which has to be waited for, whatever the channel', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const first = await token(app, 'ana');
    await app.advance(12_000);
    const tooSoon = await requestChannelLink(app.context, actor('ana'), 'signal');
    expect(tooSoon).toEqual({ ok: false, refusal: { code: 'link_too_soon', retryInMs: 18_000 } });
    await app.advance(18_000);
    const second = await token(app, 'ana');
    expect(refusal(await redeemChannelLink(app.context, 'telegram', first, CHAT))).toBe('link_token_invalid');
    value(await redeemChannelLink(app.context, 'telegram', second, CHAT));
  });

  it('is of no use on another channel', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const given = await token(app, 'ana', 'telegram');
    expect(refusal(await redeemChannelLink(app.context, 'signal', given, CHAT))).toBe('link_token_invalid');
    value(await redeemChannelLink(app.context, 'telegram', given, CHAT));
  });

  it('survives a restart, and dies with the data of whoever asked for it', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const given = await token(app, 'ana');
    await app.restart();
    await erasePerson(app.context, actor('ana'));
    expect(refusal(await redeemChannelLink(app.context, 'telegram', given, CHAT))).toBe('link_token_invalid');
  });

  it('is no guess when it is right, or no token at all', async () => {
    const app = await testApp({ channels: ALL, settings: { linkIntervalSeconds: 0 } });
    await person(app, 'ana');
    for (let n = 0; n < 6; n += 1) {
      expect(refusal(await redeemChannelLink(app.context, 'telegram', 'hello', CHAT))).toBe(
        'link_token_invalid',
      );
      value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    }
  });

  it('is no guess while it cannot be looked at', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const given = await token(app, 'ana');
    const transaction = vi.spyOn(app.context.database, 'withTransaction');
    transaction.mockRejectedValue(new Error('the disk is full'));
    for (let n = 0; n < 6; n += 1)
      await expect(redeemChannelLink(app.context, 'telegram', given, CHAT)).rejects.toThrow(
        'the disk is full',
      );
    transaction.mockRestore();
    value(await redeemChannelLink(app.context, 'telegram', given, CHAT));
  });

  it('cannot be guessed, many at once: five are looked at', async () => {
    const app = await testApp({ channels: ALL });
    const guess = () => redeemChannelLink(app.context, 'telegram', 'x'.repeat(32), CHAT);
    const answers = (await Promise.all(Array.from({ length: 20 }, guess))).map(refusal);
    expect(answers.filter((code) => code === 'link_token_invalid')).toHaveLength(5);
  });

  it('cannot be guessed: after five wrong ones a chat has to wait, and others do not', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    const given = await token(app, 'ana');
    const guess = () => redeemChannelLink(app.context, 'telegram', 'x'.repeat(32), CHAT);
    for (let n = 0; n < 5; n += 1) expect(refusal(await guess())).toBe('link_token_invalid');
    expect(await guess()).toEqual({ ok: false, refusal: { code: 'too_many_guesses', retryInMs: 600_000 } });
    expect(refusal(await redeemChannelLink(app.context, 'telegram', given, CHAT))).toBe('too_many_guesses');
    value(await redeemChannelLink(app.context, 'telegram', given, OTHER));
    await app.advance(600_000);
    expect(refusal(await guess())).toBe('link_token_invalid');
  });

  it('is recognised by its shape', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(looksLikeToken(text)).toBe(/^[A-Za-z0-9_-]{32}$/.test(text));
      }),
    );
  });
});

describe('linking', () => {
  it('is refused without the channel, without a key, and to those outside', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    await person(app, 'ana');
    expect(refusal(await requestChannelLink(app.context, actor('ana'), 'signal'))).toBe(
      'channel_not_configured',
    );
    expect(refusal(await requestChannelLink(app.context, actor('ana'), 'discord'))).toBe(
      'channel_not_configured',
    );
    expect(refusal(await requestChannelLink(app.context, actor('nobody'), 'telegram'))).toBe('not_a_member');
    const keyless = await testApp({ channels: ALL, contactKeys: [] });
    await person(keyless, 'ana');
    expect(refusal(await requestChannelLink(keyless.context, actor('ana'), 'telegram'))).toBe(
      'encryption_off',
    );
    expect(refusal(await redeemChannelLink(keyless.context, 'telegram', 'x'.repeat(32), CHAT))).toBe(
      'encryption_off',
    );
  });

  it('gives one chat to one account only, and leaves the token good', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    await person(app, 'bor');
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    const bors = await token(app, 'bor');
    expect(refusal(await redeemChannelLink(app.context, 'telegram', bors, CHAT))).toBe('address_taken');
    value(await redeemChannelLink(app.context, 'telegram', bors, OTHER));
    expect(value(await linkedAccount(app.context, 'telegram', CHAT)).userId).toBe('ana');
  });

  it('gives one chat to one account even across a change of keys', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    await person(app, 'bor');
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    app.contactKeys = ['X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=', ...app.contactKeys];
    await app.restart();
    expect(value(await linkedAccount(app.context, 'telegram', CHAT)).userId).toBe('ana');
    const bors = await token(app, 'bor');
    expect(refusal(await redeemChannelLink(app.context, 'telegram', bors, CHAT))).toBe('address_taken');
  });

  it('puts the new chat in place of an old one', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    await app.advance(30_000);
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), OTHER));
    expect(refusal(await linkedAccount(app.context, 'telegram', CHAT))).toBe('chat_not_linked');
    expect(value(await linkedAccount(app.context, 'telegram', OTHER)).userId).toBe('ana');
  });

  it('shows nothing of the contact anywhere, and can be seen, undone and erased', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    const kept = await bytesOf(app);
    expect(kept).not.toContain(CHAT.address);
    expect(kept).not.toContain(CHAT.name);
    const data = await personalData(app.context, actor('ana'));
    expect(data.links).toEqual([{ channel: 'telegram', linkedAt: app.clock.now() }]);
    expect(data.history.map(({ action }) => action)).toEqual(['channel_linked']);
    expect(JSON.stringify(app.events)).not.toContain(CHAT.address);
    value(await unlinkChannel(app.context, actor('ana'), 'telegram', 'discord'));
    expect(refusal(await unlinkChannel(app.context, actor('ana'), 'telegram', 'discord'))).toBe(
      'link_not_found',
    );
    const after = await personalData(app.context, actor('ana'));
    expect(after.links).toEqual([]);
    expect(after.preferences?.telegramLinked).toBe(false);
    expect(after.history.map(({ action }) => action)).toEqual(['channel_linked', 'channel_unlinked']);
  });
});

describe('an address that turned out to be closed', () => {
  it('is forgotten, but not one that was linked since', async () => {
    const app = await testApp({ channels: ALL });
    await person(app, 'ana');
    value(await redeemChannelLink(app.context, 'telegram', await token(app, 'ana'), CHAT));
    const closed = { userId: 'ana', channel: 'telegram', code: 'blocked' } as const;
    await forgetClosedContact(app.context, { ...closed, address: OTHER.address });
    expect(value(await linkedAccount(app.context, 'telegram', CHAT)).userId).toBe('ana');
    await forgetClosedContact(app.context, { ...closed, address: CHAT.address });
    expect(refusal(await linkedAccount(app.context, 'telegram', CHAT))).toBe('chat_not_linked');
    expect(app.eventsOf('channel_unlinked')).toMatchObject([{ userId: 'ana', how: 'blocked' }]);
  });
});
