import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_TYPES, type ChannelType, PREFERRED_CHANNELS } from '../../src/domain/channel-choice.js';
import {
  noticeChannel,
  type NoticeChanges,
  noticeChanges,
  type NoticeState,
  type NoticeWishes,
} from '../../src/domain/notice-channel.js';

const YES_OR_NO = fc.boolean();
const SAID = fc.option(fc.boolean(), { nil: undefined });
const STATES: fc.Arbitrary<NoticeState> = fc.record({
  allowQuestions: YES_OR_NO,
  allowReadyNotices: YES_OR_NO,
  preferredChannel: fc.constantFrom(...PREFERRED_CHANNELS),
  targets: fc.record({ discord: YES_OR_NO, telegram: YES_OR_NO, signal: YES_OR_NO }),
  configured: fc.constant(new Set(CHANNEL_TYPES)),
});
const WISHES: fc.Arbitrary<NoticeWishes> = fc.record({
  questions: SAID,
  ready: SAID,
  channels: fc.record({ discord: SAID, telegram: SAID, signal: SAID }),
});

const NOTHING: NoticeState = {
  allowQuestions: false,
  allowReadyNotices: false,
  preferredChannel: 'any',
  targets: { discord: true, telegram: false, signal: false },
  configured: new Set(CHANNEL_TYPES),
};
const LINKED: NoticeState = { ...NOTHING, targets: { discord: true, telegram: true, signal: false } };
const BOTH = { allowQuestions: true, allowReadyNotices: true };
const NEITHER = { allowQuestions: false, allowReadyNotices: false };

function after(state: NoticeState, { discordDms, ...changes }: NoticeChanges): NoticeState {
  return { ...state, ...changes, targets: { ...state.targets, ...(discordDms && { discord: true }) } };
}

/** The whole form, as it is shown. */
function formOf(state: NoticeState): NoticeWishes {
  const shown = noticeChannel(state);
  return {
    questions: state.allowQuestions,
    ready: state.allowReadyNotices,
    channels: Object.fromEntries(CHANNEL_TYPES.map((channel) => [channel, channel === shown])),
  };
}

/** What comes of wishes: the changes, or the code of a refusal. */
function outcome(state: NoticeState, wishes: NoticeWishes): unknown {
  const changes = noticeChanges(state, wishes);
  return changes.ok ? changes.value : changes.refusal.code;
}

describe('a switch for each channel', () => {
  it('is on for the channel that brings the notices, and for none where none is wanted', () => {
    expect(noticeChannel(LINKED)).toBeNull();
    expect(noticeChannel({ ...LINKED, allowQuestions: true })).toBe('telegram');
    expect(noticeChannel({ ...NOTHING, ...BOTH })).toBe('discord');
    expect(
      noticeChannel({ ...NOTHING, ...BOTH, targets: { ...NOTHING.targets, discord: false } }),
    ).toBeNull();
  });

  it('turned on is a yes to both, but for the one that is said no to', () => {
    expect(outcome(LINKED, { channels: { telegram: true } })).toEqual(BOTH);
    const noReminders = { questions: false, channels: { telegram: true } };
    expect(outcome(LINKED, noReminders)).toEqual({ allowQuestions: false, allowReadyNotices: true });
  });

  it('turned on in place of another changes the channel, and no consent', () => {
    const state = { ...LINKED, allowReadyNotices: true };
    expect(outcome(state, { channels: { discord: true, telegram: false } })).toEqual({
      discordDms: true,
      preferredChannel: 'discord',
    });
  });

  it('turned on for a channel that is not linked is refused, and so are two', () => {
    expect(outcome(NOTHING, { channels: { telegram: true } })).toBe('channel_not_linked');
    expect(outcome({ ...LINKED, ...BOTH }, { channels: { telegram: true, discord: true } })).toBe(
      'one_channel',
    );
  });

  it('turned off ends both, though a form says beside it that reminders are on as they were', () => {
    const state = { ...NOTHING, allowQuestions: true };
    expect(outcome(state, { questions: true, channels: { discord: false } })).toEqual(NEITHER);
  });

  it('left off beside a new yes is refused: nothing would bring it', () => {
    expect(outcome(NOTHING, { questions: true, channels: { discord: false } })).toBe('no_channel_on');
    expect(outcome(NOTHING, { questions: true, channels: {} })).toEqual({ allowQuestions: true });
  });
});

describe('whatever is said', () => {
  it('a form sent back as it was shown changes nothing', () => {
    fc.assert(
      fc.property(STATES, (state) => {
        const changes = noticeChanges(state, formOf(state));
        expect(changes.ok && after(state, changes.value)).toEqual(state);
      }),
    );
  });

  it('who only says no is not refused, and gives no consent', () => {
    const only = fc.record({
      questions: fc.constantFrom(false, undefined),
      ready: fc.constantFrom(false, undefined),
      channels: fc.dictionary(fc.constantFrom(...CHANNEL_TYPES), fc.constant(false)),
    });
    fc.assert(
      fc.property(STATES, only, (state, wishes) => {
        const changes = noticeChanges(state, wishes);
        expect(changes.ok && Object.values(changes.value).every((value) => value === false)).toBe(true);
      }),
    );
  });

  it('a channel that is said no to brings nothing, and one that is turned on brings it, where anything comes', () => {
    fc.assert(
      fc.property(STATES, WISHES, (state, wishes) => {
        const changes = noticeChanges(state, wishes);
        if (!changes.ok) return;
        const brings = noticeChannel(after(state, changes.value));
        for (const [channel, said] of Object.entries(wishes.channels) as [
          ChannelType,
          boolean | undefined,
        ][]) {
          if (said === false) expect(brings).not.toBe(channel);
          if (said === true) expect([channel, null]).toContain(brings);
        }
      }),
    );
  });

  it('a consent is given only where it is said yes to, or a channel is turned on and none was given', () => {
    fc.assert(
      fc.property(STATES, WISHES, (state, wishes) => {
        const changes = noticeChanges(state, wishes);
        if (!changes.ok) return;
        const { questions, ready, channels } = wishes;
        const begins =
          !state.allowQuestions && !state.allowReadyNotices && Object.values(channels).includes(true);
        const now = after(state, changes.value);
        if (now.allowQuestions && !state.allowQuestions) expect(questions ?? begins).toBe(true);
        if (now.allowReadyNotices && !state.allowReadyNotices) expect(ready ?? begins).toBe(true);
      }),
    );
  });
});
