import { describe, expect, it } from 'vitest';
import {
  presentStandingCampaigns,
  presentStopped,
  tonightWords,
} from '../../../src/discord/presenters/standing-campaigns.js';
import { WEEK } from '../../../src/domain/standing-answers.js';
import { NOT_OUT_REASONS } from '../../../src/domain/standing-campaigns.js';
import { de } from '../../../src/messages/de/messages.js';
import { en } from '../../../src/messages/en/messages.js';
import type { StandingCampaigns, StoppedStanding } from '../../../src/services/standing-campaigns.js';
import { buttonsOf, expectWithinLimits } from '../within-limits.js';

const AT = Date.parse('2026-03-10T19:45:00Z');
const tonight = {
  date: '2026-03-10',
  state: 'open',
  at: AT,
  startAt: AT + 900_000,
  reason: null,
  stoppedBy: null,
  campaignId: null,
} as const;
const none: StandingCampaigns = { today: '2026-03-10', days: [], until: null, tonight: null, threshold: 6 };
const all: StandingCampaigns = {
  ...none,
  days: WEEK.map((day) => ({
    day,
    setBy: 'ada',
    name: 'A'.repeat(32),
    isOwn: true,
    hasSession: false,
    includeAvailable: true,
    includeMaybe: true,
  })),
  until: '2026-03-20',
  tonight,
};

describe('standing campaigns', () => {
  it('are none, with the command that sets some and nothing to press', () => {
    const payload = presentStandingCampaigns(en, none);
    expect(payload.embeds?.[0]?.description).toBe(en.standingCampaigns.none);
    expect(buttonsOf(payload)).toEqual({});
  });

  it('fit a message with all seven days, and can be stopped tonight and kept', () => {
    for (const messages of [en, de]) {
      const payload = presentStandingCampaigns(messages, all, messages.standingCampaigns.set(WEEK));
      expectWithinLimits(payload);
      expect(Object.values(buttonsOf(payload))).toEqual([
        messages.standingCampaigns.stop,
        messages.standingCampaigns.keep,
      ]);
    }
  });

  it('that count for as long as they can are not to be kept', () => {
    const payload = presentStandingCampaigns(en, { ...all, until: '2026-05-04', tonight: null });
    expect(buttonsOf(payload)).toEqual({});
  });

  it('say of tonight what became of it', () => {
    expect(tonightWords(en, tonight)).toBe(en.standingCampaigns.goesOut(AT));
    expect(tonightWords(en, { ...tonight, state: 'made' })).toBe(en.standingCampaigns.made);
    for (const reason of NOT_OUT_REASONS)
      expect(tonightWords(en, { ...tonight, state: 'off', reason })).toBe(
        en.standingCampaigns.notOut(reason, null),
      );
  });
});

it('"Stop" offers to cancel what was created, to whose it is alone', () => {
  const proposal = { ...tonight, setBy: 'ada', includeAvailable: false, includeMaybe: false, endedBy: null };
  const made = (mayCancel: boolean): StoppedStanding => ({
    outcome: 'made',
    proposal: { ...proposal, state: 'made', campaignId: 'c1' },
    stoppedBy: null,
    mayCancel,
  });
  const ids = (stopped: StoppedStanding) => Object.keys(buttonsOf(presentStopped(en, stopped)));
  expect(ids(made(true))).toEqual(['promote-cancel:c1']);
  expect(ids(made(false))).toEqual([]);
});
