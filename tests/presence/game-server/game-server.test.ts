import { describe, expect, it, onTestFinished, test } from 'vitest';
import { GameServerStandIn } from '../../../demo/game-server/stand-in.js';
import type { GameServer } from '../../../src/domain/presence.js';
import { openGameServer } from '../../../src/presence/game-server/open-game-server.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { FakeClock } from '../../support/fake-clock.js';

const clock = new FakeClock('2026-03-10T20:01:30Z');

async function aServer(): Promise<GameServerStandIn> {
  const server = await GameServerStandIn.start();
  onTestFinished(() => server.stop());
  return server;
}

async function asked(server: GameServerStandIn, type = 'wet'): Promise<GameServer> {
  const { host, port } = server;
  const opened = await openGameServer({ type, host, port }, clock);
  if (!opened) throw new Error(`gamedig knows no ${type}`);
  return opened;
}

describe('who is on the game server', () => {
  it('is nobody, while nobody is', async () => {
    const server = await aServer();
    expect(await (await asked(server)).players()).toEqual([]);
    expect(server.questions).toEqual(['getstatus']);
  });

  it('is told by name, as the server spells it, whoever comes and goes', async () => {
    const server = await aServer();
    const game = await asked(server);
    server.players = [{ name: '^1T^7om' }, { name: '[ABC] Ann', score: -3, ping: 999 }];
    expect(await game.players()).toEqual(['^1T^7om', '[ABC] Ann']);
    server.players = [{ name: '[ABC] Ann' }];
    expect(await game.players()).toEqual(['[ABC] Ann']);
  });

  it('counts those whose ping still reads 0', async () => {
    const server = await aServer();
    server.players = [{ name: 'Tom', ping: 0 }, { name: 'Ann' }];
    expect([...((await (await asked(server)).players()) ?? [])].sort()).toEqual(['Ann', 'Tom']);
  });

  it('passes over somebody without a name', async () => {
    const server = await aServer();
    server.players = [{ name: '' }, { name: 'Ann' }];
    expect(await (await asked(server)).players()).toEqual(['Ann']);
  });

  it('is told in the letters the players wrote', async () => {
    const server = await aServer();
    server.players = [{ name: 'Žan ☕' }];
    expect(await (await asked(server)).players()).toEqual(['Žan ☕']);
  });

  it('is asked under another name of the protocol too', async () => {
    const server = await aServer();
    server.players = [{ name: 'Tom' }];
    expect(await (await asked(server, 'protocol-quake3')).players()).toEqual(['Tom']);
  });
});

describe('not known it is', () => {
  it('two seconds after a question without an answer, and not sooner', async () => {
    const server = await aServer();
    server.mode = 'silent';
    const game = await asked(server);
    const question = server.nextQuestion();
    let answer: readonly string[] | null | undefined;
    const answered = game.players().then((players) => (answer = players));
    await question;
    await clock.advance(1_999);
    expect(answer).toBeUndefined();
    await clock.advance(1);
    expect(await answered).toBeNull();
  });

  test.each(['garbage', 'broken'] as const)('when the answer is %s', async (mode) => {
    const server = await aServer();
    server.players = [{ name: 'Tom' }];
    server.mode = mode;
    const game = await asked(server);
    const question = server.nextQuestion();
    const answered = game.players();
    await question;
    if (mode === 'garbage') await clock.advance(2_000);
    expect(await answered).toBeNull();
  });

  it('where nothing listens, or no such host is; and it never throws', async () => {
    const server = await GameServerStandIn.start();
    const { host, port } = server;
    await server.stop();
    const closed = await openGameServer({ type: 'wet', host, port }, new SystemClock());
    const nowhere = await openGameServer({ type: 'wet', host: 'nowhere.invalid', port }, new SystemClock());
    expect(await Promise.all([closed?.players(), nowhere?.players()])).toEqual([null, null]);
  });
});

test('a game gamedig does not know is told before anybody is asked', async () => {
  for (const type of ['enemy-territory', 'protocol-quake99', 'constructor', 'protocol-constructor']) {
    expect(await openGameServer({ type, host: '127.0.0.1' }, clock)).toBeNull();
  }
  expect(await openGameServer({ type: 'minecraft', host: '127.0.0.1' }, clock)).not.toBeNull();
});
