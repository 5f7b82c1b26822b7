/**
 * `npm run screenshots`: pictures of the web pages for docs/img, taken in Chromium of the real bot with stand-ins for
 * Discord, Telegram and Signal. Build first. CHROMIUM_PATH names the browser where it isn't /usr/bin/chromium.
 */
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { Site, type SitePlan } from '../demo/site.js';

const EVENING = 20 * 60;
const picture = (name: string): string => fileURLToPath(new URL(`../docs/img/${name}.png`, import.meta.url));

const PEOPLE: SitePlan['people'] = {
  Ana: {},
  Bor: { phone: 'telegram' },
  Cene: { status: 'AVAILABLE' },
  Dana: { status: 'MAYBE' },
  Eva: { optedIn: false },
  Filip: { status: 'NOT_PLAYING' },
  Grace: {},
  Hiro: { status: 'AVAILABLE' },
  Ines: { phone: 'signal' },
};

/** What the others say of the days to come, so that the week has something to show. */
async function fillTheWeek(site: Site): Promise<void> {
  const words = ['LOOKING', 'AVAILABLE', 'LOOKING', 'MAYBE', 'LOOKING'] as const;
  const today = Date.now();
  const names = [...site.people.keys()];
  for (let day = 1; day < 7; day += 1) {
    const date = new Date(today + day * 86_400_000).toLocaleDateString('en-CA', { timeZone: site.zone });
    for (const [index, name] of names.entries()) {
      if ((index * 3 + day * 2) % 5 > 2) continue;
      const status = words[(index + day) % words.length] ?? 'LOOKING';
      await (await site.discord.slash(site.idOf(name), 'availability set', { status, date })).settled();
    }
  }
}

async function signIn(page: Page, site: Site): Promise<void> {
  site.signInAs('Ana');
  await page.goto(site.url);
  await page.locator('.hero a.button').click();
  await page.locator('muster-preferences form').waitFor();
}

async function openModal(page: Page): Promise<void> {
  await page.locator('muster-promote [part="button"]').click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Available' }).check();
  await page.locator('muster-promote .total', { hasText: '6' }).waitFor();
  await page.locator('muster-promote [part="confirm"][aria-disabled="false"]').waitFor();
}

async function main(): Promise<void> {
  const site = await Site.start({ people: PEOPLE, reminderIn: EVENING, startIn: EVENING + 900 });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const take = async (
    name: string,
    options: BrowserContextOptions,
    prepare: (page: Page) => Promise<void>,
    fullPage = false,
  ): Promise<void> => {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: site.zone, ...options });
    const page = await context.newPage();
    await signIn(page, site);
    await prepare(page);
    await page.screenshot({ path: picture(name), fullPage, animations: 'disabled' });
    await context.close();
    console.log(picture(name));
  };
  try {
    await fillTheWeek(site);
    const wide = { width: 1280, height: 880 };
    const narrow = { width: 360, height: 760 };
    const asItIs = (): Promise<void> => Promise.resolve();
    await take('web-page-light', { viewport: wide, colorScheme: 'light' }, asItIs);
    await take('web-page-dark', { viewport: wide, colorScheme: 'dark' }, asItIs);
    await take('web-page-narrow', { viewport: narrow, colorScheme: 'light' }, asItIs);
    await take('web-promote-light', { viewport: wide, colorScheme: 'light' }, openModal);
    await take('web-promote-dark', { viewport: wide, colorScheme: 'dark' }, openModal);
    await take('web-promote-narrow', { viewport: narrow, colorScheme: 'dark' }, openModal);
  } finally {
    await browser.close();
    await site.stop();
  }
}

await main();
