import { expect, it } from 'vitest';
import { pageWith, readPage, readReport } from './page.js';

it('docs/performance.md shows what bench/results.json says', async () => {
  expect(readPage()).toBe(await pageWith(readReport()));
});
