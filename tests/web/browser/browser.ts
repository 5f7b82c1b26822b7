import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { type SitePlan, Site } from '../../../demo/site.js';
import { atEndOfFile } from '../../support/at-end-of-file.js';

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/**
 * What Chromium leaves out: its address bar's pages, a process for each visitor, and what Playwright would switch off, had it
 * the last word (the newest `--disable-features` counts).
 */
const LEFT_OUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${LEFT_OUT.join(',')}`,
];

/** Whether there is a browser to test with. Where there has to be one, tests fail without it instead of passing by. */
export const noBrowser = !existsSync(EXECUTABLE);

const NEEDED = `These tests need Chromium at ${EXECUTABLE}. Install it with "apt-get install -y chromium", or set CHROMIUM_PATH to the one you have.`;

if (noBrowser) {
  if (process.env['CI'] === 'true') throw new Error(NEEDED);
  process.stderr.write(`${NEEDED}\n`);
}

let running: Promise<Browser> | null = null;
let visitors = 0;

/** The browser of the file that runs now. */
function browser(): Promise<Browser> {
  if (running) return running;
  running = chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  atEndOfFile(async () => {
    await (await running)?.close();
    running = null;
  });
  return running;
}

/** The real bot with its bridge and pages, until the tests of the file have ended. */
export async function startSite(plan: SitePlan): Promise<Site> {
  const site = await Site.start(plan);
  atEndOfFile(() => site.stop());
  return site;
}

/** A tab of a browser of its own, and what went wrong in it. */
export interface Tab {
  readonly page: Page;
  /** Errors, violations of the content security policy, and what else the console complains of. */
  readonly complaints: string[];
  /** The origins that were asked for anything. */
  readonly origins: Set<string>;
}

/** Opens a tab that ends with the test. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await (
    await browser()
  ).newContext({
    locale: 'en-GB',
    // An address of its own, as visitors have: requests are limited by it.
    extraHTTPHeaders: { 'x-forwarded-for': `192.0.2.${(visitors += 1)}` },
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // A refused or broken request is in the console whatever a page does; it is tested for what it shows.
    const ofTheNetwork = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !ofTheNetwork) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) origins.add(new URL(request.url()).origin);
  });
  return { page, complaints, origins };
}

/** A tab on the site's page, signed in. */
export async function signedIn(site: Site, name: string, options?: BrowserContextOptions): Promise<Tab> {
  const tab = await openTab(options);
  site.signInAs(name);
  await tab.page.goto(site.url);
  await tab.page.locator('.hero .button').click();
  await tab.page.locator('muster-privacy button').first().waitFor();
  return tab;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Resolves when every transition has come to its end, in shadow roots too; what turns for ever is not waited for. */
const AT_REST = `(async () => {
  const within = (root) => [
    ...root.getAnimations(),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? within(shadowRoot) : [])),
  ];
  const ending = () => within(document).filter(
    ({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
  );
  for (let left = ending(); left.length > 0; left = ending())
    await Promise.allSettled(left.map(({ finished }) => finished));
})()`;

/** Expects that axe-core finds nothing serious, shadow roots included. A colour on its way to another is no fault. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  await page.evaluate(AT_REST);
  const serious =
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + JSON.stringify(target) + ' ' + failureSummary)))`);
  expect(serious).toEqual([]);
}

/** Expects that nothing has to be scrolled for sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(width).toBe(0);
}

/** What has the focus, by its name or text, through shadow roots. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    let it = document.activeElement;
    while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
    return (it?.getAttribute('name') || it?.getAttribute('aria-label') || it?.textContent || '').trim().replace(/\\s+/g, ' ');
  })()`);
}
