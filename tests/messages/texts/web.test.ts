import { describe, expect, test } from 'vitest';
import {
  CAMPAIGN_STATUSES,
  FINAL_OUTCOMES,
  JOB_STATUSES,
  SKIP_REASONS,
} from '../../../src/domain/campaign.js';
import { JOB_TYPES } from '../../../src/domain/message-kinds.js';
import { AVAILABILITY_STATUSES } from '../../../src/domain/availability.js';
import { CHANNEL_TYPES, PREFERRED_CHANNELS } from '../../../src/domain/channel-choice.js';
import { LANGUAGES } from '../../../src/messages/languages.js';
import { account as accountEn } from '../../../src/messages/en/account.js';
import { web as webEn } from '../../../src/messages/en/web.js';

/** Every text there is, by its way from the root; a function's number of arguments stands for it. */
function shape(texts: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts) as [string, unknown][]) {
    const at = `${path}/${key}`;
    if (typeof value === 'object' && value !== null)
      for (const entry of shape(value, at)) found.set(...entry);
    else found.set(at, typeof value === 'function' ? 'function' : typeof value);
  }
  return found;
}

const strings = (texts: object): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[key, value]]
      : typeof value === 'object' && value !== null
        ? strings(value)
        : [],
  );

describe('the words of the web pages', () => {
  test.each([...LANGUAGES])('are the same in %s as in English', (_, { web, account }) => {
    expect([...shape(web)].sort()).toEqual([...shape(webEn)].sort());
    expect([...shape(account)].sort()).toEqual([...shape(accountEn)].sort());
  });

  test.each([...LANGUAGES])('are all there in %s', (_, { web, account }) => {
    expect(strings({ web, account }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test.each([...LANGUAGES])('call things what Discord calls them, in %s', (_, { web, messages: discord }) => {
    for (const reason of SKIP_REASONS) expect(web.skipReason[reason]).toBe(discord.skipReason(reason));
    for (const job of JOB_TYPES) expect(web.job[job]).toBe(discord.jobName(job));
    for (const status of JOB_STATUSES) expect(web.jobStatus[status]).toBe(discord.jobStatus(status));
    for (const status of CAMPAIGN_STATUSES) {
      expect(web.campaignStatus[status]).toBe(discord.campaignStatus(status));
    }
    for (const status of AVAILABILITY_STATUSES) {
      expect(discord.availabilityStatus(status).replace(/^\S+ /, '')).toBe(web.status[status]);
    }
    for (const outcome of FINAL_OUTCOMES) expect(web.outcome[outcome]).toBe(discord.outcome(outcome));
    for (const channel of CHANNEL_TYPES) expect(web.channel[channel]).toBe(discord.channelName(channel));
    for (const preferred of PREFERRED_CHANNELS) {
      expect(web.preferred[preferred]).toBe(discord.preferredChannel(preferred));
    }
  });
});
