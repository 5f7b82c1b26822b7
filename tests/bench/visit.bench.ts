import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { buildPages } from '../../demo/pages.js';
import { Site } from '../../demo/site.js';
import { type BenchResult, median } from './result.js';

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ROUNDS = 5;
/** How many of the community play tonight, whose names the page shows. */
const PLAYERS = 24;
const GOAL_MS = 1_000;
const GOAL_KB = 40;
/** A phone's processor, as Lighthouse takes one for: so many times slower than this machine's. */
const SLOWER = 4;

/** A way to the page. Throughputs in bits a second, `rtt` in milliseconds. */
interface Way {
  readonly down: number;
  readonly up: number;
  readonly rtt: number;
}

/** WebPageTest's profiles "4G" and, from Lighthouse's phone, "Slow 4G". */
const WAYS = {
  '4G': { down: 9_000_000, up: 9_000_000, rtt: 170 },
  'slow 4G': { down: 1_600_000, up: 750_000, rtt: 150 },
} as const satisfies Record<string, Way>;

/** What one visit with nothing cached was like. */
interface Visit {
  /** When the largest thing of the page was painted, in milliseconds from the navigation on. */
  readonly largest: number;
  /** What that was. */
  readonly what: string;
  /** The same of the first thing. */
  readonly first: number;
  /** The page's files, as they came over the wire, without headers, in kB. */
  readonly kilobytes: number;
}

/** What a visitor waits for: until the largest part of the page stands there, by a throttled network and processor. */
export async function visit(): Promise<BenchResult[]> {
  if (!existsSync(EXECUTABLE)) {
    process.stderr.write(`visit needs Chromium at ${EXECUTABLE}, or where CHROMIUM_PATH says: left out\n`);
    return [];
  }
  buildPages();
  const site = await community();
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const known = await signedIn(browser, site);
    const visitors = [
      { who: 'a stranger', state: undefined, until: 'muster-day' },
      { who: 'a player, with everybody’s names', state: known, until: 'muster-day .names' },
    ] as const;
    const results: BenchResult[] = [];
    for (const { who, state, until } of visitors) {
      const visits = async (way: Way, slower = SLOWER): Promise<Visit[]> => {
        const made: Visit[] = [];
        // The first one warms the bot, and Chromium.
        for (let round = 0; round <= ROUNDS; round += 1)
          made.push(await visited(browser, site, { ...way, slower }, state, until));
        return made.slice(1);
      };
      const usual = await visits(WAYS['4G']);
      const slow = await visits(WAYS['slow 4G']);
      const quick = await visits(WAYS['4G'], 1);
      results.push(painted(who, usual, { slow, quick }));
      if (state === undefined) results.push(loaded(usual));
    }
    return results;
  } finally {
    await browser.close();
    await site.stop();
  }
}

function painted(
  who: string,
  usual: readonly Visit[],
  { slow, quick }: { readonly slow: readonly Visit[]; readonly quick: readonly Visit[] },
): BenchResult {
  const largest = median(usual.map((each) => each.largest));
  return {
    name: `Largest part of the page painted over 4G, for ${who}`,
    measured: `${largest.toFixed(0)} ms`,
    baseline: `${String(GOAL_MS)} ms`,
    ratio: largest / GOAL_MS,
    goal: { atMost: 1 },
    note: [
      `the first thing is painted after ${median(usual.map(({ first }) => first)).toFixed(0)} ms`,
      `over slow 4G the largest after ${median(slow.map((each) => each.largest)).toFixed(0)} ms`,
      `over 4G with this machine's own processor after ${median(quick.map((each) => each.largest)).toFixed(0)} ms`,
      `it is ${usual.at(-1)?.what ?? 'nothing'}`,
    ].join('; '),
  };
}

function loaded(visits: readonly Visit[]): BenchResult {
  const kilobytes = median(visits.map((each) => each.kilobytes));
  return {
    name: 'Files of the first load, over the wire',
    measured: `${kilobytes.toFixed(1)} kB`,
    baseline: `${String(GOAL_KB)} kB`,
    ratio: kilobytes / GOAL_KB,
    goal: { atMost: 1 },
  };
}

async function community(): Promise<Site> {
  const players = Array.from({ length: PLAYERS }, (_, index) => `Player ${String(index + 1)}`);
  return Site.start({
    people: { Ana: {}, ...Object.fromEntries(players.map((name) => [name, { optedIn: false }])) },
    reminderIn: 7_200,
    startIn: 8_100,
  });
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The cookies of somebody who has signed in. */
async function signedIn(browser: Browser, site: Site): Promise<State> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    site.signInAs('Player 1');
    await page.goto(site.url);
    await page.locator('.hero .button').click();
    await page.locator('muster-privacy button').first().waitFor();
    return await context.storageState();
  } finally {
    await context.close();
  }
}

async function visited(
  browser: Browser,
  site: Site,
  { down, up, rtt, slower }: Way & { readonly slower: number },
  state: State | undefined,
  until: string,
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 412, height: 823 },
    extraHTTPHeaders: { 'x-forwarded-for': addressOfItsOwn() },
    ...(state && { storageState: state }),
  });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    let bytes = 0;
    const answers = new Set<string>();
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (new URL(request.url).pathname.startsWith('/api/')) answers.add(requestId);
    });
    cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      if (!answers.has(requestId)) bytes += encodedDataLength;
    });
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: rtt,
      downloadThroughput: down / 8,
      uploadThroughput: up / 8,
    });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
    // Looking whether something is there means running a script in the page, which would cost what is timed: looked is afterwards.
    await page.goto(site.url, { waitUntil: 'networkidle' });
    await page.locator(until).first().waitFor();
    const paints = await page.evaluate<Omit<Visit, 'kilobytes'>>(PAINTS);
    return { ...paints, kilobytes: bytes / 1_000 };
  } finally {
    await context.close();
  }
}

/** What the browser itself says of what it painted when. */
const PAINTS = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const { startTime: largest, element } = list.getEntries().at(-1);
    const what = element ? element.localName + ' “' + element.textContent.trim().slice(0, 60) + '”' : 'gone since';
    const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    resolve({ largest, first, what });
  }).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

let visitors = 0;
/** Requests are limited by it. */
function addressOfItsOwn(): string {
  visitors += 1;
  return `192.0.2.${String(visitors)}`;
}
