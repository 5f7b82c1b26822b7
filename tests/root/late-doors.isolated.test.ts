import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { BenchWorld } from '../bench/world.js';
import { aDiscord, aProcess } from './whole-process.js';

/** A database with a call to so many people that is due. @returns its path. */
async function aDueCall(discord: DiscordStandIn, people: number): Promise<string> {
  const world = await BenchWorld.open();
  onTestFinished(() => world.remove());
  world.join(discord, people);
  await world.promote();
  world.makeDue();
  return world.seal();
}

const CALL = { route: 'POST /channels/:id/messages' };

it('a process sends what is due before it has loaded its doors, which hear of it all the same', async () => {
  const discord = await aDiscord();
  const path = await aDueCall(discord, 3);
  const { life, happened, doors } = await aProcess(discord, { path });
  const whatWasThere = new Promise<unknown>((resolve) => {
    discord.traffic.on('exchange', ({ route }) => {
      if (route === CALL.route) resolve(doors.ifMade);
    });
  });
  await life.start();
  expect(await whatWasThere).toBeNull();
  await discord.traffic.waitForCount(CALL, 3);
  await happened(({ type }) => type === 'job_finished');
  const listening = await happened(({ type }) => type === 'bridge_listening');
  const url = listening.type === 'bridge_listening' ? listening.url : '';
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
    /^muster_sends_total\{.*outcome="sent".*\} 3$/m,
  );
}, 60_000);

it('a process that cannot have its address says so before anybody is called', async () => {
  const discord = await aDiscord();
  const path = await aDueCall(discord, 3);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const { life } = await aProcess(discord, { path, port });
  await expect(life.start()).rejects.toMatchObject({ name: 'ListenError' });
  expect(discord.traffic.all).toEqual([]);
}, 60_000);
