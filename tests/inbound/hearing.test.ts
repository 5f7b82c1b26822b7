import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { PressAction } from '../../src/domain/channel.js';
import { HeldUpError } from '../../src/domain/liveness.js';
import type { Sender } from '../../src/inbound/done.js';
import type { Answering } from '../../src/inbound/answering.js';
import { Hearing } from '../../src/inbound/hearing.js';
import { en } from '../../src/messages/en/messages.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { FakeDirectory } from '../support/fake-directory.js';
import { actor, addressOn, person, promoter } from '../support/people.js';
import { DATE, testApp, value, type TestApp } from '../support/test-app.js';

const PATIENCE_MS = 3_000;

interface Listening {
  readonly app: TestApp;
  readonly hearing: Hearing;
  readonly writes: (userId: string, text: string) => Promise<void>;
  readonly presses: (userId: string, action: PressAction, campaignId: string) => Promise<void>;
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
  const presses = (userId: string, action: PressAction, campaignId: string): Promise<void> =>
    hearing.press(senderOf(userId), { action, campaignId }, () => undefined);
  return { app, hearing, writes, presses, said, discordAnswers };
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
  const YESES = ['today looking', 'today maybe', 'COMING', 'LATE 10'];
  const PRESSES = ['press coming', 'press late-15', 'press not-tonight', 'press stop'];
  const NOES = new Map([
    ['today no', 'NOT_PLAYING'],
    ['press not-tonight', 'NOT_PLAYING'],
    ['clear today', null],
  ]);
  const WRITTEN = [
    ...[...YESES, ...PRESSES, 'today no', 'today no', 'clear today'],
    ...['STOP', 'STOP QUESTIONS', 'UNLINK', 'UNLINK', 'START', 'ERASE'],
  ];
  /** What they do, and how many statements pass before the next. */
  const deeds = fc
    .shuffledSubarray(WRITTEN, { minLength: 2 })
    // Erasing has a door of its own, so it takes no turn between what is written here: the chat is nobody's at once.
    .filter((texts) => !(texts.includes('ERASE') && texts.includes('START')))
    .chain((texts) =>
      fc.tuple(...texts.map((text) => fc.record({ text: fc.constant(text), pause: fc.nat({ max: 9 }) }))),
    );
  type Deed = { readonly text: string; readonly pause: number };

  /** What has to hold once all is done. */
  function inOrder(written: readonly Deed[]) {
    let owner: string | null = 'ana';
    let erased = false;
    const [stopped, saidNo] = [new Set<string>(), new Map<string, string>()];
    for (const { text } of written) {
      if (text === 'START') owner ??= 'other';
      else if (text === 'ERASE') [owner, erased] = [null, true];
      else if (owner === null) continue;
      else if (text === 'UNLINK') owner = null;
      else if (text === 'STOP' || text === 'press stop') stopped.add(owner);
      else if (NOES.has(text)) saidNo.set(owner, text);
      else if (text !== 'STOP QUESTIONS') saidNo.delete(owner);
    }
    return { owner, stopped, erased, saidNo };
  }

  it('holds in the end as it was written last, however fast it was written', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.nat({ max: WRITTEN.length }), async (written, answersAfter) => {
        const { app, writes, presses, discordAnswers } = await listening();
        await promoter(app);
        const { campaign } = await quickly(app, () => app.campaign(actor('promoter')));
        // The same person's other account, which the chat can be linked to once it is nobody's.
        await person(app, 'other', { member: true });
        const linking = await quickly(app, () => requestChannelLink(app.context, actor('other'), 'telegram'));
        const { token } = value(linking);
        const { owner, stopped, erased, saidNo } = inOrder(written);
        const all: Promise<void>[] = [];
        for (const [index, { text, pause }] of [
          { text: 'today available', pause: 9 },
          ...written,
        ].entries()) {
          if (index > answersAfter) discordAnswers();
          const [, pressed] = text.split('press ');
          if (text === 'ERASE') all.push(erasePerson(app.context, { userId: 'ana' }));
          else if (pressed) all.push(presses('ana', pressed as PressAction, campaign.id));
          else all.push(writes('ana', text === 'START' ? `/start ${token}` : text));
          for (let passed = 0; passed < pause; passed += 1) await app.rows('SELECT 1');
        }
        discordAnswers();
        await Promise.all(all);
        for (const userId of ['ana', 'other']) {
          const { called, linked } = await standing(app, userId);
          expect(linked, userId).toBe(owner === userId);
          if (stopped.has(userId)) expect(called, userId).toBe(false);
          const status = await statusOf(app, userId);
          const no = saidNo.get(userId);
          if (erased && userId === 'ana') expect(status, userId).toBe(null);
          else if (no !== undefined) expect(status, userId).toBe(NOES.get(no));
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  async function statusOf(app: TestApp, userId: string): Promise<string | null> {
    const [row] = await app.rows<{ status: string }>(
      'SELECT status FROM availability_entries WHERE user_id = ?',
      userId,
    );
    return row?.status ?? null;
  }

  /** Does something for which Discord answers at once. */
  async function quickly<T>(app: TestApp, act: () => Promise<T>): Promise<T> {
    const slow = app.directory.member;
    app.directory.member = FakeDirectory.prototype.member.bind(app.directory);
    try {
      return await act();
    } finally {
      app.directory.member = slow;
    }
  }
});

it('what a held-up process was asked may be written again, and is no fault', async () => {
  const { app, writes, discordAnswers, said } = await listening();
  discordAnswers();
  vi.spyOn(app.context.waysOut, 'since').mockRejectedValueOnce(new HeldUpError());
  await writes('ana', 'today maybe');
  await expect.poll(() => said.map(({ text }) => text)).toEqual([en.bridge.heldUp]);
  expect(app.eventsOf('background_error')).toEqual([]);
  await writes('ana', 'today maybe');
  expect(await standing(app, 'ana')).toMatchObject({ status: 'MAYBE' });
});
