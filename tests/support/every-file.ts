import timers from 'node:timers';
import { afterAll, beforeAll } from 'vitest';
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
