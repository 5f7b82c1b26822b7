import fc from 'fast-check';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import { CHANNEL_TYPES, PREFERRED_CHANNELS } from '../../src/domain/channel-choice.js';
import type { CampaignRequest } from '../../src/domain/campaign.js';
import type { PersonState } from '../../src/domain/person.js';

export const anyRequest: fc.Arbitrary<CampaignRequest> = fc.record({
  includeAvailable: fc.boolean(),
  includeMaybe: fc.boolean(),
  dryRun: fc.boolean(),
});

export const anyTargets = fc.record({ telegram: fc.boolean(), signal: fc.boolean(), discord: fc.boolean() });

export const anyConfigured = fc.subarray([...CHANNEL_TYPES]).map((channels) => new Set(channels));

export const anyPreference = fc.constantFrom(...PREFERRED_CHANNELS);

export const anyPerson: fc.Arbitrary<PersonState> = fc.record({
  status: fc.constantFrom(null, ...AVAILABILITY_STATUSES),
  allowPromotions: fc.boolean(),
  allowQuestions: fc.boolean(),
  allowReadyNotices: fc.boolean(),
  preferredChannel: anyPreference,
  targets: anyTargets,
  quietHours: fc.constantFrom(
    null,
    { start: '20:30', end: '08:00' },
    { start: '09:00', end: '17:00' },
    { start: '00:00', end: '00:00' },
  ),
  timezone: fc.constantFrom('Europe/Ljubljana', 'America/New_York', 'Asia/Kathmandu'),
  locale: fc.constant('en'),
  inGuild: fc.boolean(),
});
