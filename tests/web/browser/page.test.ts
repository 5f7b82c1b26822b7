import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GameServerStandIn } from '../../../demo/game-server/stand-in.js';
import type { Site } from '../../../demo/site.js';
import { addDays, localDate } from '../../../src/domain/local-time.js';
import { calendar as calendarWords } from '../../../src/messages/en/calendar.js';
import { LANGUAGES } from '../../../src/messages/languages.js';
import { settings as words } from '../../../src/messages/en/settings.js';
import { account } from '../../../src/messages/en/account.js';
import { web } from '../../../src/messages/en/web.js';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  focused,
  noBrowser,
  openTab,
  signedIn,
  startSite,
} from './browser.js';

const texts = { ...web, ...account };

/** How much of what was seen has moved by itself, as browsers reckon it: 0 is nothing, 1 all of it by a whole screen. */
const SHIFTED = `new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) moved += value;
  }).observe({ type: 'layout-shift', buffered: true });
  // What is remembered is told before the next frame but one.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
})`;

describe.skipIf(noBrowser)('the availability page', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite({
      people: {
        Ana: {},
        Bor: { status: 'AVAILABLE' },
        Cene: { optedIn: false },
        Dana: {},
        Eva: { optedIn: false },
        Gal: { status: 'NOT_PLAYING' },
        Zoe: { linked: false, optedIn: false },
        Iva: { status: 'NOT_PLAYING', optedIn: false, admin: true },
      },
      reminderIn: 1_800,
      startIn: 2_700,
      env: { QUESTION_TIME: '10:00' },
    });
  });

  test('shows numbers and no names to who is not signed in', async () => {
    const { page, complaints, origins } = await openTab();
    await page.goto(site.url);
    await page.getByRole('link', { name: texts.page.signInDiscord }).waitFor();
    const today = page.locator('muster-day').first();
    await today.getByRole('button', { name: texts.status.LOOKING }).waitFor();
    expect(await page.getByText('Bor').count()).toBe(0);
    expect(await page.locator('muster-promote').count()).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([site.url]);
  });

  test('has its words sent beside its script', async () => {
    const { page } = await openTab();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/index-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    const words = page.waitForRequest(/\/en-[^/]+\.js$/);
    await page.goto(site.url, { waitUntil: 'commit' });
    await words;
    release();
    await page.getByText(texts.page.signedOutText).waitFor();
  });

  test('is told beforehand what it asks first, and asks it once', async () => {
    const { page, complaints } = await openTab();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/index-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    const beforehand = ['/api/availability', '/api/availability/access'];
    const before = Promise.all(
      beforehand.map((path) => page.waitForRequest((request) => new URL(request.url()).pathname === path)),
    );
    await page.goto(site.url, { waitUntil: 'commit' });
    await before;
    release();
    await page.locator('muster-day').first().waitFor();
    expect(asked.filter((path) => path.startsWith('/api/')).sort()).toEqual(beforehand);
    // What is named in the header and again in the page comes once.
    expect(asked).toHaveLength(new Set(asked).size);
    expect(complaints).toEqual([]);
  });

  test('keeps what is there, and the focus, when the sections of who is signed in come', async () => {
    const { page } = await signedIn(site, 'Cene');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/account-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await page.locator('muster-day').first().getByRole('button', { name: texts.status.MAYBE }).focus();
    release();
    await page.locator('muster-privacy button').first().waitFor();
    expect(await page.locator('.says-button:focus', { hasText: texts.status.MAYBE }).count()).toBe(1);
  });

  test('shows nothing that would be pushed away by what stands before it', async () => {
    const { page } = await signedIn(site, 'Zoe', { viewport: { width: 412, height: 823 } });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/account-[^/]+\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/\/account-[^/]+\.js$/);
    await page.reload();
    await asked;
    await page.locator('main').getByText(texts.common.loading).waitFor();
    expect(await page.locator('muster-day').count()).toBe(0);
    release();
    await page.locator('muster-day').first().waitFor();
    expect(await page.locator('#player').count()).toBe(1);
    expect(await page.evaluate(SHIFTED)).toBeLessThan(0.01);
  });

  test('lets admins change what needs no restart, and nobody else', async () => {
    const { page, complaints } = await signedIn(site, 'Iva');
    await page.getByRole('button', { name: texts.page.showSettings }).click();
    const settings = page.locator('muster-settings');
    const threshold = settings.getByLabel(words.names.availability_session_ready_threshold, { exact: true });
    const saved = settings.getByText(texts.common.saved);
    await threshold.fill('0');
    await threshold.press('Enter');
    await settings.getByRole('alert').waitFor();
    expect(await threshold.getAttribute('aria-invalid')).toBe('true');
    await threshold.fill('3');
    await threshold.press('Enter');
    await saved.waitFor();
    await page.getByText(texts.page.ready(4, 3)).waitFor();
    await settings.getByRole('button', { name: `${words.toDefault}: ` }).click();
    await page.getByText(texts.page.notReady(4, 6)).waitFor();
    // Set in the environment of this bot.
    const start = settings.locator('form', { hasText: words.names.start_time });
    await start.getByText('🔒').waitFor();
    expect(await start.getByRole('button').count()).toBe(0);
    await expectAccessible(page);
    expect(complaints).toEqual([]);

    const other = await signedIn(site, 'Bor');
    await other.page.getByRole('button', { name: texts.privacy.show }).waitFor();
    expect(await other.page.getByRole('button', { name: texts.page.showSettings }).count()).toBe(0);
  });

  test('takes an answer for tonight, and tells the one on record', async () => {
    const { page, complaints } = await signedIn(site, 'Dana');
    const { answers } = texts;
    const section = page.locator('muster-evening-answer');
    await section.getByText(answers.question, { exact: true }).waitFor();
    await section.getByRole('button', { name: answers.coming, exact: true }).press('Enter');
    await section.getByText(answers.saidComing).waitFor();
    const pressed = section.getByRole('button', { pressed: true });
    expect(await pressed.allTextContents()).toEqual([expect.stringContaining(answers.coming)]);
    await section.getByRole('button', { name: answers.lateBy(20) }).click();
    // The quiet line for screen readers says the time, too: the one that people see is meant.
    await section.getByText(/you said you’ll be there by \d/).waitFor();
    await section.getByRole('button', { name: answers.notTonight }).click();
    await section.getByText(answers.saidNo).waitFor();
    await page.reload();
    await section.getByText(answers.saidNo).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await section.getByRole('button', { name: answers.coming, exact: true }).click();
    await section.getByText(answers.saidComing).waitFor();
    expect(complaints).toEqual([]);
  });

  test('takes what somebody answers every week, and that they are away', async () => {
    const { page, complaints } = await signedIn(site, 'Cene');
    const section = page.locator('muster-standing');
    const today = page.locator('muster-day').first();
    const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
    const date = localDate(Date.now(), site.zone);
    const name = weekday.format(new Date(`${date}T12:00:00.000Z`));
    await today.getByRole('button', { name: texts.page.takeBackNamed('').trim() }).click();
    await section.getByRole('combobox', { name, exact: true }).selectOption('MAYBE');
    await section.getByText(texts.common.saved).waitFor();
    await today.getByText(texts.page.weeklyAnswer(texts.status.MAYBE)).waitFor();
    expect(await today.getByRole('button', { pressed: true }).count()).toBe(0);
    await today.getByText(texts.page.names).click();
    await today.getByText(`Cene (${texts.weekly})`).waitFor();

    await section.getByLabel(texts.standing.lastDay).fill(date);
    await section.getByRole('button', { name: texts.standing.goAway }).click();
    await today.getByText(texts.page.awayThen).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await section.getByRole('button', { name: texts.standing.back }).click();
    await today.getByText(texts.page.weeklyAnswer(texts.status.MAYBE)).waitFor();
    await section.getByRole('combobox', { name, exact: true }).selectOption('');
    await today.getByText(texts.page.weeklyAnswer(texts.status.MAYBE)).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('makes an address for the calendar, shows it once, and turns it off', async () => {
    const { page, complaints } = await signedIn(site, 'Dana');
    const section = page.locator('muster-calendar');
    await section.getByText(calendarWords.none).waitFor();
    await section.getByRole('button', { name: calendarWords.make }).click();
    const field = section.getByRole('textbox');
    await field.waitFor();
    const address = new URL(await field.inputValue());
    expect(address.origin).toBe(site.url);
    const opens = section.getByRole('link', { name: calendarWords.open });
    expect(await opens.getAttribute('href')).toBe(address.href.replace(/^https?:/, 'webcal:'));
    const subscribed = await fetch(address);
    expect(subscribed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await subscribed.text()).toContain('BEGIN:VTIMEZONE');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await page.reload();
    await section.getByText(/It can’t be shown again/).waitFor();
    expect(await section.getByRole('textbox').count()).toBe(0);
    await section.getByRole('button', { name: calendarWords.renew }).click();
    await field.waitFor();
    expect((await fetch(address)).status).toBe(404);
    const second = await field.inputValue();
    await section.getByRole('button', { name: calendarWords.end }).click();
    await section.getByText(calendarWords.ended).waitFor();
    await section.getByText(calendarWords.none).waitFor();
    expect((await fetch(second)).status).toBe(404);
    expect(complaints).toEqual([]);
  });

  test('takes that somebody is in if enough are, and shows it to them alone', async () => {
    const { page, complaints } = await signedIn(site, 'Iva');
    const tomorrow = page.locator('muster-day').nth(1);
    const button = tomorrow.getByRole('button', { name: texts.page.ifAtLeast(6) });
    await button.press('Enter');
    await tomorrow.locator('[aria-pressed="true"]', { hasText: texts.page.ifAtLeast(6) }).waitFor();
    await expectAccessible(page);
    const other = await signedIn(site, 'Bor');
    const theirs = other.page.locator('muster-day').nth(1);
    await theirs.getByRole('button', { name: texts.page.ifAtLeast(6), pressed: false }).waitFor();
    await tomorrow.getByRole('button', { name: texts.page.takeBackNamed('').trim() }).click();
    await tomorrow
      .locator('[aria-pressed="true"]', { hasText: texts.page.ifAtLeast(6) })
      .waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test.each([...LANGUAGES])(
    'speaks %s to those who read it, whatever their region',
    async (code, { web }) => {
      const { page } = await openTab({ locale: `${code}-AT` });
      await page.goto(site.url);
      await page.getByText(web.page.signedOutText).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(`${code}-AT`);
    },
  );

  test.each([...LANGUAGES])('has room for its words on a phone, in %s', async (code, language) => {
    const { page, complaints } = await signedIn(site, 'Bor', {
      locale: code,
      viewport: { width: 320, height: 700 },
    });
    await page.locator('muster-day').first().getByText(language.web.status.AVAILABLE).first().waitFor();
    await page.getByText(language.account.preferences.optIn).waitFor();
    await expectNoSidewaysScroll(page);
    expect(complaints).toEqual([]);
  });

  test('a button that waits for signing in says so, and is done afterwards', async () => {
    const { page, complaints } = await openTab();
    site.signInAs('Gal');
    await page.goto(site.url);
    const tomorrow = page.locator('muster-day').nth(1);
    await tomorrow.getByText(texts.page.waitsForSignIn).waitFor();
    await tomorrow.getByRole('button', { name: texts.status.MAYBE }).press('Enter');
    await tomorrow.getByRole('link', { name: texts.page.signInDiscord }).click();
    await tomorrow.locator('[aria-pressed="true"]', { hasText: texts.status.MAYBE }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('says why somebody who did not allow it is not signed in', async () => {
    const { page } = await openTab();
    site.discord.oauth.deny();
    await page.goto(site.url);
    await page.getByRole('link', { name: texts.page.signInDiscord }).click();
    await page.getByText(texts.page.signInFailed('denied')).waitFor();
    expect(page.url()).toBe(`${site.url}/`);
  });

  test.each(['refused', 'unavailable'])('says what came of a sign-in: %s', async (why) => {
    const { page } = await openTab();
    await page.goto(`${site.url}/?sign_in_error=${why}`);
    await page.getByText(texts.page.signInFailed(why)).waitFor();
    expect(page.url()).toBe(`${site.url}/`);
  });

  test('tells in forced colours what is chosen', async () => {
    const { page } = await signedIn(site, 'Bor', { forcedColors: 'active' });
    const today = page.locator('muster-day').first();
    const background = (pressed: string): Promise<string> =>
      today
        .locator(`.says-button[aria-pressed="${pressed}"]`)
        .first()
        .evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await background('true')).not.toBe(await background('false'));
    await expectAccessible(page);
  });

  test('records an evening with one press, and shows it only then', async () => {
    const { page, complaints } = await signedIn(site, 'Bor');
    const tomorrow = page.locator('muster-day').nth(1);
    const maybe = tomorrow.getByRole('button', { name: texts.status.MAYBE });
    expect(await maybe.getAttribute('aria-pressed')).toBe('false');
    await maybe.press('Enter');
    await tomorrow.locator('[aria-pressed="true"]', { hasText: texts.status.MAYBE }).waitFor();
    await tomorrow.getByRole('status').filter({ hasText: texts.status.MAYBE }).waitFor();
    await page.reload();
    await tomorrow.locator('[aria-pressed="true"]', { hasText: texts.status.MAYBE }).waitFor();
    await tomorrow.locator('summary').click();
    await tomorrow.getByText('Bor').waitFor();
    await tomorrow.locator('.take-back').press('Enter');
    await tomorrow
      .getByRole('status')
      .filter({ hasText: /^Cleared/ })
      .waitFor();
    await tomorrow.locator('.take-back').waitFor({ state: 'detached' });
    expect(await tomorrow.locator('[aria-pressed="true"]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('has the next days behind one control', async () => {
    const { page } = await signedIn(site, 'Bor');
    expect(await page.locator('muster-day').count()).toBe(2);
    await page.getByRole('button', { name: texts.page.moreDays }).click();
    await page.locator('muster-day').nth(13).waitFor();
    await expectAccessible(page);
  });

  test('shows months, the past to be read and what comes to be answered', async () => {
    const { page, complaints } = await signedIn(site, 'Bor');
    await page.getByRole('button', { name: texts.page.showMonth }).click();
    const month = page.locator('muster-month');
    await month.locator('button.month-day').first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    // Whichever day today is, a month is left behind and one lies ahead.
    await month.getByRole('button', { name: texts.page.monthBefore }).press('Enter');
    await month.locator('button.month-day.past').last().click();
    await month.locator('muster-day .said').waitFor();
    expect(await month.locator('muster-day button').count()).toBe(0);
    await expectAccessible(page);
    await month.getByRole('button', { name: texts.page.monthAfter }).click();
    await month.getByRole('button', { name: texts.page.monthAfter }).click();
    const day = month.locator('button.month-day').nth(9);
    await day.click();
    const open = month.locator('muster-day');
    await open.getByRole('button', { name: texts.status.AVAILABLE }).press('Enter');
    await open.locator('[aria-pressed="true"]', { hasText: texts.status.AVAILABLE }).waitFor();
    await month
      .getByRole('button', { name: texts.page.monthMine(texts.status.AVAILABLE) })
      .and(day)
      .waitFor();
    await expectAccessible(page);
    await open.locator('.take-back').press('Enter');
    await open.locator('[aria-pressed="true"]').waitFor({ state: 'detached' });
    for (let left = 0; left < 2; left += 1) {
      await month.getByRole('button', { name: texts.page.monthAfter }).click();
    }
    await page.getByRole('button', { name: texts.page.showWeek }).click();
    await page.locator('.week svg').waitFor();
    expect(complaints).toEqual([]);
  });

  test('plays a sound and changes its title once it is on, for who wants that', async () => {
    const { page, complaints } = await signedIn(site, 'Eva');
    const form = page.locator('muster-preferences');
    await form.getByRole('checkbox', { name: texts.preferences.sound }).click();
    await form.getByText(texts.common.saved).waitFor();
    await page.clock.install();
    await page.addInitScript(`
      window.sounds = 0;
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (...given) {
        window.sounds += 1;
        return start.apply(this, given);
      };`);
    const sounds = (): Promise<number> => page.evaluate<number>('window.sounds');
    // Asked from here: the page's own clock is the test's.
    const stands = (): Promise<string> => page.locator('.ready').innerText();
    const looked = (): Promise<unknown> => page.waitForResponse(/availability\?.*include_users=false/);
    const first = looked();
    await page.reload();
    await first;
    const admin = await signedIn(site, 'Iva');
    const setThreshold = async (threshold: number | null): Promise<void> => {
      const changes = JSON.stringify({ availability_session_ready_threshold: threshold });
      const status = await admin.page.evaluate<number>(`fetch('/api/settings', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'XMLHttpRequest' },
        body: '${changes}',
      }).then((answer) => answer.status)`);
      expect(status).toBe(200);
    };
    await setThreshold(1);
    const second = looked();
    await page.clock.fastForward(30_000);
    await second;
    await expect.poll(stands).toMatch(/, 1 needed: we’re on\.$/);
    expect(await page.title()).toMatch(/^We’re on at .*\d\d:\d\d$/);
    expect(await sounds()).toBe(2);
    await setThreshold(null);
    const third = looked();
    await page.clock.fastForward(30_000);
    await third;
    await expect.poll(stands).toMatch(/ of 6 want to play: /);
    expect(await page.title()).toBe('Muster');
    await form.getByRole('button', { name: texts.preferences.playSound }).click();
    expect(await sounds()).toBe(4);
    await form.getByRole('checkbox', { name: texts.preferences.sound }).click();
    await form.getByRole('button', { name: texts.preferences.playSound }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('keeps the preferences as they are set', async () => {
    const { page, complaints } = await signedIn(site, 'Cene');
    const form = page.locator('muster-preferences');
    await form.getByRole('checkbox', { name: texts.preferences.optIn }).click();
    await form.getByText(texts.common.saved).waitFor();
    await form.getByRole('radio', { name: texts.preferred.signal }).check();
    await form.getByText(texts.common.saved).waitFor();
    await form.getByLabel(texts.preferences.quietFrom, { exact: true }).fill('22:30');
    await form.getByRole('button', { name: texts.preferences.saveTimes }).click();
    await form.getByRole('alert').waitFor();
    await form.getByLabel(texts.preferences.quietUntil, { exact: true }).fill('08:00');
    await form.getByLabel(texts.preferences.zone).selectOption('Asia/Tokyo');
    await form.getByRole('button', { name: texts.preferences.saveTimes }).click();
    await form.getByText(texts.preferences.quietBetween('22:30', '08:00')).waitFor();
    await page.reload();
    await form.getByText(texts.preferences.quietBetween('22:30', '08:00')).waitFor();
    expect(await form.getByRole('checkbox', { name: texts.preferences.optIn }).isChecked()).toBe(true);
    expect(await form.getByRole('radio', { name: texts.preferred.signal }).isChecked()).toBe(true);
    expect(await form.getByLabel(texts.preferences.zone).inputValue()).toBe('Asia/Tokyo');
    expect(complaints).toEqual([]);
  });

  test('takes a limit of pings a week, shows that pings rest, and brings them back by one press', async () => {
    const { page, complaints } = await signedIn(site, 'Dana');
    const form = page.locator('muster-preferences');
    const limit = form.getByLabel(texts.preferences.most);
    await limit.selectOption(texts.preferences.mostOf(3));
    await form.getByText(texts.common.saved).waitFor();
    await page.route(/promotion-preferences$/, async (route) => {
      const response = await route.fetch();
      const known = (await response.json()) as object;
      // As after twelve pings without a sign of life.
      await route.fulfill({
        response,
        json: { ...known, ...(route.request().method() === 'GET' && { calls_rest: true }) },
      });
    });
    await page.reload();
    await form.getByText(texts.preferences.rests).waitFor();
    expect(await limit.inputValue()).toBe('3');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await form.getByRole('button', { name: texts.preferences.keep }).click();
    await form.getByText(texts.preferences.rests).waitFor({ state: 'detached' });
    expect(await form.getByRole('checkbox', { name: texts.preferences.optIn }).isChecked()).toBe(true);
    await limit.selectOption(texts.preferences.mostNone);
    await form.getByText(texts.common.saved).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([
    { to: 'be asked', box: texts.preferences.ask, hint: texts.preferences.askHint('10:00') },
    { to: 'be told when it is on', box: texts.preferences.ready, hint: texts.preferences.readyHint },
  ])('offers to $to, which turns on no pings, and takes it back', async ({ box, hint }) => {
    const { page, complaints } = await signedIn(site, 'Eva');
    const form = page.locator('muster-preferences');
    const chosen = form.getByRole('checkbox', { name: box });
    await form.getByText(hint).waitFor();
    for (const wanted of [true, false]) {
      expect(await chosen.isChecked()).toBe(!wanted);
      await chosen.click();
      await form.getByText(texts.common.saved).waitFor();
      await page.reload();
      await chosen.waitFor();
      expect(await chosen.isChecked()).toBe(wanted);
      expect(await form.getByRole('checkbox', { name: texts.preferences.optIn }).isChecked()).toBe(false);
    }
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  test('links Telegram by a code to scan, and sees it arrive', async () => {
    const { page, complaints, origins } = await signedIn(site, 'Dana');
    const links = page.locator('muster-links');
    await links.getByRole('button', { name: texts.links.linkNamed('Telegram') }).click();
    await links.getByRole('img', { name: texts.links.qr('Telegram') }).waitFor();
    await expectAccessible(page);
    const deepLink = (await links.getByRole('link', { name: texts.links.open }).getAttribute('href')) ?? '';
    const { id } = site.phones.telegram.addPerson({ name: 'Dana' });
    site.phones.telegram.openDeepLink(id, deepLink);
    await links.getByText(texts.links.confirmed('Telegram')).waitFor();
    await links.getByRole('button', { name: texts.links.unlinkNamed('Telegram') }).click();
    await links.getByText(texts.links.unlinked('Telegram')).waitFor();
    await links.getByRole('button', { name: texts.links.linkNamed('Telegram') }).waitFor();
    expect(complaints).toEqual([]);
    expect([...origins].filter((origin) => origin !== new URL(site.discord.url).origin)).toEqual([site.url]);
  });

  test('links Signal by words to copy and send', async () => {
    const { page, complaints } = await signedIn(site, 'Gal');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.url });
    const links = page.locator('muster-links');
    await links.getByRole('button', { name: texts.links.linkNamed('Signal') }).click();
    await links.getByRole('img', { name: texts.links.qr('Signal') }).waitFor();
    await links.getByRole('button', { name: texts.links.copy }).click();
    await links.getByText(texts.links.copied).waitFor();
    const token = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(token).toBe(await links.locator('.code').innerText());
    const { number } = site.phones.signal.addPerson({ name: 'Gal' });
    site.phones.signal.openDeepLink(
      (await links.getByRole('link', { name: texts.links.open }).getAttribute('href')) ?? '',
    );
    site.phones.signal.write(number, token);
    await links.getByText(texts.links.confirmed('Signal')).waitFor();
    await links.getByRole('button', { name: texts.links.unlinkNamed('Signal') }).waitFor();
    expect(await links.innerText()).not.toContain(number);
    expect(complaints).toEqual([]);
  });

  test('says what is wrong with a player, links a good one, and unlinks it once that is confirmed', async () => {
    const { page } = await signedIn(site, 'Zoe');
    const player = page.locator('muster-player');
    await page.getByText(texts.page.waitsForLink).first().waitFor();
    await player.getByLabel(texts.player.guid).fill('no good!');
    await player.getByLabel(texts.player.name).fill('Zoe');
    await player.getByRole('button', { name: texts.player.link }).click();
    await player.getByText(texts.refusals.invalid_guid).waitFor();
    const guid = player.getByLabel(texts.player.guid);
    expect(await guid.getAttribute('aria-invalid')).toBe('true');
    await guid.fill('guid-of-zoe');
    await player.getByRole('button', { name: texts.player.link }).click();
    await player.getByText(texts.player.linked('Zoe')).waitFor();
    expect(await page.locator('muster-promote').count()).toBe(0);
    const today = page.locator('muster-day').first();
    await today.getByRole('button', { name: texts.status.LOOKING }).click();
    await today.locator('[aria-pressed="true"]').waitFor();
    await player.getByRole('button', { name: texts.player.unlink }).click();
    expect(await focused(page)).toBe(texts.player.unlinkNo);
    await player.getByRole('button', { name: texts.player.unlinkYes }).click();
    await player.getByText(texts.player.unlinked).waitFor();
    await page.getByText(texts.page.waitsForLink).first().waitFor();
    await player.getByRole('button', { name: texts.player.link }).waitFor();
  });

  test('shows what is kept, exports it, and erases it once that is confirmed', async () => {
    const { page, complaints } = await signedIn(site, 'Eva');
    const privacy = page.locator('muster-privacy');
    await privacy.getByRole('button', { name: texts.privacy.show }).click();
    await privacy.getByText('guid-eva').waitFor();
    await expectAccessible(page);
    const download = page.waitForEvent('download');
    await privacy.getByRole('button', { name: texts.privacy.exportData }).click();
    expect((await download).suggestedFilename()).toBe('muster-personal-data.json');
    const erase = privacy.getByRole('button', { name: texts.privacy.erase });
    await erase.click();
    await page.keyboard.press('Enter');
    await privacy.getByRole('dialog').waitFor({ state: 'hidden' });
    await erase.click();
    await privacy.getByRole('dialog').getByRole('button', { name: texts.privacy.eraseConfirm }).click();
    await page.getByText(texts.privacy.erased).waitFor();
    await page.getByRole('link', { name: texts.page.signInDiscord }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('offers to sign in again where a session has ended', async () => {
    const { page } = await signedIn(site, 'Bor');
    await page.context().clearCookies();
    const today = page.locator('muster-day').first();
    await today.getByRole('button', { name: texts.status.MAYBE }).click();
    await today.getByRole('alert').waitFor();
    await page.getByText(texts.trouble.signedOut).first().waitFor();
    expect(await today.locator('[aria-pressed="true"]', { hasText: texts.status.MAYBE }).count()).toBe(0);
    site.signInAs('Bor');
    await page.locator('.note').getByRole('link', { name: texts.page.signInDiscord }).click();
    await page.locator('muster-privacy button').first().waitFor();
  });

  test.each([
    [320, 'dark', 'Ana'],
    [768, 'light', 'Dana'],
    [3_840, 'dark', 'Eva'],
  ] as const)('fits %d px, in the %s scheme too', async (width, colorScheme, who) => {
    // Each asks for little: what one person may ask in a minute is limited.
    const { page } = await signedIn(site, who, { viewport: { width, height: 800 }, colorScheme });
    await page.getByRole('button', { name: texts.page.moreDays }).click();
    await page.locator('muster-day').nth(13).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

describe.skipIf(noBrowser)('the page where players have to be proved and calling is switched off', () => {
  let game: GameServerStandIn;
  let site: Site;

  beforeAll(async () => {
    game = await GameServerStandIn.start();
    site = await startSite({
      people: { Ana: { linked: false, optedIn: false } },
      reminderIn: 1_800,
      startIn: 2_700,
      env: {
        AVAILABILITY_PROMOTION_ENABLED: 'false',
        PLAYER_LINK_POLICY: 'verified',
        GAME_SERVER_TYPE: 'wet',
        GAME_SERVER_HOST: game.host,
        GAME_SERVER_PORT: String(game.port),
      },
    });
  });

  afterAll(() => game.stop());

  test('shows the code, looks for it, and tells what still stands in the way', async () => {
    const { page, complaints } = await signedIn(site, 'Ana');
    const player = page.locator('muster-player');
    await player.getByLabel(texts.player.guid).fill('guid-ana');
    await player.getByLabel(texts.player.name).fill('Ana');
    await player.getByRole('button', { name: texts.player.link }).click();
    const code = await player.locator('.code').innerText();
    await page.getByText(texts.page.waitsForConfirm).first().waitFor();
    await expectAccessible(page);

    const check = player.getByRole('button', { name: texts.player.check });
    await check.click();
    await player.getByRole('alert').getByText(texts.refusals.proof_not_seen).waitFor();
    game.players.push({ name: `Ana|${code}`, ping: 0 });
    await check.click();
    await player.getByText(texts.player.confirmed('Ana')).waitFor();
    await page.locator('muster-promote').getByText(texts.refusals.promotions_disabled).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(noBrowser)('the page of a promoter', () => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite({
      people: { Ana: {}, Bor: {}, Iva: { optedIn: false, admin: true } },
      reminderIn: 1_500,
      startIn: 2_400,
      env: { AVAILABILITY_SESSION_READY_THRESHOLD: '1' },
    });
  });

  test('sets the days on which pings go out by themselves, and says no to tonight’s', async () => {
    const { page, complaints } = await signedIn(site, 'Iva');
    const words = texts.standingCampaigns;
    const section = page.locator('muster-standing-campaigns');
    const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
    const nameOf = (date: string): string => weekday.format(new Date(`${date}T12:00:00.000Z`));
    const date = localDate(Date.now(), site.zone);
    const [today, tomorrow] = [nameOf(date), nameOf(addDays(date, 1))];
    await section.getByText(words.none).waitFor();
    await section.getByRole('button', { name: words.set }).click();
    await section.getByRole('alert').getByText(words.chooseDay).waitFor();
    await expectAccessible(page);
    for (const day of [today, tomorrow]) await section.getByLabel(day, { exact: true }).check();
    await section.getByLabel(texts.promote.includeAvailable, { exact: true }).check();
    await section.getByRole('button', { name: words.set }).click();
    await section.getByText(texts.common.saved).waitFor();
    const days = section.getByRole('listitem');
    expect(await days.allInnerTexts()).toHaveLength(2);
    await days
      .first()
      .getByText(`${words.by('Iva')} · ${words.also(texts.status.AVAILABLE)}`)
      .waitFor();

    // Enough are looking, and the reminder comes within half an hour.
    const stop = section.getByRole('button', { name: words.stop });
    await expect
      .poll(
        async () => {
          await page.reload();
          await section.getByRole('listitem').first().waitFor();
          return stop.count();
        },
        { timeout: 15_000, interval: 500 },
      )
      .toBe(1);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await stop.click();
    await section.getByRole('status').getByText('Stopped').waitFor();
    await section.getByText('Iva said no').waitFor();
    await section.getByRole('button', { name: `${words.remove}: ${tomorrow}` }).click();
    await section.getByText(texts.common.saved).waitFor();
    expect(await section.getByRole('listitem').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('is not shown to who is no promoter', async () => {
    const { page } = await signedIn(site, 'Bor');
    await page.locator('muster-standing').waitFor();
    expect(await page.locator('muster-standing-campaigns').count()).toBe(0);
  });
});
