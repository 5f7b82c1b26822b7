import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { buildServer } from '../../src/http/server.js';
import { listen } from '../../src/http/listen.js';
import type { Clock } from '../../src/domain/clock.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import type { ServiceContext } from '../../src/services/context.js';
import { type BenchResult, median } from './result.js';
import { BenchWorld, bridgeOn, instantChannel, PROMOTER } from './world.js';

const PEOPLE = 2_000;
const ROUNDS = 5;
const LASTING_MS = 1_500;
/** What Discord is sent unless a setting says otherwise. */
const PACE = 40;
const SECRET = 'a secret of the bench, and of its pages';
const POLLER = fileURLToPath(new URL('poller.mjs', import.meta.url));
const run = promisify(execFile);

interface Answer {
  readonly campaign: { readonly status: string };
}

interface Polled {
  readonly answers: number;
  readonly bodies: number;
}

/** How a campaign stands, asked without a pause while it is drained, against a bare Fastify route in the same process. */
export async function polling(): Promise<BenchResult[]> {
  const world = await BenchWorld.open();
  world.fill(PEOPLE, 1);
  await world.promote();
  const dispatcher = world.dispatcher({ ...instantChannel, messagesPerSecond: PACE });
  const server = await buildServer(bridgeOn(unlimited(world.services()), SECRET));
  const bare = fastify();
  try {
    const address = await listen(server, { host: '127.0.0.1', port: 0 });
    const url = `${address}/api/availability/promotions/campaign`;
    const token = bearer();
    const ask = async (): Promise<Answer> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await server.inject({ url: '/api/availability/promotions/campaign', headers })).json();
    };
    const body = await ask();
    bare.get('/campaign', () => body);
    const bareUrl = `${await bare.listen({ host: '127.0.0.1', port: 0 })}/campaign`;
    await dispatcher.recover();
    world.makeDue();
    await dispatcher.sweep();

    const ours: Polled[] = [];
    const plain: Polled[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [mine, other] = [await polled(url, token), await polled(bareUrl, token)];
      // The first one warms up.
      if (round > 0) {
        ours.push(mine);
        plain.push(other);
      }
    }
    if ((await ask()).campaign.status !== 'running')
      throw new Error('the drain was over before the polling was');
    const [mine, floor] = [perSecond(ours), perSecond(plain)];
    const news = ours.reduce((sum, { bodies }) => sum + bodies, 0);
    const all = ours.reduce((sum, { answers }) => sum + answers, 0);
    return [
      {
        name: `Following a campaign of ${String(PEOPLE)} while it is drained`,
        measured: `${mine.toFixed(0)} requests/s`,
        baseline: `${floor.toFixed(0)} requests/s: a bare Fastify route with the same body`,
        ratio: mine / floor,
        goal: { atLeast: 0.6 },
        note: `${((100 * news) / all).toFixed(1)} % of the answers had news, the others were 304; a browser asks once in some seconds`,
      },
    ];
  } finally {
    await dispatcher.drain();
    await server.close();
    await bare.close();
    await world.close();
  }
}

async function polled(url: string, token: string): Promise<Polled> {
  const { stdout } = await run(process.execPath, [POLLER, url, token, String(LASTING_MS)]);
  return JSON.parse(stdout) as Polled;
}

function perSecond(runs: readonly Polled[]): number {
  return median(runs.map(({ answers }) => answers)) / (LASTING_MS / 1000);
}

/** The limits count as always, but every request is in a window of its own. */
function unlimited(services: ServiceContext): ServiceContext {
  let skipped = 0;
  const { clock } = services;
  const skipping: Clock = {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    monotonic: () => clock.monotonic() + (skipped += 61_000),
  };
  return { ...services, clock: skipping, limits: new MemoryLimits(skipping) };
}

/** A token for the promoter, for as long as one may be good. */
function bearer(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: PROMOTER, aud: 'muster', iat, exp: iat + 300 };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}
