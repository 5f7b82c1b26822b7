import { expect, it } from 'vitest';
import { anEvening, type Evening, MANAGE_SERVER } from '../e2e/support.js';
import { token } from '../http/tokens.js';

type Players = 'ana' | 'bor' | 'cene' | 'eva';

const JWT_SECRET = 'what-the-website-and-the-bridge-share';
const CAMPAIGNS = '/api/availability/promotions/campaigns';
/** Within what one person may ask in a minute. */
const TIMES = 110;

/** Asks the bridge as somebody, who comes from an address of their own. */
function asker(url: string) {
  const addresses = new Map<string, string>();
  return async (userId: string, method: string, path: string, body?: object): Promise<Response> => {
    const address = addresses.get(userId) ?? `203.0.113.${String(addresses.size + 1)}`;
    addresses.set(userId, address);
    return fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token(userId, Date.now(), {}, { secret: JWT_SECRET })}`,
        'x-forwarded-for': address,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
}

const until = (instant: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - Date.now())));

/** How late the last call of a moment came, in milliseconds. */
function lateness(evening: Evening<Players>, nth: number, moment: number): number {
  const calls = ([evening.people.bor, evening.people.cene] as const).map(({ calls: all }) => all[nth]!);
  return Math.max(...calls.map(({ createdAt }) => createdAt - moment));
}

it('strangers who ask all they may just before the start delay nobody, and keep nobody from promoting', async () => {
  const evening = await anEvening<Players>({
    players: {
      ana: { promoter: true, status: null },
      bor: {},
      cene: {},
      eva: { permissions: MANAGE_SERVER, status: null },
    },
    reminderIn: 14,
    startIn: 28,
    env: {
      BRIDGE_JWT_SECRET: JWT_SECRET,
      BRIDGE_TRUSTED_PROXIES: '127.0.0.1',
      AVAILABILITY_PROMOTION_GLOBAL_COOLDOWN: 'false',
    },
  });
  const { discord, people } = evening;
  const ask = asker(String((await evening.bot.waitForEvent('bridge_listening'))['url']));
  const strangers = Array.from({ length: 8 }, (_, n) => discord.addStranger({ name: `S ${String(n)}` }).id);
  await people.ana.promotes();
  const [campaign] = evening.records.everything()['availability_promotion_campaigns'] as { id: string }[];
  /** Whatever Discord has answered so far counts no more, for strangers and for the dispatcher alike. */
  const forgetsAnswers = (): void => discord.setPermissions(people.eva.id, MANAGE_SERVER);
  /** What is there, what is not, and what only promoters may do. */
  const flood = (who: readonly string[]): Promise<number[]> => {
    forgetsAnswers();
    const asked = who.flatMap((userId) =>
      Array.from({ length: TIMES }, (_, n) => {
        if (n % 10 === 0) return ask(userId, 'POST', CAMPAIGNS, {});
        return ask(userId, 'DELETE', `${CAMPAIGNS}/${n % 2 === 0 ? 'x' : String(campaign?.id)}`);
      }),
    );
    return Promise.all(asked.map(async (answer) => (await answer).status));
  };

  await until(evening.reminderAt - 1_500);
  forgetsAnswers();
  await evening.jobEnded('reminder', 60_000);
  const meanwhile = flood(strangers.slice(0, 4));
  const made = await ask(people.eva.id, 'POST', CAMPAIGNS, { dry_run: true });
  expect(made.status).toBe(201);
  const { campaign_id: id } = (await made.json()) as { campaign_id: string };
  expect((await ask(people.eva.id, 'DELETE', `${CAMPAIGNS}/${id}`)).status).toBe(200);
  await meanwhile;

  await until(evening.startAt - 1_500);
  const asked = await flood(strangers.slice(4));
  const floodedMs = Math.max(0, Date.now() - evening.startAt);
  await evening.jobEnded('start', 60_000);
  expect([people.bor.calls.length, people.cene.calls.length]).toEqual([2, 2]);
  // Beside the same without a flood: what the machine itself is late by is in both. On a slow one so many requests go on
  // past the start, and whoever answers them can't do anything else meanwhile.
  const without = lateness(evening, 0, evening.reminderAt);
  expect(lateness(evening, 1, evening.startAt)).toBeLessThanOrEqual(without + floodedMs + 500);

  expect(asked).toHaveLength(4 * TIMES);
  expect(asked.filter((status) => ![403, 404, 429, 503].includes(status))).toEqual([]);
  const about = strangers.map((userId) =>
    discord.traffic.count({ route: 'GET /guilds/:id/members/:uid', userId }),
  );
  // One each for what was dropped when roles changed, and hardly more: equal questions are one.
  expect(Math.max(...about)).toBeLessThanOrEqual(3);
});
