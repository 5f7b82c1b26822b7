import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { erasePerson } from '../../../src/services/erase-person.js';
import { havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';
import { type TestBridge, testBridge, type TestBridgeOptions } from '../test-bridge.js';
import { Browser } from './browser.js';

describe.skipIf(!havePostgres)(`a browser that is served by two processes (${NEEDS_POSTGRES})`, () => {
  let discord: DiscordStandIn;
  let [here, there]: TestBridge[] = [];
  let browser: Browser;
  let ada: string;

  beforeEach(async () => {
    discord = await DiscordStandIn.start();
    const standIn = discord;
    onTestFinished(() => standIn.stop());
    ada = discord.addMember({ name: 'Ada' }).id;
    discord.oauth.signInAs(ada);
    const { url: discordApiUrl, oauth } = discord;
    const { clientId, clientSecret } = oauth;
    const options: TestBridgeOptions = {
      engine: 'postgres',
      sweepEveryMs: 0,
      bridgeSettings: { signIn: { discordApiUrl, clientId, clientSecret, sessionSecret: 'one for both' } },
    };
    here = await testBridge(options);
    there = await testBridge({ ...options, beside: here });
    browser = new Browser(here);
  });

  /** Whom each process takes the browser for. */
  async function users(of = browser): Promise<(string | null)[]> {
    return [await of.at(here!).user(), await of.at(there!).user()];
  }

  test('begins to sign in at one, and comes back from Discord to the other', async () => {
    const back = await browser.comeBack('/availability');
    const answer = await browser.at(there!).get(back);
    expect(answer.headers.location).toBe('/availability');
    expect(await users()).toEqual([ada, ada]);
  });

  test('signs in once, however many copies of it come back and wherever', async () => {
    const back = await browser.comeBack();
    const copies = [here!, there!, here!, there!].map(
      (bridge) => new Browser(bridge, new Map(browser.cookies)),
    );
    const answers = await Promise.all(copies.map((copy) => copy.get(back)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 400, 400, 400]);
    expect(discord.traffic.all.filter(({ route }) => route === 'POST /oauth2/token')).toHaveLength(1);
    // Later neither.
    const late = await new Browser(there!, new Map(copies[0]!.cookies)).get(back);
    expect(late.json()).toMatchObject({ code: 'sign_in_lost' });
  });

  test('is signed out at both at once', async () => {
    await browser.signIn();
    const copy = new Browser(here!, new Map(browser.cookies));
    // Each has heard of the session, and remembers what it was told as long as that is true.
    for (let asked = 0; asked < 3; asked += 1) expect(await users(copy)).toEqual([ada, ada]);
    expect((await browser.at(there!).post('/auth/logout')).statusCode).toBe(204);
    expect(await users(copy)).toEqual([null, null]);
  });

  test('is signed out everywhere, by whichever process', async () => {
    const phone = new Browser(there!);
    await phone.signIn();
    await browser.signIn();
    expect(await users(phone)).toEqual([ada, ada]);
    await browser.post('/auth/logout', { everywhere: true });
    expect(await users(phone)).toEqual([null, null]);
  });

  test('is let in by neither where its person is erased at the other meanwhile', async () => {
    const back = await browser.comeBack();
    discord.faults.next({ route: 'POST /oauth2/token/revoke' }, { kind: 'hang' });
    const answered = new AbortController();
    const asked = browser.at(there!).get(back);
    const answer = asked.finally(() => answered.abort());
    await discord.waitUntil(
      () => discord.traffic.all.some(({ route }) => route === 'GET /users/@me'),
      'the id',
    );
    const { app } = here!;
    await app.advance(1);
    await erasePerson(app.context, { userId: ada });
    // Until Discord is given up for this.
    while (!answered.signal.aborted) await app.advance(5_000);
    expect((await answer).json()).toMatchObject({ code: 'sign_in_lost' });
    expect(await users()).toEqual([null, null]);
    await browser.signIn();
    expect(await users()).toEqual([ada, ada]);
  });
});
