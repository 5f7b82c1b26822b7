import { join } from 'node:path';
import type { RESTOptions } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultBehaviour } from '../../demo/discord/faults.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { Exchange } from '../../demo/discord/traffic.js';
import { WHOLE_ANSWERS } from '../../src/channels/discord/whole-answers.js';
import { tempDir } from '../support/temp-dir.js';
import { makeTemplate } from './support/campaign-under-fire.js';
import { Headless } from './support/headless.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

const OPEN = 'POST /users/@me/channels';
const POST = 'POST /channels/:id/messages';
const MAX_ATTEMPTS = 5;

/** What Discord may do with a request instead of answering it well. */
const FAULTS = {
  'hangs, accepted': { kind: 'hang', afterAccept: true },
  'hangs, lost': { kind: 'hang' },
  'reset, accepted': { kind: 'reset', afterAccept: true },
  'reset, lost': { kind: 'reset' },
  '502, accepted': { kind: 'status', status: 502, afterAccept: true },
  '502, lost': { kind: 'status', status: 502 },
  '429': { kind: 'rate_limit', retryAfterSeconds: 0.2 },
} as const satisfies Record<string, FaultBehaviour>;
type FaultName = keyof typeof FAULTS;
const NAMES = Object.keys(FAULTS) as FaultName[];

/** What becomes of somebody's requests, one after the other, before Discord is well again. */
type Story = readonly FaultName[];

interface Fate {
  readonly messages: number;
  readonly requests: number;
  readonly fate: string;
}

/**
 * Requests whose time is over as soon as Discord is known to let them hang: how long a bot waits for them teaches
 * nothing here, and no other request is given up because this machine is slow.
 */
function givenUpWhere(
  discord: DiscordStandIn,
  isHanging: (exchange: Exchange) => boolean,
): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const over = new AbortController();
    const look = (exchange: Exchange): void => {
      if (exchange.path === new URL(url).pathname && isHanging(exchange)) over.abort();
    };
    init.signal?.addEventListener('abort', () => over.abort());
    discord.traffic.on('exchange', look);
    try {
      return await WHOLE_ANSWERS.makeRequest(url, { ...init, signal: over.signal });
    } finally {
      discord.traffic.off('exchange', look);
    }
  };
}

/** What else is said of an evening. */
interface Circumstances {
  readonly openingsTakeMs?: number;
  readonly requestTimeoutMs?: number;
}

/** Lives through the start of an evening in which every story is somebody's. */
async function evening(
  stories: readonly Story[],
  { openingsTakeMs, requestTimeoutMs }: Circumstances = {},
): Promise<Fate[]> {
  const discord = await DiscordStandIn.start({ globalPerSecond: 10_000 });
  onTestFinished(() => discord.stop());
  for (const route of ['GET /guilds/:id/members/:uid', OPEN, POST]) {
    discord.limits.set(route, { limit: 1000, perSeconds: 1 });
  }
  const people = stories.map((story, index) => ({ ...discord.addMember({ name: `P${index}` }), story }));
  for (const { id, story } of people) {
    for (const name of story) discord.faults.next({ route: POST, userId: id }, FAULTS[name]);
  }
  if (openingsTakeMs) discord.faults.always({ route: OPEN }, { kind: 'delay', ms: openingsTakeMs });
  const promoterId = people[0]!.id;
  const databasePath = join(tempDir(), 'muster.sqlite');
  const ids = people.map(({ id }) => id);
  await makeTemplate(databasePath, ids, null);
  const { url: apiUrl, token, guildId } = discord;
  const requestsOf = (userId: string): number => discord.traffic.count({ route: POST, userId });
  const isHanging = ({ route, userId }: Exchange): boolean => {
    const story = people.find(({ id }) => id === userId)?.story;
    return route === POST && (story?.[requestsOf(userId!) - 1]?.startsWith('hangs') ?? false);
  };
  const muster = await Headless.open(
    {
      databasePath,
      discord: { apiUrl, token, guildId },
      channels: [
        { type: 'discord', apiUrl, token, ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }) },
      ],
      promoterId,
    },
    undefined,
    givenUpWhere(discord, isHanging),
  );
  onTestFinished(() => muster.close());
  await muster.create();
  // One moment of the evening is enough.
  await muster.database.withTransaction(async (tx) => {
    await tx.query(`UPDATE availability_promotion_jobs SET status = 'cancelled' WHERE job_type = 'start'`);
  });
  await muster.untilOver();
  const file = new SqliteFile(databasePath, { readonly: true });
  const rows = file
    .prepare(
      `SELECT user_id, outcome || COALESCE('(' || reason || ')', '') AS fate
       FROM availability_promotion_send_logs WHERE is_final = 1`,
    )
    .all() as { user_id: string; fate: string }[];
  file.close();
  return people.map(({ id }) => ({
    messages: discord.dmsTo(id).length,
    requests: requestsOf(id),
    fate: rows
      .filter((row) => row.user_id === id)
      .map((row) => row.fate)
      .join(' and '),
  }));
}

/** Whoever has no trouble stands between those who have, so that the channel as a whole is seen to work. */
function amongOthers(stories: readonly Story[]): Story[] {
  return stories.flatMap((story) => [story, []]);
}

/** Expects each story to have ended as told. */
async function expectFates(stories: readonly Story[], expected: (story: Story) => Fate): Promise<void> {
  const all = amongOthers(stories);
  const fates = await evening(all);
  const told = all.map((story, index) => ({ story: story.join(', then '), ...fates[index]! }));
  const hoped = all.map((story) => ({ story: story.join(', then '), ...expected(story) }));
  expect(told).toEqual(hoped);
}

const arrivesOnce = (story: Story): Fate => ({ messages: 1, requests: story.length + 1, fate: 'sent' });

describe('a request that Discord answers badly or not at all', () => {
  it('is repeated until it is known to have arrived, and the message is there once', async () => {
    await expectFates(
      NAMES.map((name) => [name]),
      arrivesOnce,
    );
  });

  it('and so is the next, whatever the two have met', async () => {
    const pairs = NAMES.flatMap((first) => NAMES.map((second) => [first, second]));
    await expectFates(pairs, arrivesOnce);
  });

  it('and so are three in a row', async () => {
    const threes = NAMES.map((_, index) => [0, 2, 4].map((step) => NAMES[(index + step) % NAMES.length]!));
    await expectFates(threes, arrivesOnce);
  });

  it('again and again is asked about no more than allowed, and what may have arrived is called unknown', async () => {
    const stories = NAMES.map((name) => Array.from({ length: MAX_ATTEMPTS }, () => name));
    await expectFates(stories, (story) => {
      // Being told to wait uses up no attempt.
      if (story.length === 0 || story[0] === '429') return arrivesOnce(story);
      return {
        messages: story[0]!.endsWith('accepted') ? 1 : 0,
        requests: MAX_ATTEMPTS,
        fate: 'unknown(attempts_exhausted)',
      };
    });
  });

  it('arrives once, and is known to, when all that Discord says from then on is to wait', async () => {
    const story: Story = ['502, accepted', '429', '429', '429', '429'];
    await expectFates([story, ['502, lost', ...story.slice(1)]], arrivesOnce);
  });
});

describe('a direct message that is still to be opened', () => {
  it('waits for those before it as long as that takes, and everybody is called', async () => {
    const many: Story[] = Array.from({ length: 60 }, () => []);
    const circumstances = { openingsTakeMs: 150, requestTimeoutMs: 1_500 };
    // One after the other they take longer together than all the attempts of one person may.
    const together = many.length * circumstances.openingsTakeMs;
    expect(together).toBeGreaterThan(MAX_ATTEMPTS * circumstances.requestTimeoutMs);
    const fates = await evening(many, circumstances);
    expect(fates.map(({ messages, fate }) => ({ messages, fate }))).toEqual(
      many.map(() => ({ messages: 1, fate: 'sent' })),
    );
  });
});
