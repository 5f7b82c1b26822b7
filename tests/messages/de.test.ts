import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_TYPES, type ChannelType } from '../../src/domain/channel-choice.js';
import { JOB_TYPES, type JobType } from '../../src/domain/message-kinds.js';
import { de } from '../../src/messages/de/messages.js';
import type { CampaignMessageInput } from '../../src/messages/texts/calls.js';
import { everythingSaidIn, START_AT, WAY } from './samples.js';

const MINUTE = 60_000;

function campaignText(
  jobType: JobType,
  channel: ChannelType,
  minutesLeft: number,
  more: Partial<CampaignMessageInput> = {},
) {
  return de.campaignMessage({
    communityName: null,
    players: 0,
    jobType,
    channel,
    campaignId: 'c1',
    startAt: START_AT,
    now: START_AT - minutesLeft * MINUTE,
    timezone: 'Europe/Berlin',
    locale: 'de',
    way: WAY,
    ...more,
  }).text;
}

describe('campaignMessage', () => {
  it('tells the minutes that are really left, one of them in the singular', () => {
    expect(campaignText('reminder', 'telegram', 15)).toContain(
      'beginnt in 15 Minuten, um 21:00 Uhr (Europe/Berlin)',
    );
    expect(campaignText('reminder', 'signal', 0.2)).toContain('beginnt in 1 Minute,');
    expect(campaignText('start', 'telegram', 0)).toContain('beginnt jetzt, um 21:00 Uhr');
    expect(campaignText('start', 'telegram', -12)).toContain('hat vor 12 Minuten begonnen');
    expect(campaignText('follow_up', 'signal', -1.5)).toContain('hat vor 1 Minute begonnen');
    expect(campaignText('start', 'discord', 3)).toContain(
      `beginnt in 3 Minuten, um <t:${START_AT / 1000}:t>`,
    );
  });

  it('always carries both ways out, and words them where there are no buttons', () => {
    for (const jobType of JOB_TYPES) {
      for (const channel of CHANNEL_TYPES) {
        const text = campaignText(jobType, channel, 5);
        if (jobType === 'question') {
          expect(/HEUTE nein; oder STOPP FRAGEN/.test(text)).toBe(channel === 'signal');
          expect(text).toContain('gefragt werden willst');
          continue;
        }
        if (jobType === 'ready') {
          expect(/STOPP BESCHEID.*HEUTE nein/.test(text)).toBe(channel === 'signal');
          expect(text).toContain('Bescheid haben wolltest');
          continue;
        }
        if (jobType === 'call_off') {
          expect(text).toContain('fällt aus.');
          expect(text).not.toContain('HEUTE');
          expect(/Antworte STOPP/.test(text)).toBe(channel === 'signal');
          continue;
        }
        expect(/HEUTE nein.*STOPP/s.test(text)).toBe(channel === 'signal');
        expect(text).toContain('Einladungen eingeschaltet');
      }
    }
    expect(de.buttons.notTonight).toBe('Heute nicht');
  });

  it('stays fit to read whatever the community is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (communityName) => {
        const text = campaignText('start', 'discord', 5, { communityName });
        expect(text).not.toMatch(/@everyone|@here|<@/);
        expect(text.length).toBeLessThanOrEqual(2000);
      }),
    );
    expect(campaignText('start', 'discord', 0, { communityName: 'Nachteulen' })).toMatch(
      /^\*\*Nachteulen\*\*: Die Runde heute Abend beginnt jetzt/,
    );
  });
});

describe('German writes', () => {
  it('dates as people say them', () => {
    expect(de.day('2026-01-10')).toBe('Samstag, 10. Januar');
    expect(de.dayAndYear('2028-02-29')).toBe('Dienstag, 29. Februar 2028');
    expect(de.dateChoice('2026-03-01', '2026-02-28')).toBe('Morgen, Sonntag, 1. März');
    expect(de.dateChoice('2025-12-31', '2026-01-01')).toBe('Gestern, Mittwoch, 31. Dezember');
    expect(de.nothing.log('2026-01-10')).toBe('Für Samstag, 10. Januar 2026 ist nichts protokolliert.');
    expect(de.replies.availabilityCleared('2026-01-10', '2026-01-10')).toContain('für heute Abend');
  });

  it('what somebody said between German quotes', () => {
    const quoted = de.refusal({ code: 'invalid_date', input: '„so“ “oder” so' });
    expect(quoted).toMatch(/^„so oder so“ ist kein Datum\./);
    for (const { path, text } of everythingSaidIn(de)) {
      expect(text.match(/„/g)?.length ?? 0, path).toBe(text.match(/“/g)?.length ?? 0);
      expect(text.replaceAll(/`[^`]*`/g, ''), path).not.toMatch(/["”]|\w'\w/);
    }
  });

  it('numbers with the plural they ask for', () => {
    expect(de.promote.recipients(1, { discord: 1 })).toBe('1 Person: 1 über Discord');
    expect(de.promote.recipients(2, { discord: 2 })).toBe('2 Personen: 2 über Discord');
    expect(de.notice({ code: 'quiet_at_start', count: 1 })).toMatch(/^1 Person hat .* wird dann/);
    expect(de.notice({ code: 'quiet_at_start', count: 3 })).toMatch(/^3 Personen haben .* werden dann/);
    expect(de.privacy.earlierContacts(1)).toMatch(/^1 frühere Zeile steht/);
    expect(de.privacy.earlierContacts(2)).toMatch(/^2 frühere Zeilen stehen/);
    expect(de.refusal({ code: 'test_too_soon', retryInMs: 1 })).toContain('in 1 Sekunde.');
    expect(de.refusal({ code: 'link_too_soon', retryInMs: 120_001 })).toContain('in 3 Minuten einen neuen');
  });

  it('to people it calls du', () => {
    for (const { path, text } of everythingSaidIn(de))
      expect(text, path).not.toMatch(/\b(Sie|Ihnen|Ihre?n?)\b/);
  });

  it('a name of which nothing can be shown as unknown', () => {
    expect(de.replies.playerLinked('**')).toBe('Verknüpft: Du spielst als Unbekannt.');
  });
});
