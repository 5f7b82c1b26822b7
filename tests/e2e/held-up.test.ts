import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../demo/bot-process.js';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';
import { token } from '../http/tokens.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { Records } from './records.js';
import { aBot, aDiscord, credentialsFor, MANAGE_SERVER } from './support.js';

const SECRET = 'a-secret-the-website-and-the-bridge-share';
const SETTINGS = '/api/settings';
const KEY = 'availability_session_ready_threshold';
const ANSWER = '/api/availability';

/** What was answered: the status, and the code of a refusal. */
interface Answered {
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** Somebody's browser, with one connection to a process that stays open. */
class Browser {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly userId: string,
  ) {
    onTestFinished(() => this.#agent.destroy());
  }

  async asks(method: string, path: string, body: object): Promise<Answered> {
    return (await this.sends(method, path, body)).answer;
  }

  /** Resolves once the request has left for the socket of the process, with what will be answered. */
  async sends(method: string, path: string, body: object): Promise<{ answer: Promise<Answered> }> {
    const asked = request(`${this.url}${path}`, {
      method,
      agent: this.#agent,
      headers: {
        authorization: `Bearer ${token(this.userId, Date.now(), {}, { secret: SECRET })}`,
        'content-type': 'application/json',
      },
    });
    const answer = once(asked, 'response').then(async ([response]) => {
      const said = (await json(response as IncomingMessage)) as { code?: string };
      return { status: (response as IncomingMessage).statusCode, code: said.code };
    });
    asked.end(JSON.stringify(body));
    await once(asked, 'finish');
    return { answer };
  }
}

/** Stops a process as a debugger does, or a machine that is paused; resolves when it stands still. */
async function stop({ child }: BotProcess): Promise<void> {
  child.kill('SIGSTOP');
  const stateOf = (): string =>
    spawnSync('ps', ['-o', 'state=', '-p', String(child.pid)], { encoding: 'utf8' }).stdout.trim();
  while (!stateOf().startsWith('T')) await turn();
}

describe.skipIf(!havePostgres)(`a process that was stopped while requests waited (${NEEDS_POSTGRES})`, () => {
  /** Two processes, of which the first has every role, and an admin who plays. */
  async function twoProcesses() {
    const server = await PostgresServer.start(postgresPrograms()!);
    onTestFinished(() => server.stop());
    const discord = await aDiscord();
    const { id } = discord.addMember({ name: 'Ada', permissions: MANAGE_SERVER });
    const records = Records.of(server.urlOf('postgres'));
    const env = {
      ...credentialsFor(discord),
      DATABASE_URL: server.urlOf('postgres'),
      BRIDGE_JWT_SECRET: SECRET,
    };
    const first = aBot(env);
    await first.ready();
    const second = aBot(env);
    await second.ready();
    const [here, there] = await Promise.all([first, second].map(addressOf));
    const [early, late, elsewhere] = [here, here, there].map((url) => new Browser(url!, id));
    // Both know her, and one connection to the first is open.
    const link = await early!.asks('POST', '/api/availability/player-link', { guid: 'A1', name: 'Ada' });
    expect(link.status).toBe(200);
    return { first, second, early: early!, late: late!, elsewhere: elsewhere!, records };
  }

  async function addressOf(bot: BotProcess): Promise<string> {
    return String((await bot.waitForEvent('bridge_listening'))['url']);
  }

  it('for longer than it counts as alive: it writes nothing that was decided before, and then goes on', async () => {
    const { first, second, early, late, elsewhere, records } = await twoProcesses();
    const threshold = (): unknown =>
      records.rows<{ value: string }>(`SELECT value FROM settings WHERE key = '${KEY}'`)[0]?.value;
    const answers = (): string[] =>
      records.rows<{ status: string }>('SELECT status FROM availability_entries').map(({ status }) => status);

    await stop(first);
    // One waits on a connection that is known, one on a connection that nobody has taken yet.
    const setting = await early.sends('PATCH', SETTINGS, { [KEY]: 9 });
    const answer = await late.sends('POST', ANSWER, { date: 'today', status: 'LOOKING' });
    // The other process takes what the first had: from here on nobody takes that for alive.
    await second.waitForEvent('gateway', (line) => line['state'] === 'ready', 60_000);
    expect((await elsewhere.asks('PATCH', SETTINGS, { [KEY]: 5 })).status).toBe(200);
    expect((await elsewhere.asks('POST', ANSWER, { date: 'today', status: 'NOT_PLAYING' })).status).toBe(200);
    first.child.kill('SIGCONT');
    expect(await Promise.all([setting.answer, answer.answer])).toEqual([
      { status: 503, code: 'held_up' },
      { status: 503, code: 'held_up' },
    ]);
    expect([threshold(), answers()]).toEqual(['5', ['NOT_PLAYING']]);

    // Asked again, once it knows how it stands, both are new decisions.
    const again = async (): Promise<Answered> => early.asks('PATCH', SETTINGS, { [KEY]: 9 });
    let answered = await again();
    while (answered.status === 503) answered = await again();
    expect(answered.status).toBe(200);
    expect((await late.asks('POST', ANSWER, { date: 'today', status: 'LOOKING' })).status).toBe(200);
    expect([threshold(), answers()]).toEqual(['9', ['LOOKING']]);
  });

  it('for a moment: what waited is done in its order, and a yes does not overtake a no', async () => {
    const { first, early, late, elsewhere, records } = await twoProcesses();
    await stop(first);
    const yes = await early.sends('POST', ANSWER, { date: 'today', status: 'LOOKING' });
    const other = await late.sends('PATCH', SETTINGS, { [KEY]: 7 });
    expect((await elsewhere.asks('POST', ANSWER, { date: 'today', status: 'NOT_PLAYING' })).status).toBe(200);
    // So long that its reading late shows: its last sign of life is two seconds old.
    const isSilent = (): boolean =>
      records.rows(`SELECT 1 FROM muster_processes WHERE beat_at < clock_timestamp() - interval '2 seconds'`)
        .length > 0;
    while (!isSilent()) await turn();
    first.child.kill('SIGCONT');
    expect(await yes.answer).toEqual({ status: 409, code: 'said_no_since' });
    expect((await other.answer).status).toBe(200);
    expect(records.rows('SELECT status FROM availability_entries')).toEqual([{ status: 'NOT_PLAYING' }]);
    expect(records.rows(`SELECT value FROM settings WHERE key = '${KEY}'`)).toEqual([{ value: '7' }]);
  });
});
