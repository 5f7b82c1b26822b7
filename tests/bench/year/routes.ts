import { setTimeout as wait } from 'node:timers/promises';
import { buildServer } from '../../../src/http/server.js';
import { grownCampaignId } from '../../support/grown-database.js';
import { addDays } from '../../../src/domain/local-time.js';
import { type BenchResult, timed } from '../result.js';
import { BenchWorld, bridgeOn } from '../world.js';
import { addressOf, type Bot, PAUSE_MS, type Who } from './bot.js';
import { promoterOfThePast, promoterUnderWay, standingDays } from './commands.js';
import { compare, type Compared, group, type Pair } from './compare.js';

const ROUNDS = 5;

/** Something to ask over HTTP. */
interface Request {
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a route is asked. */
interface Use {
  readonly who: Who;
  /** What is asked, after what has to come before it; left out: the route's own address, without a body. */
  readonly ask?: (bot: Bot, userId: string) => Request | Promise<Request>;
  readonly by?: () => string;
  /** The status it is to have; else 200 or 201. */
  readonly status?: number;
}

const API = '/api/availability';
const AJAX = { 'x-requested-with': 'XMLHttpRequest' };
const PLAYER: Use = { who: 'player' };
const STAFF: Use = { who: 'staff' };
const ADMIN: Use = { who: 'admin' };
const posted =
  (path: string, body: Readonly<Record<string, unknown>>): NonNullable<Use['ask']> =>
  () => ({ path, body });
const madeUp =
  (path: string, bodyFor: (bot: Bot) => object): NonNullable<Use['ask']> =>
  (bot) => ({ path, body: bodyFor(bot) });

/** Every route, as the server has it. One that is missing here is told. */
const USES: Readonly<Record<string, Use>> = {
  'GET /openapi.json': PLAYER,
  'GET /healthz': PLAYER,
  'GET /readyz': PLAYER,
  // For this machine itself.
  'GET /metrics': { who: 'player', ask: () => ({ path: '/metrics', headers: { 'x-forwarded-for': '' } }) },
  'GET /calendar/:file': { who: 'player', ask: calendarFile },
  'GET /auth/login': { who: 'player', status: 302 },
  'GET /auth/callback': { who: 'player', ask: cameBack, status: 303 },
  'POST /auth/logout': { who: 'player', ask: signedInToLeave, status: 204 },
  [`GET ${API}`]: { who: 'player', ask: board },
  [`POST ${API}`]: { who: 'player', ask: posted(API, { date: 'today', status: 'LOOKING' }) },
  [`DELETE ${API}/:date`]: { who: 'player', ask: () => ({ path: `${API}/today` }) },
  [`GET ${API}/access`]: PLAYER,
  [`GET ${API}/me`]: PLAYER,
  [`GET ${API}/answer`]: PLAYER,
  [`POST ${API}/answer`]: { who: 'player', ask: posted(`${API}/answer`, { answer: 'COMING' }) },
  [`GET ${API}/weekly`]: PLAYER,
  [`POST ${API}/weekly`]: {
    who: 'player',
    ask: posted(`${API}/weekly`, { weekday: 'fri', status: 'MAYBE' }),
  },
  [`POST ${API}/weekly/keep`]: PLAYER,
  [`POST ${API}/away`]: { who: 'player', ask: posted(`${API}/away`, { until: 'today' }) },
  [`DELETE ${API}/away`]: PLAYER,
  [`GET ${API}/calendar`]: PLAYER,
  [`POST ${API}/calendar`]: PLAYER,
  [`DELETE ${API}/calendar`]: PLAYER,
  [`GET ${API}/promotion-preferences`]: PLAYER,
  [`POST ${API}/promotion-preferences`]: {
    who: 'player',
    ask: posted(`${API}/promotion-preferences`, { max_calls_per_week: 3 }),
  },
  [`POST ${API}/promotion-preferences/test`]: PLAYER,
  [`GET ${API}/preferences`]: PLAYER,
  [`POST ${API}/preferences`]: { who: 'player', ask: posted(`${API}/preferences`, { sound_enabled: true }) },
  [`GET ${API}/settings`]: PLAYER,
  [`POST ${API}/settings`]: { who: 'player', ask: posted(`${API}/settings`, { sound_enabled: true }) },
  [`GET ${API}/subscriptions`]: PLAYER,
  [`POST ${API}/subscriptions`]: {
    who: 'player',
    ask: posted(`${API}/subscriptions`, { channel_type: 'discord', enabled: true }),
  },
  [`DELETE ${API}/subscriptions/:channel`]: {
    who: 'player',
    ask: () => ({ path: `${API}/subscriptions/telegram` }),
  },
  [`POST ${API}/link-token`]: {
    who: 'player',
    ask: posted(`${API}/link-token`, { channel_type: 'telegram' }),
  },
  // A link is confirmed from the other side, so here none is, and there is none to end.
  [`POST ${API}/link-confirm`]: {
    who: 'player',
    ask: posted(`${API}/link-confirm`, { channel_type: 'telegram', token: 'any', channel_address: '12345' }),
    status: 422,
  },
  [`DELETE ${API}/links/:channel`]: {
    who: 'player',
    ask: () => ({ path: `${API}/links/telegram` }),
    status: 404,
  },
  [`POST ${API}/player-link`]: { who: 'player', ask: madeUp(`${API}/player-link`, newPlayer) },
  // There is nothing to look for, and no game server.
  [`POST ${API}/player-link/check`]: { who: 'player', status: 422 },
  [`DELETE ${API}/player-link`]: PLAYER,
  [`GET ${API}/promotions/preview`]: STAFF,
  [`GET ${API}/promotions/campaign`]: {
    who: 'staff',
    by: promoterOfThePast,
    ask: () => ({ path: `${API}/promotions/campaign?date=yesterday` }),
  },
  [`POST ${API}/promotions/campaigns`]: { who: 'staff', ask: posted(`${API}/promotions/campaigns`, {}) },
  [`GET ${API}/promotions/campaigns/:id`]: {
    who: 'staff',
    by: promoterOfThePast,
    ask: ({ world }) => ({
      path: `${API}/promotions/campaigns/${grownCampaignId(addDays(world.today, -1))}`,
    }),
  },
  [`DELETE ${API}/promotions/campaigns/:id`]: { who: 'staff', ask: createdToCancel },
  [`POST ${API}/promotions/campaigns/:id/more`]: { who: 'staff', by: promoterUnderWay, ask: underWay },
  [`GET ${API}/promotions/standing`]: STAFF,
  [`POST ${API}/promotions/standing`]: { who: 'staff', ask: madeUp(`${API}/promotions/standing`, weekdays) },
  [`POST ${API}/promotions/standing/keep`]: { who: 'staff', ask: standingTo('POST', '/keep') },
  [`DELETE ${API}/promotions/standing`]: { who: 'staff', ask: standingTo('DELETE', '') },
  // None is about to go out.
  [`POST ${API}/promotions/standing/stop`]: {
    who: 'staff',
    ask: madeUp(`${API}/promotions/standing/stop`, ({ world }) => ({ campaign_date: world.today })),
    status: 404,
  },
  [`GET ${API}/insights`]: STAFF,
  'GET /api/privacy': PLAYER,
  'GET /api/privacy/export': PLAYER,
  'DELETE /api/privacy': { who: 'player', ask: posted('/api/privacy', { confirm: 'erase' }) },
  [`POST ${API}/stop`]: PLAYER,
  [`POST ${API}/not-tonight`]: PLAYER,
  'GET /api/settings': ADMIN,
  'PATCH /api/settings': { who: 'admin', ask: posted('/api/settings', { dry_run_default: false }) },
};

/** Every route of the bots, by real requests; the files of the pages, which ask the database nothing, are left out. */
export async function routes(bots: Pair<Bot>): Promise<BenchResult> {
  const compared: Compared[] = [];
  const faults: string[] = [];
  for (const route of await routesOfServer()) {
    const use = USES[route];
    if (!use) {
      faults.push(`${route} is not measured: tests/bench/year/routes.ts does not know it`);
      continue;
    }
    try {
      compared.push(await compare(route, bots, ROUNDS, (bot) => asked(bot, route, use)));
    } catch (error) {
      // The others are measured all the same.
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  return group('Routes', compared, faults);
}

/** Every route there is, from the server's own table, as `GET /calendar/:file`. */
async function routesOfServer(): Promise<string[]> {
  const world = await BenchWorld.open();
  const server = await buildServer(bridgeOn(world.services()));
  try {
    await server.ready();
    return routesIn(server.printRoutes({ commonPrefix: false }));
  } finally {
    await server.close();
    await world.close();
  }
}

/** Reads Fastify's picture of a tree: an address is what stands on the way to it, and its methods in brackets behind it. */
function routesIn(tree: string): string[] {
  const way: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    if (part === '') return [];
    way.splice(indent.length / 4, Number.POSITIVE_INFINITY, part);
    return methods
      .split(', ')
      .filter((method) => !['HEAD', 'OPTIONS'].includes(method))
      .map((method) => `${method} ${way.join('')}`);
  });
}

/** @returns what it took until the answer was read, in milliseconds. */
async function asked(bot: Bot, route: string, { who, ask, by, status }: Use): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const userId = by?.() ?? bot.next(who);
  const request = (await ask?.(bot, userId)) ?? { path };
  await wait(PAUSE_MS);
  let answer: { readonly status: number; readonly body: string } = { status: 0, body: '' };
  const took = await timed(async () => (answer = await send(bot, method, request, userId)));
  const isAsExpected = status === undefined ? [200, 201].includes(answer.status) : answer.status === status;
  if (!isAsExpected) throw new Error(`${route}: ${String(answer.status)} ${answer.body.slice(0, 200)}`);
  return took;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

async function send(
  bot: Bot,
  method: string,
  { path, body, headers }: Request,
  userId: string,
): Promise<Answer> {
  const all = { ...bot.headersOf(userId), ...(body && { 'content-type': 'application/json' }), ...headers };
  const given = Object.entries(all).filter(([, value]) => value !== '');
  const response = await fetch(`${bot.url}${path}`, {
    method,
    redirect: 'manual',
    headers: Object.fromEntries(given),
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** What an answer says, which has to be there before the next request. */
async function told<T>(bot: Bot, userId: string, method: string, request: Request): Promise<T> {
  const { status, body } = await send(bot, method, request, userId);
  if (status >= 300) throw new Error(`${method} ${request.path}: ${String(status)} ${body.slice(0, 200)}`);
  return JSON.parse(body) as T;
}

function board({ world }: Bot): Request {
  return { path: `${API}?from=${world.today}&to=${addDays(world.today, 13)}` };
}

function weekdays(bot: Bot): object {
  return { weekdays: standingDays(bot).days.split(', ') };
}

let players = 0;
function newPlayer(): object {
  players += 1;
  return { guid: `new-over-http-${String(players)}`, name: `New ${String(players)}` };
}

async function calendarFile(bot: Bot, userId: string): Promise<Request> {
  const { address } = await told<{ address: string }>(bot, userId, 'POST', { path: `${API}/calendar` });
  return { path: new URL(address).pathname };
}

async function createdToCancel(bot: Bot, userId: string): Promise<Request> {
  const created = { path: `${API}/promotions/campaigns`, body: {} };
  const { campaign_id: id } = await told<{ campaign_id: string }>(bot, userId, 'POST', created);
  return { path: `${API}/promotions/campaigns/${id}` };
}

async function underWay(bot: Bot, userId: string): Promise<Request> {
  const path = `${API}/promotions/campaign`;
  const { campaign } = await told<{ campaign: { id: string } }>(bot, userId, 'GET', { path });
  return { path: `${API}/promotions/campaigns/${campaign.id}/more`, body: { count: 1 } };
}

function standingTo(method: string, end: string): NonNullable<Use['ask']> {
  return async (bot, userId) => {
    const path = `${API}/promotions/standing`;
    await told(bot, userId, 'POST', { path, body: weekdays(bot) });
    return { path: method === 'DELETE' ? path : `${path}${end}` };
  };
}

/** Up to where Discord sends a browser back to. */
async function cameBack(bot: Bot, userId: string): Promise<Request> {
  const from = { 'x-forwarded-for': addressOf(userId), authorization: '' };
  const left = await send(bot, 'GET', { path: '/auth/login', headers: from }, userId);
  bot.discord.oauth.signInAs(userId);
  const agreed = await fetch(left.headers.get('location') ?? '', { redirect: 'manual' });
  const back = new URL(agreed.headers.get('location') ?? '');
  return { path: `${back.pathname}${back.search}`, headers: { ...from, cookie: cookiesOf(left) } };
}

async function signedInToLeave(bot: Bot, userId: string): Promise<Request> {
  const session = await send(bot, 'GET', await cameBack(bot, userId), userId);
  const headers = { ...AJAX, origin: bot.url, authorization: '', cookie: cookiesOf(session) };
  return { path: '/auth/logout', headers };
}

function cookiesOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
