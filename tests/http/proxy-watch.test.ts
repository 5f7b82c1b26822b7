import { describe, expect, test } from 'vitest';
import { testBridge } from './test-bridge.js';

/** A bridge that trusts these, and what it tells of those that ask it. */
async function aBridge(trustedProxies: readonly string[] = []) {
  const bridge = await testBridge({ bridgeSettings: { trustedProxies } });
  return {
    bridge,
    ask: (remoteAddress: string, headers: Record<string, string> = {}) =>
      bridge.ask({ url: '/healthz', remoteAddress, headers }),
    told: () => bridge.app.eventsOf('proxy_stands_for_all').map(({ address, why }) => [address, why]),
  };
}

const STRANGER = '203.0.113.7';

describe('it is told, once, that everybody counts as one client', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['10.1.2.3', '10.1.2.3'],
    ['172.18.0.1', '172.18.0.1'],
    ['192.168.1.5', '192.168.1.5'],
    ['::ffff:172.18.0.1', '172.18.0.1'],
    ['fd00::5', 'fd00::5'],
    ['fe80::1', 'fe80::1'],
  ])('behind %s, which is not trusted and passes requests on', async (remoteAddress, address) => {
    const { ask, told } = await aBridge();
    for (let nth = 0; nth < 5; nth += 1) await ask(remoteAddress, { 'x-forwarded-for': STRANGER });
    expect(told()).toEqual([[address, 'not_trusted']]);
  });

  test.each(['forwarded', 'x-real-ip', 'x-forwarded-proto', 'via'])(
    'by whatever says so: %s',
    async (name) => {
      const { ask, told } = await aBridge();
      await ask('172.18.0.1', { [name]: 'x' });
      expect(told()).toEqual([['172.18.0.1', 'not_trusted']]);
    },
  );

  test('behind a second proxy that the trusted one was asked by', async () => {
    const { ask, told } = await aBridge(['127.0.0.1']);
    await ask('127.0.0.1', { 'x-forwarded-for': `${STRANGER}, 10.0.0.7` });
    expect(told()).toEqual([['10.0.0.7', 'not_trusted']]);
  });

  test.each(['forwarded', 'x-real-ip', 'x-forwarded-proto'])(
    'behind a trusted one that says whom it asks for in %s alone',
    async (name) => {
      const { ask, told } = await aBridge(['198.51.100.1']);
      await ask('198.51.100.1', { [name]: 'x' });
      expect(told()).toEqual([['198.51.100.1', 'does_not_say']]);
    },
  );

  test('behind ten of them at most', async () => {
    const { ask, told } = await aBridge();
    for (let nth = 0; nth < 30; nth += 1) await ask(`10.0.0.${nth}`, { 'x-forwarded-for': STRANGER });
    expect(told()).toHaveLength(10);
  });
});

describe('nothing is told', () => {
  test('of a trusted proxy that says whom it asks for', async () => {
    const { ask, told } = await aBridge(['127.0.0.1', '10.0.0.0/8']);
    for (const person of [STRANGER, '192.168.1.20', 'unknown', `${STRANGER}, 10.0.0.7`])
      await ask('127.0.0.1', { 'x-forwarded-for': person, 'x-forwarded-proto': 'https' });
    expect(told()).toEqual([]);
  });

  test('of whoever passes nothing on', async () => {
    const { ask, told } = await aBridge(['172.18.0.1']);
    for (const address of ['127.0.0.1', '172.18.0.1', '192.168.1.20', STRANGER]) await ask(address);
    expect(told()).toEqual([]);
  });

  test('of what a stranger on the Internet claims', async () => {
    const { ask, told } = await aBridge(['127.0.0.1']);
    await ask(STRANGER, { 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1' });
    await ask('127.0.0.1', { 'x-forwarded-for': `10.0.0.1, ${STRANGER}` });
    expect(told()).toEqual([]);
  });
});
