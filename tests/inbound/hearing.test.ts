import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../../src/inbound/answer.js';
import type { Answering } from '../../src/inbound/answering.js';
import { Hearing } from '../../src/inbound/hearing.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { actor, addressOn, person } from '../support/people.js';
import { DATE, testApp, value, type TestApp } from '../support/test-app.js';

const PATIENCE_MS = 3_000;

interface Listening {
  readonly app: TestApp;
  readonly hearing: Hearing;
  readonly writes: (userId: string, text: string) => Promise<void>;
  /** What was said to whom, in order. */
  readonly said: { userId: string; text: string }[];
  /** Discord answers from now on, and everything that waited. */
  readonly discordAnswers: () => void;
}

function senderOf(userId: string): Sender {
  return { channel: 'telegram', contact: { address: addressOn('telegram', userId), name: '' } };
}

/** Ana and Bor are linked on Telegram, and Discord takes its time. */
async function listening(): Promise<Listening> {
  const app = await testApp({ channels: ['discord', 'telegram'], settings: { linkIntervalSeconds: 0 } });
  for (const userId of ['ana', 'bor']) await person(app, userId, { channels: ['telegram'] });
  let discordAnswers = (): void => undefined;
  const answered = new Promise<void>((resolve) => (discordAnswers = resolve));
  const ask = app.directory.member.bind(app.directory);
  app.directory.member = (...asked) => answered.then(() => ask(...asked));
  const said: Listening['said'] = [];
  const answering = {
    say: (address: string, words: Promise<string>) => {
      const userId = address.replace('telegram address of ', '');
      void words.then((text) => said.push({ userId, text }));
    },
  };
  const hearing = new Hearing(app.context, 'telegram', answering as unknown as Answering);
  const writes = (userId: string, text: string): Promise<void> =>
    hearing.message(senderOf(userId), { text, edited: false });
  return { app, hearing, writes, said, discordAnswers };
}

async function standing(app: TestApp, userId: string) {
  const [row] = await app.rows<{ called: number; chat: string | null; status: string | null }>(
    `SELECT p.allow_promotions AS called, p.telegram_digest AS chat, e.status FROM subscription_preferences p
     LEFT JOIN availability_entries e ON e.user_id = p.user_id AND e.entry_date = '${DATE}' WHERE p.user_id = ?`,
    userId,
  );
  return { called: row?.called === 1, linked: row?.chat != null, status: row?.status };
}

describe('while Discord takes its time over what somebody asks', () => {
  it.each([
    ['STOP', { called: false }],
    ['TODAY no', { status: 'NOT_PLAYING' }],
    ['UNLINK', { linked: false }],
  ])('%s of somebody else, and of themselves, is done at once', async (wayOut, standsThen) => {
    const { app, writes, discordAnswers, said } = await listening();
    const asked = writes('ana', 'today maybe');
    await writes('bor', wayOut);
    expect(await standing(app, 'bor')).toMatchObject(standsThen);
    const out = writes('ana', wayOut);
    await expect.poll(() => said.map(({ userId }) => userId)).toEqual(['bor', 'ana']);
    expect(await standing(app, 'ana')).toMatchObject(standsThen);
    discordAnswers();
    await Promise.all([asked, out]);
    expect(await standing(app, 'ana')).toMatchObject(standsThen);
  });

  it('a question is answered once Discord has, and nothing waits for that', async () => {
    const { writes, discordAnswers, said } = await listening();
    await writes('ana', 'status');
    await writes('ana', 'STOP');
    expect(said.map(({ text }) => text)).toEqual([expect.stringMatching(/^Stopped/)]);
    discordAnswers();
    await expect.poll(() => said.length).toBe(2);
    expect(said[1]?.text).toContain('Name of ana');
  });

  it('all that somebody asked for is over after three seconds, and they are told', async () => {
    const { app, writes, said } = await listening();
    const asked = ['today maybe', 'today available', 'today looking'].map((text) => writes('ana', text));
    await app.clock.advance(PATIENCE_MS);
    await Promise.all(asked);
    expect(said.map(({ text }) => text)).toEqual(
      Array(asked.length).fill(expect.stringMatching(/^Discord can’t confirm/)),
    );
  });

  it('who said no last is told so last', async () => {
    const { writes, said, discordAnswers } = await listening();
    const all = [writes('ana', 'today looking'), writes('ana', 'today no')];
    await expect.poll(() => said.length).toBe(1);
    discordAnswers();
    await Promise.all(all);
    await expect.poll(() => said.length).toBe(3);
    expect(said.at(-1)?.text).toMatch(/tonight/);
  });
});

describe('while it takes its time to tell whether somebody may be answered', () => {
  it('their requests are done in the order they were read', async () => {
    const { app, hearing, discordAnswers } = await listening();
    discordAnswers();
    const { take } = app.context.limits;
    const waits = [3_000, 2_000, 1_000];
    app.context.limits.take = async (...asked) => {
      await app.clock.sleep(waits.shift() ?? 0);
      return take.apply(app.context.limits, asked);
    };
    const all = ['today looking', 'today maybe', 'today available'].map((text) =>
      hearing.message(senderOf('ana'), { text, edited: false }),
    );
    let idle = false;
    void hearing.idle().then(() => (idle = true));
    await app.clock.advance(2_999);
    expect(idle).toBe(false);
    await app.clock.advance(1);
    await Promise.all(all);
    await hearing.idle();
    expect(await standing(app, 'ana')).toMatchObject({ status: 'AVAILABLE' });
  });
});

describe('whatever somebody writes while Discord takes its time', () => {
  const WRITTEN = ['today looking', 'today maybe', 'today no', 'STOP', 'UNLINK', 'UNLINK', 'START'];

  it('holds in the end as it was written last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(WRITTEN, { minLength: 2 }), async (written) => {
        const { app, writes, discordAnswers } = await listening();
        // The same person's other account, which the chat can be linked to once it is nobody's.
        await person(app, 'other', { member: true });
        const { token } = value(await tokenFor(app, 'other'));
        let owner: string | null = 'ana';
        const stopped = new Set<string>();
        const saidNo = new Set<string>();
        for (const text of written) {
          if (text === 'START') owner ??= 'other';
          else if (owner === null) continue;
          else if (text === 'UNLINK') owner = null;
          else if (text === 'STOP') stopped.add(owner);
          else if (text === 'today no') saidNo.add(owner);
          else saidNo.delete(owner);
        }
        const all = ['today available', ...written].map((text) =>
          writes('ana', text === 'START' ? `/start ${token}` : text),
        );
        discordAnswers();
        await Promise.all(all);
        for (const userId of ['ana', 'other']) {
          const { called, linked, status } = await standing(app, userId);
          expect(linked, userId).toBe(owner === userId);
          if (stopped.has(userId)) expect(called, userId).toBe(false);
          if (saidNo.has(userId)) expect(status, userId).toBe('NOT_PLAYING');
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  /** A token, though Discord takes its time. */
  async function tokenFor(app: TestApp, userId: string): ReturnType<typeof requestChannelLink> {
    const slow = app.directory.member;
    const value = { userId, displayName: userId, isAdmin: false, roleIds: [] };
    app.directory.member = () => Promise.resolve({ known: true, value });
    const token = await requestChannelLink(app.context, actor(userId), 'telegram');
    app.directory.member = slow;
    return token;
  }
});
