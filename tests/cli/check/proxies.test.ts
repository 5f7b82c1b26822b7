import { expect, test } from 'vitest';
import { proxyCheck } from '../../../src/cli/check/proxies.js';
import type { Config } from '../../../src/config/config.js';
import { found } from './support.js';

const look = (publicUrl: string | null, trustedProxies: readonly string[] = []) =>
  found(proxyCheck({ bridge: { publicUrl, trustedProxies } } as unknown as Config));

test('https without a proxy that is named is a warning', async () => {
  expect(await look('https://muster.example')).toMatch(
    /^warning .*name its address in BRIDGE_TRUSTED_PROXIES/,
  );
});

test('nothing is told where one is named, or none is needed', async () => {
  expect(await look('https://muster.example', ['127.0.0.1'])).toBe('');
  expect(await look('http://127.0.0.1:8080')).toBe('');
  expect(await look(null)).toBe('');
  expect(await found(proxyCheck({ bridge: null } as unknown as Config))).toBe('');
});
