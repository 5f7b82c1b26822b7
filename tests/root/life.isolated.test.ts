import { expect, it } from 'vitest';
import { Duties } from '../../src/domain/duties.js';
import { GATEWAY, HOUSEKEEPING } from '../../src/domain/roles.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Life } from '../../src/root/life.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { FakeRoles } from '../support/fake-roles.js';
import { aDiscord, aProcess } from './whole-process.js';

const nothing = (): Promise<void> => Promise.resolve();

it('a process that loses the gateway serves the rest, and commands again once it has it back', async () => {
  const discord = await aDiscord();
  const { roles, news, elsewhere, life, stop, told, happened, plant, doors } = await aProcess(discord);
  // Another process has it: this one is ready, loaded and logged out.
  roles.lose(GATEWAY);
  await life.start();
  const listening = await happened(({ type }) => type === 'bridge_listening');
  const url = listening.type === 'bridge_listening' ? listening.url : '';
  const ready = async () => (await fetch(`${url}/readyz`)).json();
  expect(await ready()).toMatchObject({
    status: 'ready',
    checks: { gateway: 'standby' },
    roles: ['housekeeping'],
  });
  expect([discord.gateway.counts.opened, doors.made.client.stores.get('commands').size > 5]).toEqual([
    0,
    true,
  ]);
  expect(await (await fetch(`${url}/metrics`)).text()).not.toMatch(/^muster_gateway_up/m);

  roles.release(GATEWAY);
  elsewhere.tell({ type: 'role_left', role: GATEWAY });
  await discord.waitForCommands(['help', 'promote']);
  expect(roles.tries.at(-1)).toBe(true);
  const { id } = discord.addMember({ name: 'Ana' });
  const left = discord.addMember({ name: 'Bor' });
  discord.removeMember(left.id);
  const asks = async (): Promise<string> => (await (await discord.slash(id, 'help')).settled()).text();
  expect(await asks()).toContain('/availability');
  expect(news.told).toContainEqual({ type: 'member_changed', user: left.id });
  expect(await ready()).toMatchObject({ checks: { gateway: 'ok' }, roles: ['housekeeping', GATEWAY] });

  roles.lose(GATEWAY);
  await discord.gateway.waitForDisconnect();
  expect(await ready()).toMatchObject({ status: 'ready', checks: { gateway: 'standby' } });
  const { sweptAt } = plant.dispatcher;
  await plant.dispatcher.sweep();
  expect(plant.dispatcher.sweptAt).toBeGreaterThan(sweptAt);
  roles.release(GATEWAY);
  await discord.gateway.waitForIdentify(2);
  expect(await asks()).toContain('/availability');

  await stop();
  expect(roles.givenBack).toEqual(['housekeeping', GATEWAY]);
  expect(discord.gateway.connected).toBe(false);
  expect(told.filter(({ type }) => type === 'background_error' || type === 'role_failed')).toEqual([]);
}, 60_000);

/** A process of which nothing is real but the order in which it stops; a message is under way until it is `answered`. */
async function aStop({ hasOthers }: { hasOthers: boolean }) {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const events = new SimpleEventBus();
  const roles = new FakeRoles();
  const duties = new Duties(roles, clock, events);
  for (const role of [GATEWAY, HOUSEKEEPING]) await duties.begin(role, { start: nothing, stop: nothing });
  let answered = (): void => undefined;
  const drained = new Promise<void>((resolve) => (answered = resolve));
  const ports = { clock, events, ground: { processes: () => (hasOthers ? 2 : 1), close: nothing } };
  const plant = { dispatcher: { inFlight: 1, drain: () => drained } };
  const door = { close: nothing, destroy: nothing };
  const doors = {
    client: door,
    progress: door,
    boards: door,
    tasks: door,
    bridge: null,
  };
  const life = new Life(
    {} as ConstructorParameters<typeof Life>[0],
    ports as unknown as ConstructorParameters<typeof Life>[1],
    plant as unknown as ConstructorParameters<typeof Life>[2],
    { duties, inboxes: [], doors: { ifMade: doors } } as unknown as ConstructorParameters<typeof Life>[3],
  );
  return { roles, life, answered: () => answered() };
}

it.each([
  [
    'gives the gateway back before its last message is answered, if another can take it',
    true,
    [GATEWAY, HOUSEKEEPING],
  ],
  ['keeps the gateway to the last, if there is none', false, [HOUSEKEEPING]],
] as const)('a process that stops %s', async (_when, hasOthers, atOnce) => {
  const { roles, life, answered } = await aStop({ hasOthers });
  const stopped = life.stop('SIGTERM');
  await settled();
  expect([...roles.givenBack].sort()).toEqual([...atOnce].sort());
  answered();
  await stopped;
  expect([...roles.givenBack].sort()).toEqual([GATEWAY, HOUSEKEEPING].sort());
});
