import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../demo/bot-process.js';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { Evening, type EveningPlan, type Introduction } from './support.js';

/** So many that a process can be killed while it calls them. */
const MANY = 16;
const PLAYERS: Record<string, Introduction> = {
  ana: { promoter: true },
  ...Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`p${index}`, {}])),
};

describe.skipIf(!havePostgres)(`three processes on one PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(postgresPrograms()!);
  });
  afterAll(() => server.stop());

  async function anEveningOfThree(plan: Pick<EveningPlan<string>, 'reminderIn' | 'startIn'>) {
    const env = {
      DATABASE_URL: server.urlOf('postgres'),
      DISCORD_MESSAGES_PER_SECOND: '6',
      LOG_LEVEL: 'debug',
    };
    const evening = await Evening.begin({ players: PLAYERS, ...plan, env });
    onTestFinished(() => evening.end());
    const bots = [evening.bot, evening.anotherBot(), evening.anotherBot()];
    await Promise.all(bots.map((bot) => bot.ready()));
    return { evening, bots };
  }

  it('another goes on where one is killed, with the calls and with the gateway', async () => {
    const { evening, bots } = await anEveningOfThree({ reminderIn: 20, startIn: 36 });
    const { discord } = evening;
    expect(discord.gateway.counts).toMatchObject({ identified: 1, doubled: 0 });
    await evening.people['ana']!.promotes({});

    // Her progress message comes beside the calls, for the process that could edit its first place is gone.
    const players = Object.entries(evening.people).filter(([name]) => name !== 'ana');
    const expectCalls = (count: number): void => {
      for (const [name, { dms }] of players)
        expect(
          dms.map((dm) => dm.text()),
          name,
        ).toHaveLength(count);
    };
    const sender = await whoFirst(bots, 'job_started', 'reminder');
    await discord.waitForMessage(() => discord.delivered.length >= 5);
    await sender.stop('SIGKILL');
    const left = bots.filter((bot) => bot !== sender);
    await whoFirst(left, 'job_finished', 'reminder');
    expectCalls(1);
    expect(new Set(evening.records.finalRows('reminder').values())).toEqual(new Set(['sent']));

    const holder = await whoHasGateway(left);
    await holder.stop('SIGKILL');
    const [last] = left.filter((bot) => bot !== holder);
    await whoHasGateway([last!]);
    const said = await evening.people['ana']!.uses('promote status');
    expect(said.text()).toContain('17');

    await whoFirst([last!], 'job_finished', 'start');
    expectCalls(2);
    expect(new Set(evening.records.finalRows('start').values())).toEqual(new Set(['sent']));
    expect(discord.gateway.counts.doubled).toBe(0);
    expect(evening.records.ledgerStates()).toEqual({ sent: 2 * Object.keys(PLAYERS).length });
  });
});

/** The first of these processes to log such an event of a job. */
async function whoFirst(bots: readonly BotProcess[], event: string, jobType: string): Promise<BotProcess> {
  return Promise.race(
    bots.map((bot) => bot.waitForEvent(event, (line) => line['jobType'] === jobType, 60_000).then(() => bot)),
  );
}

/** Which of these processes has the gateway, once one has. */
async function whoHasGateway(bots: readonly BotProcess[]): Promise<BotProcess> {
  return Promise.race(
    bots.map((bot) =>
      bot.waitForEvent('gateway', (line) => line['state'] === 'ready', 60_000).then(() => bot),
    ),
  );
}
