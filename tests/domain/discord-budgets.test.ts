import { expect, it } from 'vitest';
import {
  besideMessages,
  DISCORD_ACCOUNT,
  MOST_MESSAGES_PER_SECOND,
} from '../../src/domain/discord-budgets.js';
import { slackMs } from '../../src/domain/pace.js';

it.each([
  [0.5, 48],
  [1, 48],
  [20, 29],
  [40, 9],
  [40.1, 8],
  [47.9, 1],
  [48, 1],
  [49, 1],
])('%d messages a second leave %d for everything else', (messages, others) => {
  expect(besideMessages(messages).perSecond).toBe(others);
});

it('the most messages and the least beside them are all of the account', () => {
  const { perSecond } = besideMessages(MOST_MESSAGES_PER_SECOND);
  expect(MOST_MESSAGES_PER_SECOND + perSecond).toBe(DISCORD_ACCOUNT.perSecond);
});

it('Discord, which takes 50 in any second, waits for a request up to a gap of the account', () => {
  expect(slackMs(DISCORD_ACCOUNT.perSecond)).toBeCloseTo(1000 / DISCORD_ACCOUNT.perSecond);
});
