import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Site } from '../../../demo/site.js';
import { web as webDe } from '../../../src/messages/de/web.js';
import { web as texts } from '../../../src/messages/en/web.js';
import { expectAccessible, noBrowser, openTab, startSite } from './browser.js';

// A header of ours would be one more for the browser to ask the other origin about.
const ITSELF = { extraHTTPHeaders: {} };

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as a website's back end mints it: HS256, good for so many seconds. */
function mint(secret: string, userId: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: userId, aud: 'muster', iat: now, exp: now + seconds };
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

describe.skipIf(noBrowser)('the modal on a website of another origin', () => {
  let site: Site;
  let website: Server;
  let address = '';
  /** What the website answers when its visitor's token is asked for. */
  let answer: () => { readonly status?: number; readonly body: object } = () => ({ body: {} });
  let handedOut = 0;

  beforeAll(async () => {
    website = createServer((request, response) => {
      const [path = '', query = ''] = (request.url ?? '').split('?');
      if (path === '/token') {
        handedOut += 1;
        const { status = 200, body } = answer();
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        return;
      }
      const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>The club</title><link rel="icon" href="data:,">
        <script type="module" src="${site.url}/muster-promote.js"></script>
        <main><h1>The club</h1><muster-promote token-endpoint="/token" ${decodeURIComponent(query)}></muster-promote></main>`;
      const policy = `default-src 'none'; script-src ${site.url}; connect-src 'self' ${site.url}; img-src data:`;
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page);
    });
    await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(website.address() as AddressInfo).port}`;
    site = await startSite({
      people: { Ana: {}, Bor: {} },
      reminderIn: 1_800,
      startIn: 2_700,
      env: { BRIDGE_ALLOWED_ORIGINS: address },
    });
  });

  afterAll(() => new Promise<void>((resolve) => void website.close(() => resolve())));

  const goodToken = () => ({ body: { token: mint(site.jwtSecret, site.idOf('Ana'), 240) } });

  test('previews, creates, follows and cancels in the name of the visitor', async () => {
    answer = goodToken;
    const { page, complaints, origins } = await openTab(ITSELF);
    await page.goto(address);
    await page.evaluate(`
      window.heard = [];
      for (const type of ['muster-created', 'muster-error'])
        document.addEventListener(type, ({ detail }) => window.heard.push(type + ' ' + (detail.campaign_id ? 'id' : detail.detail)));`);
    await page.locator('muster-promote [part="button"]').click();
    await page.locator('muster-promote .answer').waitFor();
    await page.getByRole('checkbox', { name: texts.promote.dryRun }).check();
    await page.getByRole('button', { name: texts.promote.confirmDryRun }).click();
    await page.locator('muster-promote [part="progress"]').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('window.heard')).toEqual(['muster-created id']);
    await page.locator('muster-promote [part="cancel"]').click();
    await page.getByRole('button', { name: texts.progress.cancelYes }).click();
    await page
      .locator('muster-promote [part="progress"]')
      .getByText(texts.progress.cancelledInTime)
      .waitFor();
    expect(complaints).toEqual([]);
    expect([...origins].sort()).toEqual([address, site.url].sort());
  });

  test('gets a fresh token when the bridge refuses one', async () => {
    handedOut = 0;
    // The first one is signed by somebody else.
    answer = () =>
      handedOut === 1
        ? { body: { token: mint('not the secret of this bridge at all', site.idOf('Ana'), 240) } }
        : goodToken();
    const { page } = await openTab(ITSELF);
    await page.goto(address);
    await page.locator('muster-promote [part="button"]').waitFor();
    expect(handedOut).toBe(2);
  });

  test('says so where the website does not know its visitor', async () => {
    answer = () => ({ status: 401, body: {} });
    const { page } = await openTab(ITSELF);
    await page.addInitScript(`window.kinds = [];
      document.addEventListener('muster-error', ({ detail }) => window.kinds.push(detail.kind));`);
    await page.goto(address);
    await page.getByText(texts.trouble.token).waitFor();
    expect(await page.evaluate('window.kinds')).toEqual(['token']);
    answer = goodToken;
    await page.getByRole('button', { name: texts.common.retry }).click();
    await page.locator('muster-promote [part="button"]').waitFor();
  });

  test('speaks the language it is told, and leaves the page as it looked', async () => {
    answer = goodToken;
    const { page } = await openTab(ITSELF);
    await page.goto(`${address}/?${encodeURIComponent('locale="de"')}`);
    await page.getByRole('button', { name: webDe.promote.button }).waitFor();
    const heading = await page.locator('h1').evaluate((element) => getComputedStyle(element).fontFamily);
    expect(heading).not.toContain('system-ui');
  });
});
