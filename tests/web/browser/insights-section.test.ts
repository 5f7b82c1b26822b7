import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Site } from '../../../demo/site.js';
import { addDays, localDate } from '../../../src/domain/local-time.js';
import { insights as words } from '../../../src/messages/en/insights.js';
import { web as texts } from '../../../src/messages/en/web.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';
import { expectAccessible, expectNoSidewaysScroll, noBrowser, signedIn, startSite } from './browser.js';

/** How many came to an evening, so many days ago; `null`: that is not known. */
const EVENINGS: readonly (readonly [ago: number, joined: number | null])[] = [
  [22, 4],
  [21, 8],
  [15, 5],
  [14, 7],
  [8, 2],
  [7, 9],
  [3, null],
];

/** Puts evenings on record that are over. */
function past(path: string, today: string): void {
  const file = new SqliteFile(path);
  for (const [ago, joined] of EVENINGS) {
    const date = addDays(today, -ago);
    const at = `${date}T20:00:00.000Z`;
    file
      .prepare(
        `INSERT INTO availability_promotion_campaigns
          (id, campaign_date, timezone, start_at, initiated_by, guild_id, include_available, include_maybe, dry_run,
           status, idempotency_key, recipient_count, channels_summary, created_at, updated_at, left_out)
          VALUES (?, ?, 'UTC', ?, ?, 'g', 0, 0, 0, 'sent', ?, 10, '{}', ?, ?,
           '{"pingsOff":4,"ownLimit":0,"unreachable":3,"saidNothing":12}')`,
      )
      .run(date, date, at, `promoter of ${date}`, date, at, at);
    file
      .prepare(
        `INSERT INTO availability_promotion_turnouts
          (campaign_id, campaign_date, expected, in_voice, on_server, joined, created_at, updated_at)
          VALUES (?, ?, 10, ?, NULL, ?, ?, ?)`,
      )
      .run(date, date, joined === null ? null : Math.max(0, joined - 2), joined, at, at);
  }
  file.close();
}

describe.skipIf(noBrowser)('the insights on the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-insights-'));
  let site: Site;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    const path = join(folder, 'muster.sqlite');
    site = await startSite({
      people: { Ana: {}, Bor: {} },
      reminderIn: 1_800,
      startIn: 2_700,
      env: { DATABASE_URL: `sqlite:${path}` },
    });
    past(path, localDate(Date.now(), site.zone));
  });

  test.each([
    ['wide', 'light', 1280],
    ['narrow', 'dark', 320],
  ] as const)('are drawn, told in words and in a table: %s and %s', async (_, colorScheme, width) => {
    const { page, complaints } = await signedIn(site, 'Ana', {
      colorScheme,
      viewport: { width, height: 900 },
    });
    await page.getByRole('button', { name: texts.page.showInsights }).click();
    const section = page.locator('muster-insights');
    await section.getByText(words.weekdayTitle).waitFor();
    expect(await section.locator('svg g').count()).toBe(EVENINGS.length);
    expect(await section.getByText(/: 9 of 10 came$/).count()).toBe(1);
    expect(await section.getByText(/: 10 pinged, attendance unknown$/).count()).toBe(1);
    await section.getByText('28 with session pings off, 21 couldn’t be reached', { exact: false }).waitFor();
    await section.getByText(words.page.eachEvening, { exact: true }).click();
    expect(
      await section.getByText(/ · Missing: 4 with session pings off, 3 couldn’t be reached/).count(),
    ).toBe(EVENINGS.length);
    const rows = section.locator('tbody tr');
    // Those who reached it every time, before or after the others in the week.
    expect((await rows.allInnerTexts()).map((row) => row.split('\t').slice(1)).sort()).toEqual([
      ['3', '0', '3.7'],
      ['3', '3', '8.0'],
    ]);
    await section.getByText(/works best\.$/).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  test('are for promoters alone', async () => {
    const { page } = await signedIn(site, 'Bor');
    expect(await page.getByRole('button', { name: texts.page.showInsights }).count()).toBe(0);
  });
});
