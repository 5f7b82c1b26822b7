import type { Config } from '../../config/config.js';
import { type Check, warning } from './finding.js';

/** The bridge speaks no TLS itself, so where people reach it by TLS a proxy is in front. */
export function proxyCheck({ bridge }: Config): Check {
  const what = 'reverse proxy';
  return {
    what,
    look: () => {
      const isBehindOne = bridge?.publicUrl?.startsWith('https:') ?? false;
      if (!isBehindOne || bridge?.trustedProxies.length !== 0) return [];
      return warning(
        what,
        'BRIDGE_PUBLIC_URL is https, so there is one, and everybody behind it counts as one client: name its address in BRIDGE_TRUSTED_PROXIES',
      );
    },
  };
}
