import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess } from '../../demo/bot-process.js';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { Evening, type EveningPlan, type Introduction } from './support.js';

/** From the end of a process to the next nudge by another, at most: on a busy machine, in milliseconds. */
const HANDED_OVER_WITHIN_MS = 3_000;
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

  let evenings = 0;
  async function anEveningOfThree(
    plan: Pick<EveningPlan<string>, 'reminderIn' | 'startIn'>,
    settings: Record<string, string> = {},
  ) {
    const database = `evening_${(evenings += 1)}`;
    const connection = await PostgresConnection.open({ url: server.urlOf('postgres') });
    await connection.script(`CREATE DATABASE ${database} TEMPLATE template0`);
    await connection.close();
    const env = {
      DATABASE_URL: server.urlOf(database),
      DISCORD_MESSAGES_PER_SECOND: '6',
      LOG_LEVEL: 'debug',
      ...settings,
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

  it('another goes on with the follow-up within moments where the one with the gateway is stopped, and knows who has come', async () => {
    const { evening, bots } = await anEveningOfThree(
      { reminderIn: -60, startIn: 30 },
      {
        DISCORD_MESSAGES_PER_SECOND: '4',
        AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
        AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '2',
      },
    );
    const { discord, people } = evening;
    const voice = discord.addChannel({ name: 'Voice', type: 'voice' }).id;
    discord.setVoice(people['p0']!.id, voice);
    await people['ana']!.promotes({});
    const nudgesOf = (name: string) =>
      people[name]!.dms.filter(({ content }) => content.includes('not in voice yet'));
    const nudged = (): string[] => Object.keys(people).filter((name) => nudgesOf(name).length > 0);
    await discord.waitUntil(() => nudged().length >= 3, 'three nudges', 60_000);

    const holder = await whoHasGateway(bots);
    const left = bots.filter((bot) => bot !== holder);
    const stoppedAt = Date.now();
    const stopped = holder.stop('SIGTERM');
    await discord.gateway.waitForDisconnect();
    // Nobody is told of it: the next one sees it when it logs in.
    const before = nudged();
    const late = Object.keys(PLAYERS)
      .filter((name) => !before.includes(name) && name !== 'p0')
      .at(-1)!;
    discord.setVoice(people[late]!.id, voice);
    await discord.waitUntil(() => nudged().length > before.length + 1, 'more nudges', 60_000);
    const took = nudged()
      .filter((name) => !before.includes(name))
      .map((name) => nudgesOf(name)[0]!.createdAt - stoppedAt);
    // A second or so; until the next look it would be five and more.
    expect(Math.min(...took)).toBeLessThan(HANDED_OVER_WITHIN_MS);
    await stopped;
    await whoFirst(left, 'job_finished', 'follow_up');
    for (const name of Object.keys(PLAYERS))
      expect(nudgesOf(name), name).toHaveLength(name === 'p0' || name === late ? 0 : 1);
    const fates = evening.records.finalRows('follow_up');
    expect([fates.get(people[late]!.id), fates.get(people['ana']!.id)]).toEqual([
      'skipped (present)',
      'sent',
    ]);
    expect(discord.gateway.counts).toMatchObject({ identified: 2, doubled: 0 });
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
