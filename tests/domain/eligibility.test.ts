import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SKIP_REASONS, type CampaignRequest } from '../../src/domain/campaign.js';
import { CHANNEL_TYPES } from '../../src/domain/channel-choice.js';
import { kindOf } from '../../src/domain/message-kinds.js';
import { consentAtSend, eligibility } from '../../src/domain/eligibility.js';
import type { PersonState } from '../../src/domain/person.js';
import { anyConfigured, anyPerson, anyRequest } from './arbitraries.js';

const ALL = new Set(CHANNEL_TYPES);
const LOOKING_ONLY: CampaignRequest = { includeAvailable: false, includeMaybe: false, dryRun: false };
const NINE = Date.parse('2026-01-10T20:00:00Z');
const ana: PersonState = {
  status: 'LOOKING',
  allowPromotions: true,
  allowQuestions: false,
  allowReadyNotices: false,
  preferredChannel: 'any',
  targets: { telegram: false, signal: true, discord: true },
  quietHours: null,
  timezone: 'Europe/Ljubljana',
  locale: 'en',
  inGuild: true,
};
const nothingReaches = { telegram: false, signal: false, discord: false };

describe('eligibility', () => {
  it('gives the channel they would be called by first', () => {
    expect(eligibility(ana, LOOKING_ONLY, ALL)).toEqual({ eligible: true, channel: 'signal' });
    expect(eligibility(ana, LOOKING_ONLY, new Set(['discord']))).toEqual({
      eligible: true,
      channel: 'discord',
    });
  });

  it.each([
    ['LOOKING', true, true, true],
    ['AVAILABLE', false, true, false],
    ['MAYBE', false, false, true],
    ['NOT_PLAYING', false, false, false],
  ] as const)(
    'calls %s by itself %s, with available %s, with maybe %s',
    (status, alone, available, maybe) => {
      const called = (request: Partial<CampaignRequest>) =>
        eligibility({ ...ana, status }, { ...LOOKING_ONLY, ...request }, ALL).eligible;
      expect([called({}), called({ includeAvailable: true }), called({ includeMaybe: true })]).toEqual([
        alone,
        available,
        maybe,
      ]);
      if (status === 'NOT_PLAYING')
        expect(called({ includeAvailable: true, includeMaybe: true })).toBe(false);
    },
  );

  it('tells the first reason that holds', () => {
    // From a person with every fault, one is mended at a time.
    const person: { -readonly [K in keyof PersonState]: PersonState[K] } = {
      ...ana,
      status: null,
      inGuild: false,
      allowPromotions: false,
      targets: nothingReaches,
    };
    const reasons: string[] = [];
    const look = () => {
      const verdict = eligibility(person, LOOKING_ONLY, ALL);
      reasons.push(verdict.eligible ? 'eligible' : verdict.reason);
    };
    look();
    person.status = 'NOT_PLAYING';
    look();
    person.status = 'MAYBE';
    look();
    person.status = 'LOOKING';
    look();
    person.inGuild = true;
    look();
    person.allowPromotions = true;
    look();
    person.targets = ana.targets;
    look();
    expect(reasons).toEqual([
      'no_entry',
      'not_playing',
      'status_not_included',
      'left_guild',
      'not_opted_in',
      'no_channel',
      'eligible',
    ]);
  });

  it('leaves quiet hours to the send', () => {
    const quiet: PersonState = { ...ana, quietHours: { start: '00:00', end: '00:00' } };
    expect(eligibility(quiet, LOOKING_ONLY, ALL).eligible).toBe(true);
  });

  it('has a channel that reaches them or a reason for everybody, and calls nobody who did not agree', () => {
    fc.assert(
      fc.property(anyPerson, anyRequest, anyConfigured, (person, request, configured) => {
        const verdict = eligibility(person, request, configured);
        const askedFor =
          person.status === 'LOOKING' ||
          (person.status === 'AVAILABLE' && request.includeAvailable) ||
          (person.status === 'MAYBE' && request.includeMaybe);
        const reachable = CHANNEL_TYPES.some((channel) => person.targets[channel] && configured.has(channel));
        expect(verdict.eligible).toBe(askedFor && person.inGuild && person.allowPromotions && reachable);
        if (verdict.eligible) {
          expect(person.targets[verdict.channel] && configured.has(verdict.channel)).toBe(true);
        } else {
          expect(SKIP_REASONS).toContain(verdict.reason);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('consentAtSend', () => {
  it('gives all channels, best first', () => {
    expect(consentAtSend(ana, NINE, ALL, kindOf('start'))).toEqual({
      go: true,
      channels: ['signal', 'discord'],
    });
  });

  it('tells the first reason that holds', () => {
    const person: { -readonly [K in keyof PersonState]: PersonState[K] } = {
      ...ana,
      status: null,
      inGuild: false,
      allowPromotions: false,
      targets: nothingReaches,
      quietHours: { start: '20:30', end: '08:00' },
    };
    const reasons: string[] = [];
    const look = () => {
      const consent = consentAtSend(person, NINE, ALL, kindOf('start'));
      reasons.push(consent.go ? 'go' : consent.reason);
    };
    look();
    person.inGuild = true;
    look();
    person.allowPromotions = true;
    look();
    person.status = 'NOT_PLAYING';
    look();
    person.status = 'MAYBE';
    look();
    person.targets = ana.targets;
    look();
    person.quietHours = null;
    look();
    expect(reasons).toEqual([
      'left_guild',
      'not_opted_in',
      'no_entry',
      'not_playing',
      'no_channel',
      'quiet_hours',
      'go',
    ]);
  });

  it('does not mind a change between LOOKING, AVAILABLE and MAYBE', () => {
    for (const status of ['LOOKING', 'AVAILABLE', 'MAYBE'] as const) {
      expect(consentAtSend({ ...ana, status }, NINE, ALL, kindOf('start')).go).toBe(true);
    }
  });

  it('goes with at least one channel or says why not', () => {
    fc.assert(
      fc.property(anyPerson, anyConfigured, (person, configured) => {
        const consent = consentAtSend(person, NINE, configured, kindOf('start'));
        if (consent.go) {
          expect(consent.channels.length).toBeGreaterThan(0);
          expect(person.allowPromotions && person.inGuild).toBe(true);
          expect(person.status).not.toBe('NOT_PLAYING');
          expect(person.quietHours?.start).not.toBe('00:00');
        } else {
          expect(SKIP_REASONS).toContain(consent.reason);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
