import timers from 'node:timers';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { endFile } from './at-end-of-file.js';

// vitest runs this for every file, whatever else its files share.
beforeAll(() => {
  // A spy on a fake timer puts that back when vitest restores all spies, after its file; every wait would hang from then on.
  if (globalThis.setTimeout !== timers.setTimeout) {
    throw new Error(
      'a file before this one left a fake timer behind: restore its spies before vi.useRealTimers()',
    );
  }
});
afterAll(endFile);
if (process.env['MUSTER_TEST_ENGINE'] === 'postgres') {
  // Only there, for it loads the driver.
  const { havePostgres, NEEDS_POSTGRES } = await import('./postgres.js');
  beforeEach(({ skip }) => skip(!havePostgres, NEEDS_POSTGRES));
}
