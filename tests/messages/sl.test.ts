import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_TYPES, type ChannelType } from '../../src/domain/channel-choice.js';
import { JOB_TYPES, type JobType } from '../../src/domain/message-kinds.js';
import { players } from '../../src/messages/sl/phrases.js';
import { sl } from '../../src/messages/sl/messages.js';
import { web } from '../../src/messages/sl/web.js';
import { form } from '../../src/messages/sl/words.js';
import type { CampaignMessageInput } from '../../src/messages/texts/calls.js';
import { everythingSaidIn, START_AT, WAY } from './samples.js';

const MINUTE = 60_000;

function campaignText(
  jobType: JobType,
  channel: ChannelType,
  minutesLeft: number,
  more: Partial<CampaignMessageInput> = {},
) {
  return sl.campaignMessage({
    communityName: null,
    players: 0,
    jobType,
    channel,
    campaignId: 'c1',
    startAt: START_AT,
    now: START_AT - minutesLeft * MINUTE,
    timezone: 'Europe/Ljubljana',
    locale: 'sl',
    way: WAY,
    ...more,
  }).text;
}

describe('campaignMessage', () => {
  it('tells the minutes that are really left, in the four forms a number asks for', () => {
    expect(campaignText('reminder', 'telegram', 15)).toContain(
      'se začne čez 15 minut, ob 21:00 (Europe/Ljubljana)',
    );
    expect(campaignText('reminder', 'signal', 1)).toContain('čez 1 minuto,');
    expect(campaignText('reminder', 'signal', 2)).toContain('čez 2 minuti,');
    expect(campaignText('reminder', 'signal', 4)).toContain('čez 4 minute,');
    expect(campaignText('start', 'telegram', 0)).toContain('se začenja zdaj, ob 21:00');
    expect(campaignText('start', 'telegram', -12)).toContain('se je začelo pred 12 minutami');
    expect(campaignText('follow_up', 'signal', -1)).toContain('se je začelo pred 1 minuto');
    expect(campaignText('follow_up', 'signal', -2)).toContain('se je začelo pred 2 minutama');
    expect(campaignText('start', 'discord', 3)).toContain(`čez 3 minute, ob <t:${START_AT / 1000}:t>`);
  });

  it('always carries both ways out, and words them where there are no buttons', () => {
    for (const jobType of JOB_TYPES) {
      for (const channel of CHANNEL_TYPES) {
        const text = campaignText(jobType, channel, 5);
        const inWords: Partial<Record<JobType, RegExp>> = {
          question: /DANES ne; ali pa STOP VPRAŠANJA/,
          ready: /STOP OBVESTILO.*DANES ne/,
          call_off: /Odgovori STOP,/,
        };
        expect((inWords[jobType] ?? /DANES ne.*STOP/s).test(text)).toBe(channel === 'signal');
        expect(text).toContain('To sporočilo dobiš, ker');
      }
    }
    expect(sl.buttons.notTonight).toBe('Nocoj ne');
  });

  it('stays fit to read whatever the community is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (communityName) => {
        const text = campaignText('start', 'discord', 5, { communityName });
        expect(text).not.toMatch(/@everyone|@here|<@/);
        expect(text.length).toBeLessThanOrEqual(2000);
      }),
    );
    expect(campaignText('start', 'discord', 0, { communityName: 'Sove' })).toMatch(
      /^\*\*Sove\*\*: nocojšnje igranje se začenja zdaj/,
    );
  });
});

describe('a number asks for one of four forms', () => {
  it.each([
    [1, '1 igralec'],
    [2, '2 igralca'],
    [3, '3 igralci'],
    [4, '4 igralci'],
    [5, '5 igralcev'],
    [11, '11 igralcev'],
    [12, '12 igralcev'],
    [21, '21 igralcev'],
    [100, '100 igralcev'],
    [101, '101 igralec'],
    [102, '102 igralca'],
    [103, '103 igralci'],
    [105, '105 igralcev'],
    [0, '0 igralcev'],
  ])('%i: %s', (number, said) => {
    expect(players(number)).toBe(said);
    expect(web.players(number)).toBe(said);
  });

  it('by the last two digits alone', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (number) => {
        const forms = ['one', 'two', 'few', 'other'] as const;
        const by: Record<number, string> = { 1: 'one', 2: 'two', 3: 'few', 4: 'few' };
        expect(form(number, ...forms)).toBe(by[number % 100] ?? 'other');
      }),
    );
  });

  it('and its verb goes with it', () => {
    expect(sl.board.ready(1)).toBe('**Igramo:** nocoj 1 igralec išče igro.');
    expect(sl.board.ready(2)).toBe('**Igramo:** nocoj 2 igralca iščeta igro.');
    expect(sl.board.ready(3)).toBe('**Igramo:** nocoj 3 igralci iščejo igro.');
    expect(sl.board.ready(5)).toBe('**Igramo:** nocoj 5 igralcev išče igro.');
    expect(sl.board.towards(4, 6)).toBe('4 od 6: manjkata še 2 igralca.');
    expect(sl.board.came(2)).toBe('Prišla sta 2 igralca.');
    expect(sl.promote.recipients(1, { discord: 1 })).toBe('1 igralec: 1 prek Discorda');
    expect(sl.notice({ code: 'quiet_at_start', count: 2 })).toMatch(/^2 prejemnika imata/);
    expect(sl.privacy.earlierContacts(3)).toMatch(/^3 starejše vrstice so v/);
    expect(sl.refusal({ code: 'test_too_soon', retryInMs: 1 })).toContain('čez 1 sekundo.');
    expect(sl.refusal({ code: 'test_too_soon', retryInMs: 120_001 })).toContain('čez 3 minute.');
    expect(web.page.notReady(4, 5)).toBe('Igrati želijo 4 od 5: manjka še 1 igralec.');
  });
});

describe('Slovenian writes', () => {
  it('dates in the case that their sentence asks for', () => {
    expect(sl.day('2026-01-10')).toBe('sobota, 10. januarja');
    expect(sl.dayAndYear('2028-02-29')).toBe('torek, 29. februarja 2028');
    expect(sl.dateChoice('2026-03-01', '2026-02-28')).toBe('Jutri, nedelja, 1. marca');
    expect(sl.nothing.log('2026-01-10')).toBe('Za soboto, 10. januarja 2026 ni nič zabeleženo.');
    expect(sl.replies.availabilityCleared('2026-01-10', '2026-01-10')).toContain('za nocoj');
    expect(sl.standing.wentAway('2026-01-14', '2026-01-10', 0)).toContain('do vključno srede, 14. januarja.');
    expect(sl.board.title('2026-01-11')).toBe('Nedelja, 11. januarja: kdo bo zraven?');
  });

  it('what somebody said between Slovenian quotes', () => {
    expect(sl.refusal({ code: 'invalid_date', input: '„tako“ “ali” tako' })).toMatch(
      /^„tako ali tako“ ni datum\./,
    );
    for (const { path, text } of everythingSaidIn(sl)) {
      expect(text.match(/„/g)?.length ?? 0, path).toBe(text.match(/“/g)?.length ?? 0);
      expect(text.replaceAll(/`[^`]*`/g, ''), path).not.toMatch(/["”]|\w'\w/);
    }
  });

  it('to people it calls ti, without a guess at their gender', () => {
    for (const { path, text } of everythingSaidIn(sl)) {
      expect(text, path).not.toMatch(/(?<!\p{L})(vi|vam|vaš\p{L}*|ste|boste)(?!\p{L})/iu);
      expect(text, path).not.toMatch(/\/-?a(?!\p{L})|(?<!\p{L})si (se )?\p{L}+(?:l|la|n|na)(?!\p{L})/u);
    }
  });

  it('a name of which nothing can be shown as unknown', () => {
    expect(sl.replies.playerLinked('**')).toBe('Povezano: igraš kot neznano ime.');
  });
});
