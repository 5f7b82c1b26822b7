import { describe, expect, it } from 'vitest';
import {
  presentErasePrompt,
  presentExport,
  presentPersonalData,
} from '../../../src/discord/presenters/privacy.js';
import { en } from '../../../src/messages/en/messages.js';
import { defaultPreferences } from '../../../src/persistence/stores/preference-store.js';
import type { ContactRecord } from '../../../src/persistence/stores/privacy-store.js';
import type { PersonalData } from '../../../src/services/privacy.js';
import { buttonsOf, expectWithinLimits, fieldsOf } from '../within-limits.js';

const AT = Date.parse('2026-01-10T20:00:00Z');
const ADA = '100000000000000001';
const BOB = '100000000000000002';
const DISCORD = new Set(['discord'] as const);

const nothing: PersonalData = {
  userId: ADA,
  serverTimezone: 'Europe/Ljubljana',
  playerLink: null,
  playerProof: null,
  links: [],
  linkRequests: [],
  preferences: null,
  availability: [],
  conditions: [],
  weekly: [],
  away: null,
  answers: [],
  calendarSince: null,
  sessions: [],
  contacts: [],
  notices: [],
  listedFor: [],
  standbyFor: [],
  campaigns: [],
  standingCampaigns: [],
  proposals: [],
  settingChanges: [],
  settingsSet: [],
  imported: [],
  history: [],
  deeds: [],
  pausedSince: null,
  madeReady: [],
};

function called(more: Partial<ContactRecord> = {}): ContactRecord {
  return {
    at: AT,
    campaignDate: '2026-01-10',
    jobType: 'start',
    promoterId: BOB,
    channel: 'discord',
    outcome: 'sent',
    reason: null,
    ...more,
  };
}

const much: PersonalData = {
  userId: ADA,
  serverTimezone: 'Europe/Ljubljana',
  playerLink: { userId: ADA, guid: 'ABC_123', name: '**Ada** <@1>', verifiedAt: AT },
  playerProof: { userId: ADA, guid: 'ABC_123', codeDigest: 'digest:x', expiresAt: AT, looks: 2 },
  links: [{ channel: 'signal', linkedAt: AT }],
  linkRequests: [{ channel: 'telegram', requestedAt: AT, expiresAt: AT, attempts: 1 }],
  preferences: {
    ...defaultPreferences(),
    allowPromotions: true,
    consentedAt: AT,
    signalLinked: true,
    quietHours: { start: '22:30', end: '08:00' },
    questionsCountedFrom: AT,
  },
  availability: [
    { userId: ADA, userName: 'Ada', date: '2026-01-09', status: 'MAYBE' },
    { userId: ADA, userName: 'Ada', date: '2026-01-10', status: 'LOOKING' },
  ],
  conditions: [{ date: '2026-01-09', atLeast: 6, hasTurned: false }],
  weekly: [{ day: 'tue', status: 'MAYBE', from: '2026-01-06', until: '2026-03-02', userName: 'Ada' }],
  away: { from: '2026-01-12', until: '2026-01-18' },
  answers: [
    {
      userId: ADA,
      date: '2026-01-10',
      answer: { kind: 'LATE', until: AT },
      channel: 'discord',
      campaignId: 'c1',
    },
  ],
  calendarSince: AT,
  sessions: [{ userId: ADA, createdAt: AT, lastSeenAt: AT, expiresAt: AT + 43_200_000 }],
  contacts: [called({ outcome: 'skipped', reason: 'quiet_hours', channel: null }), called()],
  notices: [{ at: AT, key: 'STANDING:2026-01-13', channel: 'discord', state: 'sent' }],
  listedFor: [{ campaignDate: '2026-01-10', status: 'LOOKING', channel: 'discord', displayName: 'Ada' }],
  standbyFor: [
    { campaignDate: '2026-01-07', status: 'MAYBE', channel: 'signal', displayName: 'Ada' },
    { campaignDate: '2026-01-09', status: 'AVAILABLE', channel: 'discord', displayName: 'Ada' },
  ],
  campaigns: [
    { date: '2026-01-08', createdAt: AT, status: 'sent', recipientCount: 7, dryRun: false, note: null },
  ],
  standingCampaigns: [
    { weekday: 'tue', setBy: ADA, includeAvailable: true, includeMaybe: false, until: '2026-03-06' },
  ],
  proposals: [],
  settingChanges: [{ at: AT, key: 'start_time', oldValue: null, newValue: '21:30' }],
  settingsSet: [{ key: 'start_time', at: AT }],
  imported: [],
  history: [
    { at: AT, action: 'player_linked', actorId: ADA },
    { at: AT, action: 'player_unlinked', actorId: BOB },
  ],
  deeds: [{ at: AT, action: 'player_unlinked' }],
  pausedSince: AT,
  madeReady: ['2026-01-10'],
};

describe('presentPersonalData', () => {
  it('says so when nothing is kept', () => {
    expect(presentPersonalData(en, nothing, DISCORD)).toEqual({ content: 'We store nothing about you.' });
  });

  it.each(Object.keys(much).filter((part) => !['userId', 'serverTimezone'].includes(part)))(
    'does not say so where there is nothing but %s',
    (part) => {
      const one = { ...nothing, [part]: much[part as keyof PersonalData] };
      const isThere = JSON.stringify(one) !== JSON.stringify(nothing);
      expect('content' in presentPersonalData(en, one, DISCORD)).toBe(!isThere);
    },
  );

  it('shows everything that is kept, the latest first', () => {
    const payload = presentPersonalData(en, much, DISCORD);
    const fields = fieldsOf(payload);
    expect(fields['Player']?.split('\n')).toEqual([
      'Ada, GUID “ABC_123”',
      'Confirmed on <t:1768075200:f>.',
      'A fingerprint of your confirmation code is kept until <t:1768075200:f>.',
    ]);
    expect(fields['Standing pings in your name']).toBe('Tuesday, until Friday 6 March 2026');
    expect(fields['Session pings']).toContain(`<t:${AT / 1000}:D>`);
    expect(fields['Quiet hours']).toContain('22:30 to 08:00');
    expect(fields['Evenings you were on standby for']?.split('\n')).toEqual([
      en.privacy.entry('2026-01-09', 'AVAILABLE'),
      en.privacy.entry('2026-01-07', 'MAYBE'),
    ]);
    expect(fields['Evenings you pinged for']).toBe('Thursday 8 January 2026 · sent');
    expect(fields['Signed-in browsers']).toBe(
      `Since <t:${AT / 1000}:f>, until <t:${AT / 1000 + 43_200}:f> at the latest`,
    );
    expect(fields['Linked channels']).toBe(`Signal, since <t:${AT / 1000}:f>`);
    expect(fields['Availability']).toBe(
      'Saturday 10 January 2026: 🔎 Looking to play\nFriday 9 January 2026: 🤔 Maybe',
    );
    expect(fields['Answers to pings']).toBe(`Saturday 10 January 2026: coming later, at <t:${AT / 1000}:f>`);
    expect(fields['Links, consent and answers']).toBe(
      `<t:${AT / 1000}:f>: player unlinked, by an admin\n<t:${AT / 1000}:f>: player linked`,
    );
    expectWithinLimits(payload);
  });

  it('shows who contacted them, and why', () => {
    const { embeds = [] } = presentPersonalData(en, much, DISCORD);
    expect(embeds[1]?.title).toBe('Who messaged you, and why');
    expect(embeds[1]?.description?.split('\n')).toEqual([
      `<t:${AT / 1000}:f>: start ping on Discord for Saturday 10 January 2026, from <@${BOB}>: sent`,
      `<t:${AT / 1000}:f>: start ping for Saturday 10 January 2026, from <@${BOB}>: skipped (in quiet hours)`,
    ]);
    expect(embeds[1]?.footer).toBeUndefined();
  });

  it('does not name a promoter who erased their data, nor codes', () => {
    const contacts = [
      called({ promoterId: 'erased:abc', outcome: 'retry', reason: 'will_retry' }),
      called({ jobType: 'of_tomorrow', channel: 'pigeon', outcome: 'lost_at_sea', reason: 'storm_surge' }),
    ];
    const text = presentPersonalData(en, { ...much, contacts }, DISCORD).embeds?.[1]?.description ?? '';
    expect(text).toContain('from someone who erased their data: tried (will be retried)');
    expect(text).not.toMatch(/erased:|of_tomorrow|pigeon|lost_at_sea|storm_surge|undefined/);
  });

  it('shows the last ten contacts and says where the others are', () => {
    const contacts = Array.from({ length: 500 }, (_, n) =>
      called({ at: AT + n * 60_000, reason: 'already_contacted' }),
    );
    const availability = Array.from({ length: 300 }, () => much.availability).flat();
    const history = Array.from({ length: 100 }, () => much.history).flat();
    const payload = presentPersonalData(en, { ...much, contacts, availability, history }, DISCORD);
    const shown = payload.embeds?.[1]?.description?.split('\n') ?? [];
    expect(shown).toHaveLength(10);
    expect(shown[0]).toContain(`<t:${AT / 1000 + 499 * 60}:f>`);
    expect(payload.embeds?.[1]?.footer?.text).toBe('490 earlier lines in `/privacy export`.');
    expectWithinLimits(payload);
  });
});

describe('presentExport', () => {
  it('attaches everything as JSON of a stable shape', () => {
    const payload = presentExport(en, much, AT);
    const [file] = payload.files ?? [];
    expect(file?.name).toBe(`muster-${ADA}-2026-01-10.json`);
    expect(JSON.parse((file?.attachment as Buffer).toString('utf8'))).toEqual({
      format: 'muster-personal-data',
      version: 1,
      exported_at: '2026-01-10T20:00:00.000Z',
      user_id: ADA,
      player_link: {
        player_guid: 'ABC_123',
        player_name: '**Ada** <@1>',
        verified_at: '2026-01-10T20:00:00.000Z',
      },
      player_proof: { player_guid: 'ABC_123', expires_at: '2026-01-10T20:00:00.000Z', looks: 2 },
      channel_links: [{ channel: 'signal', linked_at: '2026-01-10T20:00:00.000Z' }],
      link_requests: [
        {
          channel: 'telegram',
          requested_at: '2026-01-10T20:00:00.000Z',
          expires_at: '2026-01-10T20:00:00.000Z',
          attempts: 1,
        },
      ],
      preferences: {
        allow_promotions: true,
        consented_at: '2026-01-10T20:00:00.000Z',
        preferred_channel: 'any',
        max_calls_per_week: null,
        calls_counted_from: null,
        calls_asked_at: null,
        calls_rest_since: null,
        allow_questions: false,
        questions_consented_at: null,
        questions_counted_from: '2026-01-10T20:00:00.000Z',
        allow_ready_notices: false,
        ready_consented_at: null,
        discord_dms: true,
        discord_dm_channel_id: null,
        telegram_linked: false,
        signal_linked: true,
        quiet_hours: { start: '22:30', end: '08:00' },
        ready_sound: false,
        timezone: null,
        server_timezone: 'Europe/Ljubljana',
        locale: 'en',
      },
      availability: [
        { date: '2026-01-09', status: 'MAYBE', user_name: 'Ada' },
        { date: '2026-01-10', status: 'LOOKING', user_name: 'Ada' },
      ],
      conditions: [{ date: '2026-01-09', at_least: 6, met: false }],
      weekly_answers: [
        {
          weekday: 'tue',
          status: 'MAYBE',
          counts_from: '2026-01-06',
          counts_until: '2026-03-02',
          user_name: 'Ada',
        },
      ],
      absence: { away_from: '2026-01-12', away_until: '2026-01-18' },
      answers: [
        { date: '2026-01-10', answer: 'LATE', late_until: '2026-01-10T20:00:00.000Z', channel: 'discord' },
      ],
      calendar: { created_at: '2026-01-10T20:00:00.000Z' },
      sessions: [
        {
          signed_in_at: '2026-01-10T20:00:00.000Z',
          last_seen_at: '2026-01-10T20:00:00.000Z',
          expires_at: '2026-01-11T08:00:00.000Z',
        },
      ],
      contacts: [
        {
          at: '2026-01-10T20:00:00.000Z',
          campaign_date: '2026-01-10',
          job_type: 'start',
          promoter_id: BOB,
          channel: null,
          outcome: 'skipped',
          reason: 'quiet_hours',
        },
        {
          at: '2026-01-10T20:00:00.000Z',
          campaign_date: '2026-01-10',
          job_type: 'start',
          promoter_id: BOB,
          channel: 'discord',
          outcome: 'sent',
          reason: null,
        },
      ],
      notices: [
        { at: '2026-01-10T20:00:00.000Z', key: 'STANDING:2026-01-13', channel: 'discord', state: 'sent' },
      ],
      listed_for: [
        { campaign_date: '2026-01-10', status: 'LOOKING', channel: 'discord', display_name: 'Ada' },
      ],
      standby_for: [
        { campaign_date: '2026-01-07', status: 'MAYBE', channel: 'signal', display_name: 'Ada' },
        { campaign_date: '2026-01-09', status: 'AVAILABLE', channel: 'discord', display_name: 'Ada' },
      ],
      campaigns: [
        {
          campaign_date: '2026-01-08',
          created_at: '2026-01-10T20:00:00.000Z',
          status: 'sent',
          recipient_count: 7,
          dry_run: false,
          note: null,
        },
      ],
      standing_campaigns: [
        { weekday: 'tue', include_available: true, include_maybe: false, counts_until: '2026-03-06' },
      ],
      standing_evenings: [],
      setting_changes: [
        { at: '2026-01-10T20:00:00.000Z', key: 'start_time', old_value: null, new_value: '21:30' },
      ],
      settings_set: [{ key: 'start_time', at: '2026-01-10T20:00:00.000Z' }],
      paused_since: '2026-01-10T20:00:00.000Z',
      made_ready: ['2026-01-10'],
      imported: [],
      history: [
        { at: '2026-01-10T20:00:00.000Z', action: 'player_linked', actor_id: ADA },
        { at: '2026-01-10T20:00:00.000Z', action: 'player_unlinked', actor_id: BOB },
      ],
      deeds: [{ at: '2026-01-10T20:00:00.000Z', action: 'player_unlinked' }],
    });
    expectWithinLimits(payload);
  });

  it('is given to somebody of whom nothing is kept, too', () => {
    const [file] = presentExport(en, nothing, AT).files ?? [];
    expect(JSON.parse((file?.attachment as Buffer).toString('utf8'))).toMatchObject({
      user_id: ADA,
      player_link: null,
      player_proof: null,
      preferences: null,
      availability: [],
    });
  });
});

describe('presentErasePrompt', () => {
  it('explains, and asks with a button that is theirs', () => {
    const payload = presentErasePrompt(en, ADA);
    expect(payload.content).toContain('can’t be undone');
    expect(payload.content).toContain('/privacy export');
    expect(payload.content).toContain('no link to you');
    expect(buttonsOf(payload)).toEqual({ [`privacy-erase:${ADA}`]: 'Erase my data' });
    expectWithinLimits(payload);
  });
});
