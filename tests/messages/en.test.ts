import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import { CAMPAIGN_STATUSES, FINAL_OUTCOMES, JOB_STATUSES, SKIP_REASONS } from '../../src/domain/campaign.js';
import { JOB_TYPES, kindOf, type JobType } from '../../src/domain/message-kinds.js';
import { textOn } from '../../src/domain/channel.js';
import { CHANNEL_TYPES, PREFERRED_CHANNELS, type ChannelType } from '../../src/domain/channel-choice.js';
import { SEND_ERRORS } from '../../src/messages/codes.js';
import { en } from '../../src/messages/en/messages.js';
import type { CampaignMessageInput } from '../../src/messages/texts/calls.js';
import { notices, refusals, START_AT, WAY } from './samples.js';

const MINUTE = 60_000;

function fitToRead(text: string): void {
  expect(text.trim()).not.toBe('');
  expect(text).not.toMatch(/@everyone|@here|<@|undefined|null|NaN|\[object/);
  expect(Array.from(text).length).toBeLessThanOrEqual(2000);
}

function campaignText(
  jobType: JobType,
  channel: ChannelType,
  minutesLeft: number,
  more: Partial<CampaignMessageInput> = {},
) {
  return en.campaignMessage({
    communityName: null,
    players: 0,
    jobType,
    channel,
    campaignId: 'c1',
    startAt: START_AT,
    now: START_AT - minutesLeft * MINUTE,
    timezone: 'Europe/Ljubljana',
    locale: 'en',
    way: WAY,
    ...more,
  }).text;
}

/** The kinds that call people to the session. */
const CALLS = JOB_TYPES.filter((jobType) => kindOf(jobType).showsTheWay);

describe('campaignMessage', () => {
  it('tells the minutes that are really left', () => {
    expect(campaignText('reminder', 'telegram', 15)).toContain(
      'starts in 15 minutes, at 21:00 (Europe/Ljubljana)',
    );
    expect(campaignText('reminder', 'signal', 7)).toContain('starts in 7 minutes');
    expect(campaignText('reminder', 'signal', 0.2)).toContain('starts in 1 minute,');
    expect(campaignText('start', 'telegram', 0)).toContain('is starting now, at 21:00');
    expect(campaignText('start', 'telegram', -0.2)).toContain('is starting now');
    expect(campaignText('start', 'telegram', -12)).toContain('started 12 minutes ago');
    expect(campaignText('follow_up', 'signal', -1.5)).toContain('started 1 minute ago');
  });

  it("tells the time in the person's own zone", () => {
    expect(campaignText('reminder', 'telegram', 15, { timezone: 'Asia/Kathmandu' })).toContain(
      'at 01:45 (Asia/Kathmandu)',
    );
  });

  it("leaves times to Discord's timestamps there, and only there", () => {
    for (const jobType of CALLS) {
      const text = campaignText(jobType, 'discord', 3);
      expect(text).toContain(`<t:${START_AT / 1000}:t>`);
      // A notification shows no timestamp that counts, so the minutes are in words.
      expect(text).toContain('starts in 3 minutes');
      expect(campaignText(jobType, 'telegram', 3)).not.toContain('<t:');
      expect(campaignText(jobType, 'signal', 3)).not.toContain('<t:');
    }
  });

  it('gives the true minutes at any moment of a late job', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CALLS),
        fc.integer({ min: -2_700_000, max: 86_400_000 }),
        (jobType, left) => {
          const text = campaignText(jobType, 'telegram', left / MINUTE);
          const told = /(?:starts in (\d+)|started (\d+)) minutes?\b/.exec(text);
          const minutes = told ? Number(told[1] ?? `-${told[2]}`) : 0;
          expect(Math.abs(minutes * MINUTE - left)).toBeLessThanOrEqual(
            left > 0 && left < MINUTE / 2 ? MINUTE : MINUTE / 2,
          );
          if (left > 0) expect(minutes).toBeGreaterThan(0);
          expect(text.includes('starting now')).toBe(minutes === 0);
        },
      ),
    );
  });

  it('asks whether somebody plays, says what each answer brings, why it came and how to end it', () => {
    for (const channel of CHANNEL_TYPES) {
      const text = campaignText('question', channel, 180);
      expect(text).toMatch(/starts at .*\. Are you playing\?/);
      expect(text).toContain(
        '🔎 Looking to play: pinged every time\n✅ Available: pinged when more are needed',
      );
      expect(text).toContain('because you asked to be asked');
      expect(/TODAY maybe or TODAY no; or STOP QUESTIONS/.test(text)).toBe(channel === 'signal');
      expect(text).not.toContain('I won’t ask again');
      expect(campaignText('question', channel, 180, { isLastQuestion: true })).toContain('I won’t ask again');
    }
  });

  it('tells that it is on with the number and the time, why it came and how to end it; promoters how to ping', () => {
    for (const channel of CHANNEL_TYPES) {
      const input = { promotes: true, communityName: null };
      const text = campaignText('ready', channel, 180, input);
      expect(text).toMatch(/^It’s on: \d+ are looking tonight\. Tonight's session starts at /);
      expect(text).toContain('because you asked to be told');
      expect(text.includes('STOP READY')).toBe(channel === 'signal');
      expect(text.includes('/promote create')).toBe(channel !== 'discord');
      expect(campaignText('ready', channel, 180)).not.toContain('/promote');
    }
    expect(campaignText('ready', 'signal', 180, { players: 1 })).toContain('1 player is looking');
  });

  it('always carries both ways out, and words them where there are no buttons', () => {
    for (const jobType of CALLS) {
      for (const channel of CHANNEL_TYPES) {
        const message = en.campaignMessage({
          communityName: null,
          players: 2,
          jobType,
          channel,
          campaignId: 'c1',
          startAt: START_AT,
          now: START_AT,
          timezone: 'UTC',
          locale: 'en',
          way: WAY,
        });
        const asks = jobType !== 'follow_up';
        expect(message.actions).toEqual([
          ...(asks
            ? [
                { action: 'coming', id: 'c1', label: 'Coming' },
                { action: 'later', id: 'c1', label: 'Later' },
              ]
            : []),
          { action: 'not-tonight', id: 'c1', label: 'Not tonight' },
          { action: 'stop', id: 'c1', label: 'Stop these messages' },
        ]);
        expect(/\bCOMING\b.*\bLATE 10\b/s.test(message.text)).toBe(channel === 'signal' && asks);
        expect(/\bTODAY no\b.*\bSTOP\b/s.test(message.text)).toBe(channel === 'signal');
        expect(message.text).toContain('turned on session pings');
      }
    }
  });

  it('says that the evening is off, why that came, and how to end it; no reason, and no way there', () => {
    for (const channel of CHANNEL_TYPES) {
      const text = campaignText('call_off', channel, 5, { communityName: 'Night Owls' });
      const at = channel === 'discord' ? `<t:${START_AT / 1000}:t>` : '21:00 (Europe/Ljubljana)';
      expect(text).toContain(`Night Owls${channel === 'discord' ? '**' : ''}, at ${at}, is off.`);
      expect(text).toContain('because you were pinged for it');
      expect(text.includes('Reply STOP')).toBe(channel === 'signal');
      expect(text).not.toContain('TODAY');
    }
    expect(campaignText('call_off', 'telegram', 5)).toContain("Tonight's session, at 21:00");
  });

  it('shows the way to voice and into the game, where it is known', () => {
    for (const jobType of JOB_TYPES.filter((each) => kindOf(each).showsTheWay)) {
      for (const channel of CHANNEL_TYPES) {
        const call = { jobType, channel, campaignId: 'c1', startAt: START_AT, now: START_AT } as const;
        const person = { timezone: 'UTC', locale: 'en', communityName: 'Night Owls', players: 6 };
        const message = en.campaignMessage({ ...call, ...person, way: WAY });
        expect(message.links).toEqual([{ label: 'Open voice', url: WAY.voiceUrl }]);
        expect(textOn(channel, message).includes(WAY.voiceUrl)).toBe(channel === 'signal');
        const shown = channel === 'discord' ? `\`${WAY.joinAddress}\`` : WAY.joinAddress;
        expect(message.text).toContain(`Join the game: ${shown}`);
        const lost = en.campaignMessage({
          ...call,
          ...person,
          way: { voiceUrl: null, joinAddress: null },
        });
        expect(lost.links).toEqual([]);
        expect(textOn(channel, lost)).not.toMatch(/Join the game|discord\.com/);
      }
    }
  });

  it('asks somebody seen on the game server to join voice', () => {
    expect(campaignText('follow_up', 'discord', -3, { onGameServer: true })).toMatch(
      /on the server, but not in voice/,
    );
    expect(campaignText('follow_up', 'discord', -3)).not.toContain('on the server');
  });

  it('stays fit to read whatever the community is called', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...JOB_TYPES),
        fc.constantFrom(...CHANNEL_TYPES),
        fc.oneof(fc.string({ unit: 'binary', maxLength: 500 }), fc.constant('@everyone <@1>\n**x**')),
        (jobType, channel, communityName) => {
          const text = campaignText(jobType, channel, 5, { communityName });
          expect(text).not.toMatch(/@everyone|@here|<@/);
          expect(text.length).toBeLessThanOrEqual(2000);
        },
      ),
    );
  });

  it('says how many want to play, until the evening is on', () => {
    expect(campaignText('reminder', 'signal', 15, { players: 6 })).toContain(', with 6 players so far. ');
    expect(campaignText('start', 'discord', 0, { players: 2 })).toContain(', with 2 players so far. ');
    expect(campaignText('start', 'discord', 0, { players: 1 })).not.toContain('so far');
    expect(campaignText('follow_up', 'discord', -5, { players: 6 })).not.toContain('so far');
  });

  it("begins with the community's name, where there is one that can be shown", () => {
    const named = { communityName: 'Night *Owls*' };
    expect(campaignText('start', 'discord', 0, named)).toMatch(/^\*\*Night Owls\*\* is starting now, at/);
    expect(campaignText('start', 'telegram', 0, named)).toMatch(/^Night Owls is starting now, at/);
    for (const communityName of [null, '***'])
      expect(campaignText('start', 'discord', 0, { communityName })).toMatch(
        /^Tonight's session is starting/,
      );
  });
});

describe('refusal', () => {
  it.each(refusals)('words %s with a way on, never as a bare code', (code, refusal) => {
    const text = en.refusal(refusal);
    fitToRead(text);
    expect(text).toMatch(/[.!]$/);
    if (code.includes('_')) expect(text).not.toContain(code);
  });

  it('words each of them differently', () => {
    expect(new Set(refusals.map(([, refusal]) => en.refusal(refusal))).size).toBe(refusals.length);
  });

  it.each([
    ['not_linked', '/link player'],
    ['not_promoter', 'an admin of this server'],
    ['not_promoter', '/link player'],
    ['nobody_to_call', '/preferences'],
    ['nobody_to_call', '/availability set'],
    ['promotions_disabled', 'AVAILABILITY_PROMOTION_ENABLED'],
    ['wrong_guild', '/privacy'],
    ['already_promoted', '/promote cancel'],
    ['guid_taken', '/unlink player'],
    ['invalid_timezone', 'Europe/Ljubljana'],
    ['date_too_far', '90 days'],
    ['channel_not_configured', 'Signal'],
    ['campaign_over', 'not everyone was reached'],
  ])('%s names %s', (code, part) => {
    const [, refusal] = refusals.find(([each]) => each === code) ?? [];
    expect(refusal && en.refusal(refusal)).toContain(part);
  });

  it('tells moments as Discord timestamps, or as wall times where there is no Discord', () => {
    const refusal = { code: 'after_start', startAt: START_AT } as const;
    expect(en.refusal(refusal)).toContain(`<t:${START_AT / 1000}:t>`);
    expect(en.refusal(refusal, { timezone: 'Europe/Ljubljana' })).toContain('21:00 (Europe/Ljubljana)');
    expect(en.refusal(refusal, { timezone: 'Europe/Ljubljana' })).not.toContain('<t:');
  });

  it('tells back nothing it does not know as a status or a channel', () => {
    fitToRead(en.refusal({ code: 'campaign_over', status: '@everyone' }));
    fitToRead(en.refusal({ code: 'channel_not_configured', channel: '@everyone' }));
  });
});

describe('notice', () => {
  it.each(notices)('words %s', (_code, notice) => {
    fitToRead(en.notice(notice));
    expect(en.notice(notice, { timezone: 'Europe/Ljubljana' })).not.toContain('<t:');
  });

  it('tells its numbers and moments', () => {
    expect(en.notice({ code: 'changed_since_preview', added: 1, removed: 2 })).toMatch(/1 added, 2 removed/);
    expect(en.notice({ code: 'quiet_at_start', count: 1 })).toMatch(/^1 recipient has/);
    expect(en.notice({ code: 'quiet_at_start', count: 3 })).toMatch(/^3 recipients have/);
    expect(en.notice({ code: 'no_reminder', reminderAt: START_AT }, { timezone: 'UTC' })).toContain(
      '20:00 (UTC)',
    );
  });
});

describe('a paused channel', () => {
  it('tells what a person has to do, where waiting does not mend it', () => {
    const told = en.channelPaused('signal', 'captcha', START_AT);
    expect(told).toMatch(/Signal is paused until <t:\d+:t>.*captcha.*rate-limit-challenge/s);
    expect(told.length).toBeLessThanOrEqual(1000);
    expect(
      en.alert({ type: 'channel_paused', channel: 'signal', code: 'captcha', until: START_AT }),
    ).toContain('signalcaptchas.org');
    expect(en.channelPaused('telegram', 'timeout', START_AT)).toMatch(/in time\.$/);
  });
});

describe('a backup that was not made', () => {
  it.each([
    ['disk_full', 'disk is full'],
    ['not_writable', 'BACKUP_DIR'],
    ['damaged', 'npm run restore'],
    ['other', 'The log says why'],
  ] as const)('tells the alert channel what to do: %s', (fault, words) => {
    const told = en.alert({ type: 'backup_failed', kind: 'nightly', fault, error: new Error('private') });
    expect(told).toMatch(/^⚠️ The nightly backup failed: .*Earlier backups are untouched/);
    expect(told).toContain(words);
    expect(told).not.toContain('private');
  });
});

describe('what is said in chats', () => {
  it('is plain text that fits, and names the account without its markup', () => {
    for (const channel of ['telegram', 'signal'] as const) {
      const { chat } = en;
      const name = '**Ana** <@1> @everyone';
      const texts = [
        chat.linked(channel, name, true),
        chat.linked(channel, name, false),
        chat.unlinked(channel),
        chat.help(channel),
        chat.answerHow(channel, '2026-01-10', '2026-01-10'),
        chat.onHow(channel),
        chat.clearHow(channel),
        chat.notAnswered('2026-01-12', '2026-01-10'),
        chat.changedYourMind(channel),
        chat.internalError,
        chat.status({
          channel,
          accountName: name,
          allowPromotions: true,
          callsRest: true,
          callsPerWeek: 14,
          allowQuestions: null,
          allowReadyNotices: true,
          date: '2026-01-10',
          status: null,
          weekly: false,
        }),
        ...refusals.map(([, each]) => chat.refusal(each, 'Europe/Ljubljana')),
      ];
      for (const text of texts) {
        fitToRead(text);
        expect(text).not.toMatch(/[`]|\*\*|<t:/);
      }
    }
    for (const text of Object.values(en.chat.commands)) {
      expect(text.length).toBeGreaterThanOrEqual(1);
      expect(text.length).toBeLessThanOrEqual(256);
    }
  });
});

describe('words for lists', () => {
  it.each([
    ['skip reasons', SKIP_REASONS.map(en.skipReason)],
    ['outcomes', FINAL_OUTCOMES.map(en.outcome)],
    ['channels', CHANNEL_TYPES.map(en.channelName)],
    ['preferred channels', PREFERRED_CHANNELS.map(en.preferredChannel)],
    ['availability', AVAILABILITY_STATUSES.map(en.availabilityStatus)],
    ['jobs', JOB_TYPES.map(en.jobName)],
    ['job statuses', JOB_STATUSES.map(en.jobStatus)],
    ['campaign statuses', CAMPAIGN_STATUSES.map(en.campaignStatus)],
    ['error codes', SEND_ERRORS.map(en.errorCode)],
  ])('%s are all worded, shortly and each differently', (_what, words) => {
    for (const word of words) {
      expect(word).toBeTypeOf('string');
      fitToRead(word);
      expect(word.length).toBeLessThanOrEqual(60);
      expect(word).not.toMatch(/_/);
    }
    expect(new Set(words).size).toBe(words.length);
  });

  it('has a general phrase for codes nobody worded', () => {
    const general = en.errorCode('never_heard_of');
    expect(SEND_ERRORS.map(en.errorCode)).not.toContain(general);
    expect(en.errorCode('constructor')).toBe(general);
    expect(en.errorCode('__proto__')).toBe(general);
  });

  it('puts an emoji before each availability', () => {
    for (const status of AVAILABILITY_STATUSES)
      expect(en.availabilityStatus(status)).toMatch(/^\p{Extended_Pictographic}/u);
  });
});

describe('dryRunReport', () => {
  it('tells counts by channel and by reason', () => {
    const text = en.dryRunReport({
      jobType: 'start',
      campaignId: 'c1',
      channels: { telegram: 2, signal: 0, discord: 5 },
      skipped: { quiet_hours: 1, not_opted_in: 3 },
    });
    fitToRead(text);
    expect(text).toContain('Dry run: start ping');
    expect(text).toContain('Would have been pinged: 7 (2 on Telegram, 5 on Discord)');
    expect(text).toContain('Left out: 4 (3 opted out, 1 in quiet hours)');
    expect(text).toContain('c1');
  });

  it('says nobody rather than nothing, and stays short with every reason', () => {
    const none = en.dryRunReport({ jobType: 'reminder', campaignId: 'c1', channels: {}, skipped: {} });
    expect(none).toContain('Would have been pinged: nobody');
    expect(none).toContain('Left out: nobody');
    const skipped = Object.fromEntries(SKIP_REASONS.map((reason) => [reason, 123_456]));
    fitToRead(en.dryRunReport({ jobType: 'follow_up', campaignId: 'c1', channels: { discord: 1 }, skipped }));
  });
});

describe('replies', () => {
  const groups = [en.buttons, en.replies, en.nothing, en.board, en.panel, en.privacy, en.links, en.wayOut];
  const fixed = groups.flatMap((group) =>
    Object.entries(group).flatMap(([name, words]) =>
      typeof words === 'string' ? [[name, words] as const] : [],
    ),
  );

  it.each(fixed)('%s is worded', (_name, text) => fitToRead(text));

  it('tell what was done', () => {
    expect(en.replies.notTonight).toBe('Got it. No more messages tonight.');
    expect(en.replies.stopped).toContain('/preferences');
    expect(en.replies.internalError).toContain('nothing was changed');
    expect(en.replies.availabilitySet('MAYBE', '2026-01-10', '2026-01-10')).toBe(
      'Saved for tonight: 🤔 Maybe.',
    );
    expect(en.replies.availabilityCleared('2026-01-10', '2026-01-09')).toContain('tomorrow');
    expect(en.replies.playerLinked('@everyone **Joe**')).toBe('Linked: you play as everyone Joe.');
    expect(en.replies.channelUnlinked('signal')).toContain('Signal');
    expect(en.replies.campaignCancelled(true)).not.toBe(en.replies.campaignCancelled(false));
    for (const word of [en.nothing.campaign, en.nothing.availability, en.nothing.board]) {
      expect(word('2026-01-10', '2026-01-08')).toContain('Saturday 10 January');
    }
  });
});

describe('days', () => {
  it('are told as people say them', () => {
    expect(en.day('2026-01-10')).toBe('Saturday 10 January');
    expect(en.dayAndYear('2028-02-29')).toBe('Tuesday 29 February 2028');
    expect(en.day('no date')).toBe('no date');
  });

  it('are told as seen from today', () => {
    const from = (today: string): string => en.dayFrom('2026-01-10', today);
    expect(from('2026-01-10')).toBe('tonight');
    expect(from('2026-01-09')).toBe('tomorrow');
    expect(from('2026-01-11')).toBe('Saturday 10 January');
    expect(from('2025-12-31')).toBe('Saturday 10 January 2026');
  });

  it('are offered as today, tomorrow and yesterday where they are', () => {
    expect(en.dateChoice('2026-01-10', '2026-01-10')).toBe('Today, Saturday 10 January');
    expect(en.dateChoice('2026-03-01', '2026-02-28')).toBe('Tomorrow, Sunday 1 March');
    expect(en.dateChoice('2025-12-31', '2026-01-01')).toBe('Yesterday, Wednesday 31 December');
    expect(en.dateChoice('2026-01-12', '2026-01-10')).toBe('Monday 12 January');
  });
});

describe('a code that proves a player', () => {
  const told = en.links.prove({ code: 'KTR479', expiresAt: START_AT, playerName: '**Ada** @everyone' });

  it('comes with what to do, until when, and what to do instead', () => {
    expect(told).toContain('`KTR479`');
    expect(told).toContain(`<t:${START_AT / 1000}:R>`);
    expect(told).toContain(`“${en.links.checkNow}”`);
    expect(told).toContain('/link confirm');
  });

  it('shows no markup of the name, nor does anything else that is said of it', () => {
    const name = '**Ada** <@1>';
    for (const text of [
      told,
      en.links.askAdmin(name),
      en.links.proved(name),
      en.links.confirmedOther(name, '`x`'),
    ]) {
      expect(text).not.toContain('**Ada**');
      expect(text).not.toContain('<@1>');
    }
    expect(en.links.confirmedOther('Ada', 'GUID_1')).toBe('Confirmed: they play as Ada, GUID “GUID_1”.');
  });
});

describe('commands', () => {
  it.each(Object.entries(en.commands))('/%s is described, within what Discord takes', (_name, text) => {
    fitToRead(text);
    expect(text.length).toBeLessThanOrEqual(100);
  });
});

describe('the panel', () => {
  const { buttons, form } = en.panel;

  it.each([...Object.entries(buttons), ...Object.entries(form)])('%s is worded', (_name, text) =>
    fitToRead(text),
  );

  it('has labels as short as Discord wants them', () => {
    for (const label of Object.values(buttons)) expect(label.length).toBeLessThanOrEqual(80);
    for (const label of [form.title, form.start, form.end, form.zone, form.otherZone]) {
      expect(label.length).toBeLessThanOrEqual(45);
    }
    for (const hint of [form.timesHint, form.zoneHint, form.otherZoneHint])
      expect(hint.length).toBeLessThanOrEqual(100);
  });

  it('names the button it tells people to press', () => {
    for (const text of [en.panel.dmUnreachable, en.panel.dmLater])
      expect(text).toContain(`“${buttons.dmsRetry}”`);
  });

  it('tells back what was typed, and nothing but words', () => {
    const text = en.panel.typed('@everyone', '<@1>', 'x'.repeat(5000));
    fitToRead(text);
    expect(text).toContain('“everyone”');
  });

  it('tells since when somebody is called, where it is known', () => {
    expect(en.panel.optedIn(START_AT)).toContain(`<t:${START_AT / 1000}:D>`);
    fitToRead(en.panel.optedIn(null));
  });
});

describe('privacy', () => {
  const contact = {
    at: START_AT,
    campaignDate: '2026-01-10',
    jobType: 'follow_up',
    promoterId: '7',
    channel: 'signal',
    outcome: 'failed',
    reason: 'channel_closed',
  };

  it('tells a contact with who, what, where and why', () => {
    expect(en.privacy.contact(contact)).toBe(
      `<t:${START_AT / 1000}:f>: follow-up on Signal for Saturday 10 January 2026, from <@7>: failed (no channel could reach them)`,
    );
  });

  it('keeps to words for what it does not know', () => {
    const strange = {
      ...contact,
      jobType: '@everyone',
      promoterId: null,
      channel: 'x_y',
      outcome: 'x_y',
      reason: 'x_y',
    };
    const text = en.privacy.contact(strange);
    fitToRead(text);
    expect(text).not.toContain('x_y');
    expect(en.privacy.historyLine(START_AT, 'x_y', true)).not.toContain('x_y');
  });

  it('tells who did what to their links', () => {
    expect(en.privacy.historyLine(START_AT, 'consent_given', true)).toMatch(/: session pings turned on$/);
    expect(en.privacy.historyLine(START_AT, 'player_unlinked', false)).toMatch(
      /: player unlinked, by an admin$/,
    );
    expect(en.privacy.playerLinkOf('**@everyone**', 'A_b-1')).toBe('everyone, GUID “A_b-1”');
    expect(en.privacy.earlierContacts(1)).toMatch(/^1 earlier line in/);
  });
});

describe('other answers', () => {
  it('tell what they are about', () => {
    expect(en.board.title('2026-01-10')).toBe('Saturday 10 January: who’s in?');
    expect(en.board.count('MAYBE', 3)).toBe('🤔 Maybe: 3');
    expect(en.board.posted('2026-01-10')).toContain('Saturday 10 January');
    expect(en.andMore(3)).toContain('3');
    expect(en.links.unlinkedOther('<@1> *Joe*')).toContain('Joe');
    expect(en.wayOut.notThatEvening('2026-01-10')).toContain('Saturday 10 January');
  });
});
