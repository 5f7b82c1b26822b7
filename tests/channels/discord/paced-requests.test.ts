import { REST } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { pacedRequests } from '../../../src/channels/discord/paced-requests.js';
import { WHOLE_ANSWERS } from '../../../src/channels/discord/whole-answers.js';
import { FakeClock } from '../../support/fake-clock.js';
import { pacerOf } from '../../support/in-memory.js';

/** A client whose requests are paced by a clock of the test. */
async function paced() {
  const discord = await DiscordStandIn.start();
  onTestFinished(() => discord.stop());
  const clock = new FakeClock(0);
  const makeRequest = pacedRequests(pacerOf(clock, 2), WHOLE_ANSWERS.makeRequest);
  const rest = new REST({ api: discord.url, retries: 0, makeRequest }).setToken(discord.token);
  const asked = (): number => discord.traffic.all.length;
  return { clock, rest, asked };
}

it('requests leave one after the other at their pace, and not in windows', async () => {
  const { clock, rest, asked } = await paced();
  // discord.js itself makes requests of one route wait for each other.
  const [first, second] = [rest.get('/gateway/bot'), rest.get('/users/@me')];
  await first;
  await clock.advance(499);
  expect(asked()).toBe(1);
  await clock.advance(1);
  await second;
  expect(asked()).toBe(2);
});

it('a request that is given up while it waits never leaves', async () => {
  const { clock, rest, asked } = await paced();
  await rest.get('/gateway/bot');
  const over = new AbortController();
  const given = rest.get('/gateway/bot', { signal: over.signal });
  const refused = expect(given).rejects.toMatchObject({ name: 'AbortError' });
  over.abort();
  await refused;
  await clock.advance(10_000);
  expect(asked()).toBe(1);
});
