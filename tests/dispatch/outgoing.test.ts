import { describe, expect, it } from 'vitest';
import { Pacer } from '../../src/channels/pacer.js';
import { betweenStatements } from '../support/between-statements.js';
import { players, promoter } from '../support/people.js';
import { REMINDER_AT, testApp } from '../support/test-app.js';

const PER_SECOND = 10;

/** The most of these moments in any second. */
function mostInASecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(...sorted.map((first, n) => sorted.slice(n).filter((at) => at < first + 1_000).length));
}

describe('a disk that hangs between a slot and its request', () => {
  it('makes no burst for the provider, whoever else sends at the same pace meanwhile', async () => {
    const app = await testApp();
    app.discord.messagesPerSecond = PER_SECOND;
    await app.restart();
    await players(app, 20);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT - 1);
    const { clock } = app;
    const moments: number[] = [];
    const over = new AbortController();
    const other = new Pacer(clock, app.context.outbox.get('discord').pacer['pace']);
    const others = (async () => {
      while (await other.acquire(over.signal)) moments.push(clock.monotonic());
    })();
    let hung = 0;
    betweenStatements(app.database['writer'], async (text, go) => {
      if (text.includes('INSERT INTO notifications_ledger') && hung++ === 5) await clock.sleep(1_500);
      return go();
    });
    await app.advance(20_000);
    over.abort();
    await others;
    expect(hung).toBe(20);
    expect(app.discord.delivered).toHaveLength(20);
    const ours = app.discord.requests.map(({ monotonic }) => monotonic);
    expect(mostInASecond([...moments, ...ours])).toBeLessThanOrEqual(PER_SECOND + 1);
  });
});
