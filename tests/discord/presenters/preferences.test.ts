import { describe, expect, it } from 'vitest';
import type { DirectMessageHindrance } from '../../../src/services/context.js';
import { linkChange, presentPreferences } from '../../../src/discord/presenters/preferences.js';
import { CHANNEL_TYPES, type ChannelType } from '../../../src/domain/channel-choice.js';
import { en } from '../../../src/messages/en/messages.js';
import { defaultPreferences, type Preferences } from '../../../src/persistence/stores/preference-store.js';
import { buttonsOf, expectWithinLimits, fieldsOf } from '../within-limits.js';

const CONSENTED_AT = Date.parse('2026-01-10T20:00:00Z');
const DISCORD: ReadonlySet<ChannelType> = new Set(['discord']);
const ALL: ReadonlySet<ChannelType> = new Set(CHANNEL_TYPES);
const never = defaultPreferences();
const optedIn: Preferences = {
  ...never,
  allowPromotions: true,
  consentedAt: CONSENTED_AT,
  dmChannelId: '1',
  quietHours: { start: '22:30', end: '08:00' },
};

function panel(
  preferences: Preferences,
  channels = DISCORD,
  dmHindrance: DirectMessageHindrance | null = null,
  questionTime: string | null = null,
) {
  const payload = presentPreferences(en, {
    preferences,
    serverTimezone: 'Europe/Ljubljana',
    channels,
    questionTime,
    dmHindrance,
  });
  expectWithinLimits({ ...payload, content: payload.content ?? '' });
  return payload;
}

function selectOf(payload: ReturnType<typeof panel>, id = 'preferences:channel') {
  return payload.components
    ?.flatMap((row) => row.components)
    .flatMap((part) => ('options' in part && part.custom_id === id ? [part] : []))[0];
}

describe('presentPreferences', () => {
  it('offers to opt in to somebody who never did', () => {
    const payload = panel(never);
    expect(fieldsOf(payload)['Session pings']).toMatch(/^\*\*Off/);
    expect(fieldsOf(payload)['Quiet hours']).toMatch(/^None/);
    expect(Object.keys(buttonsOf(payload))).toEqual([
      'preferences:opt-in',
      'preferences:quiet-hours:||',
      'preferences:limit-open',
      'preferences:test',
      'preferences:opt-in-ready',
      'standing:open',
    ]);
    expect(payload.content).toBe('');
  });

  it('tells whoever used an app before the community moved here to link it again, until they do', () => {
    const channels = new Set(['discord', 'telegram', 'signal'] as const);
    const moved = { ...optedIn, linkAgain: ['telegram'] as const, telegramLinked: false };
    const links = fieldsOf(panel(moved, channels))['Other apps'];
    expect(links).toMatch(/^Telegram: not linked\. You used it before we moved here; link it again/);
    expect(links).toMatch(/^Signal: not linked$/m);
    const linked = { ...moved, telegramLinked: true };
    expect(fieldsOf(panel(linked, channels))['Other apps']).toMatch(/^Telegram: linked$/m);
  });

  it('tells since when somebody is called, where, and when not', () => {
    const payload = panel(optedIn);
    const fields = fieldsOf(payload);
    expect(fields['Session pings']).toContain(`<t:${CONSENTED_AT / 1000}:D>`);
    expect(fields['Discord messages']).toBe('On');
    expect(fields['Quiet hours']).toBe('22:30 to 08:00');
    expect(fields['Time zone']).toBe('the server’s (Europe/Ljubljana)');
    expect(Object.keys(buttonsOf(payload))).toContain('preferences:opt-out');
    expect(Object.keys(buttonsOf(payload))).toContain('preferences:quiet-hours:22:30|08:00|');
    const named = panel({ ...optedIn, timezone: 'Europe/Vienna' });
    expect(Object.keys(buttonsOf(named))).toContain('preferences:quiet-hours:22:30|08:00|Europe/Vienna');
  });

  it('tells what is linked and how to link, where there is more than Discord', () => {
    expect(fieldsOf(panel(optedIn))).not.toHaveProperty('Other apps');
    const payload = panel({ ...optedIn, telegramLinked: true }, ALL);
    expect(fieldsOf(payload)['Other apps']).toBe('Telegram: linked\nSignal: not linked');
    expect(buttonsOf(payload)).toMatchObject({
      'preferences:unlink-telegram': 'Unlink Telegram',
      'preferences:link-signal': 'Link Signal',
    });
    expect(linkChange('unlink-telegram')).toEqual({ channel: 'telegram', end: true });
    expect(linkChange('link-signal')).toEqual({ channel: 'signal', end: false });
    expect(linkChange('opt-in')).toBeNull();
  });

  it('offers the question where it is asked, and its end to whoever agreed, also while it rests', () => {
    const asking = (preferences: Preferences, time: string | null = '18:00:00') =>
      panel(preferences, ALL, null, time);
    const buttonsFor = (...of: Parameters<typeof asking>) =>
      Object.keys(buttonsOf(asking(...of))).filter((id) => id.endsWith('-questions'));
    const agreed = { ...optedIn, allowQuestions: true, questionsConsentedAt: CONSENTED_AT };
    expect(buttonsFor(optedIn, null)).toEqual([]);
    expect(fieldsOf(asking(optedIn, null))).not.toHaveProperty('Evening question');
    expect(buttonsFor(optedIn)).toEqual(['preferences:opt-in-questions']);
    expect(fieldsOf(asking(optedIn))['Evening question']).toMatch(/^\*\*Off/);
    expect(buttonsFor(agreed, null)).toEqual(['preferences:opt-out-questions']);
    expect(fieldsOf(asking(agreed))['Evening question']).toBe(`**On** since <t:${CONSENTED_AT / 1000}:D>`);
    const rests = { ...agreed, unansweredQuestions: 5 };
    expect(buttonsFor(rests)).toEqual(['preferences:opt-out-questions', 'preferences:opt-in-questions']);
    expect(fieldsOf(asking(rests))['Evening question']).toContain('Five went unanswered');
  });

  it('offers the notice that it is on everywhere, and its end to whoever agreed', () => {
    const told = { ...optedIn, allowReadyNotices: true, readyConsentedAt: CONSENTED_AT };
    for (const [preferences, id, label, says] of [
      [never, 'preferences:opt-in-ready', 'Turn on the notice', /^\*\*Off.*enough players are looking/],
      [told, 'preferences:opt-out-ready', 'Turn off the notice', new RegExp(`<t:${CONSENTED_AT / 1000}:D>`)],
    ] as const) {
      expect(buttonsOf(panel(preferences))).toMatchObject({ [id]: label });
      expect(fieldsOf(panel(preferences))['Notice when it’s on']).toMatch(says);
    }
  });

  it('takes equal quiet hours for what they are: all day', () => {
    const fields = fieldsOf(panel({ ...optedIn, quietHours: { start: '00:00', end: '00:00' } }));
    expect(fields['Quiet hours']).toMatch(/^All day/);
  });

  it('says what to change in Discord when no direct message could be opened, and lets one try again', () => {
    const payload = panel({ ...optedIn, dmChannelId: null }, DISCORD, 'closed');
    expect(payload.content).toContain('Privacy Settings');
    expect(buttonsOf(payload)['preferences:dms-on']).toBe('Try again');
  });

  it('blames nobody’s settings while Discord opens no direct message at all', () => {
    const payload = panel({ ...optedIn, dmChannelId: null }, DISCORD, 'later');
    expect(payload.content).not.toContain('Privacy Settings');
    expect(payload.content).toContain('automatically');
    expect(buttonsOf(payload)['preferences:dms-on']).toBe('Try again');
  });

  it('warns who opted in but can be reached by nothing', () => {
    const deaf = { ...optedIn, discordDms: false };
    expect(panel(deaf).content).toContain('nothing can reach you');
    expect(panel(deaf, ALL).content).toContain('nothing can reach you');
    expect(panel({ ...deaf, signalLinked: true }, ALL).content).toBe('');
    expect(panel({ ...deaf, allowPromotions: false }).content).toBe('');
  });

  it('fits into the five rows Discord takes, whatever it shows, and says that pings rest', () => {
    const all = {
      ...optedIn,
      allowQuestions: true,
      unansweredQuestions: 5,
      callsRestSince: 0,
      callsPerWeek: 3,
    };
    const payload = panel({ ...all, discordDms: false, telegramLinked: true }, ALL);
    expect(payload.components?.length).toBeLessThanOrEqual(5);
    for (const { components } of payload.components ?? []) expect(components.length).toBeLessThanOrEqual(5);
    expect(fieldsOf(payload)['Session pings']).toContain('Your pings are resting');
    expect(fieldsOf(payload)['Pings a week']).toBe('At most 3 pings in any 7 days');
    expect(Object.keys(buttonsOf(payload))).toContain('preferences:keep-calls');
  });

  it('has no choice of channels where there is only Discord', () => {
    expect(selectOf(panel(optedIn))).toBeUndefined();
    expect(fieldsOf(panel(optedIn))['Where']).toBeUndefined();
  });

  it('offers the languages that Discord lacks, named in themselves, and shows which holds', () => {
    const offered = (locale: string) =>
      selectOf(panel({ ...never, locale }), 'preferences:language')?.options.map(
        ({ label, default: holds }) => [label, holds],
      );
    expect(offered('en-US')).toEqual([
      ['Language: as on Discord', true],
      ['Slovenščina', false],
    ]);
    expect(offered('sl')).toEqual([
      ['Language: as on Discord', false],
      ['Slovenščina', true],
    ]);
  });

  it('offers the channels that are set up, and says which are used only once linked', () => {
    const select = selectOf(panel({ ...optedIn, signalLinked: true, preferredChannel: 'signal' }, ALL));
    expect(select?.options).toEqual([
      {
        label: 'Telegram first',
        value: 'telegram',
        default: false,
        description: 'Link it first',
      },
      { label: 'Signal first', value: 'signal', default: true },
      { label: 'Discord first', value: 'discord', default: false },
      { label: 'Any app', value: 'any', default: false },
      {
        label: 'Nothing on Discord',
        value: 'dms-off',
        default: false,
        description: 'Only on the apps you link',
      },
    ]);
    const two = selectOf(panel(optedIn, new Set<ChannelType>(['discord', 'telegram'])));
    expect(two?.options.map(({ value }) => value)).toEqual(['telegram', 'discord', 'any', 'dms-off']);
    const off = selectOf(panel({ ...optedIn, discordDms: false }, ALL));
    expect(off?.options.at(-1)?.value).toBe('dms-on');
  });
});
