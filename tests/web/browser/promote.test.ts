import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Site } from '../../../demo/site.js';
import { web as texts } from '../../../src/messages/en/web.js';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  focused,
  noBrowser,
  signedIn,
  startSite,
} from './browser.js';

const openModal = async (page: Page): Promise<void> => {
  await page.locator('muster-promote [part="button"]').click();
  await page.locator('muster-promote .answer').waitFor();
};
const total = (page: Page, count: number) =>
  page.locator('muster-promote .total', { hasText: String(count) });
const confirm = (page: Page) => page.locator('muster-promote [part="confirm"][aria-disabled="false"]');

describe.skipIf(noBrowser)('calling players from the modal', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite({
      people: {
        Ana: {},
        Bor: {},
        Cene: { status: 'AVAILABLE' },
        Dana: { status: 'MAYBE', phone: 'signal' },
        Eva: { optedIn: false },
        Fay: { status: 'NOT_PLAYING', promoter: true },
      },
      reminderIn: 1_800,
      startIn: 2_700,
    });
  });

  test('is for promoters; the others are shown nothing they may not use', async () => {
    const { page } = await signedIn(site, 'Bor');
    await page.locator('muster-tonight').waitFor({ state: 'attached' });
    expect(await page.locator('muster-promote').count()).toBe(0);
  });

  test('shows who is called, when, why others are not, and the texts, and follows the options', async () => {
    const { page, complaints } = await signedIn(site, 'Ana');
    await openModal(page);
    await total(page, 2).waitFor();
    await page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeAvailable }).check();
    await total(page, 3).waitFor();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(texts.promote.notIncluded(1)).waitFor();
    await dialog.getByRole('button', { name: texts.promote.includeThem }).click();
    await total(page, 4).waitFor();
    expect(
      await page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeMaybe }).isChecked(),
    ).toBe(true);
    await dialog.getByText(texts.promote.previewUpdated(4)).waitFor({ state: 'attached' });
    await dialog.getByRole('rowheader', { name: 'Dana' }).waitFor();
    await dialog.getByText(`1 × ${texts.skipReason.not_opted_in}`).waitFor();
    expect(await dialog.locator('.text').count()).toBeGreaterThanOrEqual(2);
    await expectAccessible(page);

    const reminder = dialog.locator('.message').first();
    expect(await dialog.getByRole('radio', { name: texts.channel.discord }).isChecked()).toBe(true);
    expect(await reminder.innerText()).not.toContain('<t:');
    expect(await reminder.getByRole('listitem').allInnerTexts()).toEqual([
      'Coming',
      'Later',
      'Not tonight',
      'Stop these messages',
    ]);
    await dialog.getByRole('radio', { name: texts.channel.signal }).check();
    await reminder.getByText('STOP to stop these messages').waitFor();
    expect(await reminder.getByRole('listitem').count()).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  test('takes a start and a line of one’s own, and says at the field what is wrong with one', async () => {
    const { page, complaints } = await signedIn(site, 'Ana');
    await openModal(page);
    const start = page.getByLabel(texts.promote.start);
    const note = page.getByLabel(texts.promote.note);
    await note.fill('Look at https://example.org');
    await page.getByText(texts.refusals.invalid_note).waitFor();
    expect(await note.getAttribute('aria-invalid')).toBe('true');
    expect(await confirm(page).count()).toBe(0);
    await note.fill('Bring a friend');
    await page.locator('muster-promote .message', { hasText: 'Bring a friend' }).first().waitFor();
    await start.fill(site.clock(-600));
    await page.getByText(texts.refusals.start_too_near).waitFor();
    const at = site.clock(3_600);
    await start.fill(at);
    await page.getByRole('row', { name: new RegExp(`start.*${at}`, 'i') }).waitFor();
    await expectAccessible(page);
    await start.fill('');
    await total(page, 2).waitFor();
    await confirm(page).waitFor();
    expect(complaints).toEqual([]);
  });

  test('heeds only the newest answer of a slow bridge', async () => {
    const { page } = await signedIn(site, 'Ana');
    await openModal(page);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/include_available=true&include_maybe=false/, async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    const slow = page.waitForRequest(/include_available=true&include_maybe=false/);
    await page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeAvailable }).check();
    await slow;
    expect(await confirm(page).count()).toBe(0);
    await page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeMaybe }).check();
    await total(page, 4).waitFor();
    release();
    await confirm(page).waitFor();
    expect(await total(page, 4).count()).toBe(1);
  });

  test('works with the keyboard alone, and gives the focus back', async () => {
    const { page } = await signedIn(site, 'Ana');
    await page.locator('muster-promote [part="button"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('muster-promote .answer').waitFor();
    expect(await focused(page)).toBe(texts.promote.title);
    const seen = new Set<string>();
    for (let step = 0; step < 12 && !seen.has('include_available'); step += 1) {
      await page.keyboard.press('Tab');
      seen.add(await focused(page));
    }
    expect(seen).toContain('include_available');
    await page.keyboard.press('Space');
    await total(page, 3).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe(texts.promote.button);
  });

  test('says that the bridge is away, and goes on when it is back', async () => {
    const { page } = await signedIn(site, 'Ana');
    await openModal(page);
    await site.bot.stop();
    await page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeAvailable }).check();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(texts.trouble.network).waitFor();
    await site.restart();
    await dialog.getByRole('button', { name: texts.common.retry }).click();
    await total(page, 3).waitFor();
  });

  test('says that the session has ended, and creates nothing', async () => {
    const { page } = await signedIn(site, 'Ana');
    await openModal(page);
    await page.context().clearCookies();
    await confirm(page).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('link', { name: texts.common.signIn }).waitFor();
    const other = await signedIn(site, 'Bor');
    const today = await other.page.request.get(`${site.url}/api/availability/promotions/campaign`);
    expect(await today.json()).toEqual({ campaign: null });
  });

  test('fits 320 px', async () => {
    const { page } = await signedIn(site, 'Ana', {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    });
    await openModal(page);
    await expectNoSidewaysScroll(page);
    const sideways = await page
      .locator('muster-promote .body')
      .evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(sideways).toBe(0);
    await expectAccessible(page);
  });

  test('creates once, refuses a second with other options in words, and cancels after asking', async () => {
    const { page, complaints } = await signedIn(site, 'Ana');
    const second = await signedIn(site, 'Ana');
    await openModal(page);
    await openModal(second.page);
    await confirm(page).click();
    await page.getByRole('dialog').getByRole('heading', { name: texts.progress.title }).waitFor();
    await page.locator('muster-promote [part="progress"]').waitFor();
    await expectAccessible(page);

    await second.page.getByRole('dialog').getByRole('checkbox', { name: texts.promote.includeMaybe }).check();
    await total(second.page, 3).waitFor();
    await confirm(second.page).click();
    const refused = second.page.getByRole('dialog').getByRole('alert');
    await refused.waitFor();
    expect(await refused.innerText()).not.toContain(texts.trouble.server);
    await refused.getByRole('button', { name: texts.promote.showExisting }).click();
    await second.page.locator('muster-promote [part="progress"]').waitFor();

    const other = await signedIn(site, 'Fay');
    await other.page.locator('muster-promote [part="button"]').click();
    await other.page.locator('muster-promote [part="progress"]').waitFor();
    expect(await other.page.locator('muster-promote [part="cancel"]').count()).toBe(0);

    await page.locator('muster-promote [part="cancel"]').click();
    expect(await focused(page)).toBe(texts.progress.cancelNo);
    await page.getByRole('button', { name: texts.progress.cancelYes }).click();
    await page.getByRole('dialog').getByText(texts.progress.cancelledInTime).first().waitFor();
    await page.getByRole('button', { name: texts.promote.another }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(noBrowser)('calling an evening off from the modal', () => {
  test('asks whom to tell once somebody was pinged, and tells them', { timeout: 120_000 }, async () => {
    const site = await startSite({
      people: { Ana: {}, Bor: {}, Cene: {} },
      reminderIn: 20,
      startIn: 600,
    });
    const { page, complaints } = await signedIn(site, 'Ana');
    await openModal(page);
    await confirm(page).click();
    const progress = page.locator('muster-promote [part="progress"]');
    const reminded = progress.getByRole('progressbar', { name: texts.progress.bar(texts.job.reminder) });
    await reminded.and(progress.locator('[aria-valuenow="3"]')).waitFor({ timeout: 60_000 });

    await page.locator('muster-promote [part="cancel"]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(texts.progress.callOffQuestion(3)).waitFor();
    expect(await focused(page)).toBe(texts.progress.callOffBack);
    await expectAccessible(page);
    await page.getByRole('button', { name: texts.progress.callOffBack }).click();
    await page.locator('muster-promote [part="cancel"]').click();
    expect(await page.getByRole('button', { name: texts.progress.callOffQuietly }).count()).toBe(1);
    await page.getByRole('button', { name: texts.progress.callOffTell(3) }).click();
    await dialog.getByText(texts.progress.calledOff(3)).waitFor();
    const told = progress.getByRole('progressbar', { name: texts.progress.bar(texts.job.call_off) });
    await told.and(progress.locator('[aria-valuenow="3"]')).waitFor({ timeout: 60_000 });
    expect(site.discord.dmsTo(site.idOf('Bor')).at(-1)?.text()).toContain('is off.');
    expect(await page.locator('muster-promote [part="cancel"]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(noBrowser)('asking for a standby from the modal', () => {
  test(
    'shows who is on standby, and pings one a press until nobody is left',
    { timeout: 120_000 },
    async () => {
      const site = await startSite({
        people: {
          Ana: {},
          Bor: {},
          Cene: { status: 'MAYBE' },
          Dana: { status: 'AVAILABLE' },
          Eva: { status: 'AVAILABLE', optedIn: false },
        },
        reminderIn: 300,
        startIn: 600,
      });
      const { page, complaints } = await signedIn(site, 'Ana');
      await openModal(page);
      const dialog = page.getByRole('dialog');
      const standbys = dialog.locator('[part="standbys"]');
      await standbys.getByRole('heading', { name: texts.promote.standbys(2) }).waitFor();
      expect(await standbys.getByRole('rowheader').allInnerTexts()).toEqual(['Dana', 'Cene']);
      expect(await standbys.innerText()).toContain(`1 × ${texts.skipReason.not_opted_in}`);
      await expectAccessible(page);
      await confirm(page).click();

      const more = dialog.locator('[part="more"]');
      await more.waitFor();
      await expectAccessible(page);
      await more.click();
      await dialog.getByText(texts.progress.moreCalled(false)).waitFor();
      const asked = dialog.getByRole('progressbar', { name: texts.progress.bar(texts.job.one_more) });
      await asked.and(dialog.locator('[aria-valuenow="1"]')).waitFor();
      expect(site.discord.dmsTo(site.idOf('Dana')).at(-1)?.text()).toContain('can you step in?');
      expect(site.discord.dmsTo(site.idOf('Cene'))).toEqual([]);
      expect(await focused(page)).toBe(texts.progress.callStandby);

      await more.click();
      await asked.and(dialog.locator('[aria-valuenow="2"]')).waitFor();
      await more.waitFor({ state: 'hidden' });
      expect(await focused(page)).toBe(texts.progress.title);
      expect(site.discord.dmsTo(site.idOf('Cene')).at(-1)?.text()).toContain('can you step in?');
      await expectAccessible(page);

      const other = await signedIn(site, 'Bor');
      await other.page.locator('muster-tonight').waitFor({ state: 'attached' });
      expect(await other.page.locator('muster-promote [part="more"]').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );
});

describe.skipIf(noBrowser)('an evening seen from the page', () => {
  test(
    'the bars fill as the messages leave, to the nudge of who is missing, and a summary stays',
    { timeout: 120_000 },
    async () => {
      const site = await startSite({
        people: { Ana: {}, Bor: {}, Cene: {}, Dana: {} },
        reminderIn: 40,
        startIn: 45,
        env: { AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '1' },
      });
      const { page, complaints } = await signedIn(site, 'Ana');
      await openModal(page);
      await confirm(page).click();
      const progress = page.locator('muster-promote [part="progress"]');
      await progress.waitFor();
      for (const job of [texts.job.reminder, texts.job.start, texts.job.follow_up]) {
        const bar = progress.getByRole('progressbar', { name: texts.progress.bar(job) });
        await bar.and(progress.locator('[aria-valuenow="4"]')).waitFor({ timeout: 60_000 });
      }
      await progress.locator('.campaign-line strong', { hasText: /4\sof\s4 reached/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('muster-tonight').getByText('Done: 4 nudged').first().waitFor();
      await expectAccessible(page);
      expect(site.discord.dmsTo(site.idOf('Bor'))).toHaveLength(3);
      // After the start nobody can be called any more, but there is something to look at.
      await page.reload();
      await page.locator('muster-promote').getByRole('button', { name: texts.promote.showExisting }).click();
      await progress.waitFor();
      expect(complaints).toEqual([]);
    },
  );
});
