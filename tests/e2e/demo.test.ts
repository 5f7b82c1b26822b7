import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bulletin } from '../../demo/discord/bulletin.js';
import { haveRedis } from '../../demo/servers/redis.js';
import { Play } from '../../demo/play.js';
import { Timeline } from '../../demo/timeline.js';
import { zoneOfTonight } from '../../demo/zone-of-tonight.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { columns, Demo } from './demo-command.js';

/** A browser's cookies, and where it was sent; signing in takes a few turns between Muster and Discord. */
async function signIn(url: string): Promise<string> {
  const kept = new Map<string, string>();
  let next = `${url}/auth/login`;
  for (let turn = 0; turn < 3; turn += 1) {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie, accept: 'text/html' } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      kept.set(name, value);
    }
    next = new URL(answer.headers.get('location') ?? '/', next).href;
  }
  return [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
}

describe('the demo', () => {
  it('shows its page early, and ends by itself', async () => {
    const demo = new Demo();
    const line = await demo.hears(/its page .*http/, 40_000);
    const [url = ''] = /http:\S+/.exec(line) ?? [];
    expect(await (await fetch(url)).text()).toContain('<title>Muster</title>');
    expect(await demo.exited).toBe(0);
    const said = demo.said.join('\n');
    expect(said).toMatch(/posts tonight’s board[^]*0 of 10 players[^]*Players answer[^]*Bor +“ask me”/);
    expect(said).toMatch(
      /asks 3 players[^]*Bor +presses “🔎 Looking[^]*Maja +presses[^]*Niko +writes “TODAY/,
    );
    expect(said).toMatch(/keeps the board true[^]*12 players \(10 needed\)[^]*\/promote create/);
    expect(said).toMatch(/Grace +presses “10 min later”[^]*Kaja +presses “Coming”[^]*“Not tonight”/);
    expect(said).toMatch(/Ping a standby[^]*Dana +standby ping sent[^]*Dana +presses “Coming”/);
    expect(said).toMatch(/4 coming, 1 later[^]*1 not tonight[^]*Done: 1 asked to step in/);
    expect(said).toMatch(/Who got what[^]*Dana +– +– +sent +– +– +1 +0\n/);
    expect(said).toMatch(/Who got what[^]*Maja +sent +sent +– +sent +was there +0 +3\n/);
    expect(said).toMatch(/good evening[^]*\[Coming\] \[Later\] \[Not tonight\][^]*posted this in #club/);
    // Nothing has to be broken by a terminal, but what can't be.
    expect(demo.said.filter((told) => columns(told) > 80 && !/(http|\/tmp)\S*$/.test(told))).toEqual([]);
    const [, picture = ''] = /drew a picture for it:\s+(\S+\.png)/.exec(said) ?? [];
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    await demo.isGone();
  });

  it.skipIf(!havePostgres || !haveRedis)(
    `on three hosts, two of which die (${NEEDS_POSTGRES}, and redis-server)`,
    async () => {
      const demo = new Demo('--processes', '3');
      expect(await demo.exited).toBe(0);
      const said = demo.said.join('\n');
      expect(said).toMatch(
        /(host .) +sends the reminder[^]*\1 +is killed[^]*host . +takes up what the dead one left/,
      );
      expect(said).toMatch(
        /(host .) +is killed \(kill -9\): Discord[^]*host . +is logged in to Discord[^]*\1 +is back/,
      );
      expect(said).toMatch(/the reminder is done: 24 sent[^]*the start is done: 24 sent/);
      expect(said).toContain('24 of 24 got the reminder and the start ping, each once');
      expect(demo.said.filter((told) => columns(told) > 80)).toEqual([]);
      await demo.isGone();
    },
  );

  it('by hand, stays until Ctrl-C, which leaves nothing behind', async () => {
    const demo = new Demo('--stay');
    const line = await demo.hears(/Open http/, 60_000);
    const [url = ''] = /http:[^ ]+/.exec(line) ?? [];
    const cookie = await signIn(url);
    const access = await fetch(`${url}/api/availability/access`, { headers: { cookie } });
    expect(await access.json()).toMatchObject({ can_promote: true, promote_refusal: null });
    demo.signal('SIGINT');
    expect(await demo.exited).toBe(0);
    await demo.isGone();
  });

  it(
    'by hand, the players answer whoever calls them; until then the session waits',
    { timeout: 120_000 },
    async () => {
      const heard = new Bulletin();
      const timeline = new Timeline(zoneOfTonight(), false, () => heard.announce());
      const play = await Play.open(timeline, { question: 3, reminder: 14, start: 4, followUp: 1 });
      const hears = (words: RegExp): Promise<string> =>
        heard.until(
          () => timeline.lines.find((line) => words.test(line)),
          `the demo to say ${String(words)}`,
          60_000,
        );
      const staying = play.stay();
      onTestFinished(() => play.end());
      await hears(/the session is later/);
      // The second time it is said: the bot that says it is up again.
      await heard.until(
        () => timeline.lines.filter((line) => line.includes('sends the reminder at')).length > 1,
        'the session to be later',
        30_000,
      );
      const cookie = await signIn(play.url);
      const created = await fetch(`${play.url}/api/availability/promotions/campaigns`, {
        method: 'POST',
        headers: {
          cookie,
          origin: play.url,
          'x-requested-with': 'XMLHttpRequest',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ include_available: true }),
      });
      expect(created.status, await created.text()).toBe(201);
      await hears(/Kaja .*presses “Not tonight”/);
      await hears(/Cene .*joins the game server/);
      await hears(/Oton .*joins voice/);
      await play.end();
      await staying;
    },
  );
});
