import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import {
  CAMPAIGN_STATUSES,
  END_REASONS,
  FINAL_OUTCOMES,
  JOB_STATUSES,
  NO_OUTCOMES,
  SKIP_REASONS,
} from '../../src/domain/campaign.js';
import { JOB_TYPES, kindOf } from '../../src/domain/message-kinds.js';
import type { OutgoingMessage } from '../../src/domain/channel.js';
import { CAPS } from '../../src/domain/cap.js';
import { CHANNEL_TYPES, type ChannelType, PREFERRED_CHANNELS } from '../../src/domain/channel-choice.js';
import type { Notice, NoticeCode } from '../../src/domain/notice.js';
import { type Shortfall, SHORTFALL_CAUSES } from '../../src/domain/shortfall.js';
import type { Turnout } from '../../src/domain/turnout.js';
import type { Refusal, RefusalCode } from '../../src/domain/refusal.js';
import { WEEK, WEEKLY_STATUSES } from '../../src/domain/standing-answers.js';
import { NOT_OUT_REASONS } from '../../src/domain/standing-campaigns.js';
import { EVENING_ANSWERS } from '../../src/domain/answer.js';
import { HISTORY_ACTIONS, NEED_SOMEBODY, SEND_ERRORS, SEND_REASONS } from '../../src/messages/codes.js';
import { LANGUAGES } from '../../src/messages/languages.js';
import type { Messages } from '../../src/messages/messages.js';
import type { TypedWords, WordsFor } from '../../src/messages/texts/typed.js';

/** 21:00 in Ljubljana. */
export const START_AT = Date.parse('2026-01-10T20:00:00Z');

type OneOfEach<T extends { code: string }> = { readonly [C in T['code']]: Extract<T, { code: C }> };

const NASTY = '@everyone `x` **y** <@1>\n' + 'z'.repeat(6000);

/** One of every refusal: the compiler asks for a new one here too. What people typed is as nasty as it gets. */
const BY_REFUSAL: OneOfEach<Refusal> = {
  wrong_guild: { code: 'wrong_guild' },
  not_a_member: { code: 'not_a_member' },
  not_linked: { code: 'not_linked' },
  not_promoter: { code: 'not_promoter' },
  not_admin: { code: 'not_admin' },
  directory_unavailable: { code: 'directory_unavailable' },
  asked_too_often: { code: 'asked_too_often', retryInMs: 12_345 },
  promotions_disabled: { code: 'promotions_disabled' },
  after_start: { code: 'after_start', startAt: START_AT },
  nobody_to_call: { code: 'nobody_to_call' },
  no_session: { code: 'no_session', date: '2026-01-10' },
  start_too_near: { code: 'start_too_near', startAt: START_AT },
  invalid_note: { code: 'invalid_note', problem: 'link' },
  already_promoted: { code: 'already_promoted', campaignId: 'c1' },
  cooldown: { code: 'cooldown', date: '2026-01-10' },
  campaign_not_found: { code: 'campaign_not_found' },
  campaign_over: { code: 'campaign_over', status: 'partial' },
  notify_needed: { code: 'notify_needed', campaignId: 'c1', reached: 43, stopsNothing: false },
  invalid_notify: { code: 'invalid_notify', input: NASTY },
  standing_not_found: { code: 'standing_not_found' },
  invalid_weekdays: { code: 'invalid_weekdays', input: NASTY },
  more_not_now: { code: 'more_not_now', from: START_AT - 900_000, until: START_AT + 1_800_000 },
  invalid_more: { code: 'invalid_more', most: 10 },
  no_standbys: { code: 'no_standbys' },
  more_dry_run: { code: 'more_dry_run' },
  more_cancelled: { code: 'more_cancelled' },
  draft_expired: { code: 'draft_expired' },
  not_your_button: { code: 'not_your_button' },
  invalid_date: { code: 'invalid_date', input: NASTY },
  date_past: { code: 'date_past', date: '2026-01-09' },
  date_too_far: { code: 'date_too_far', date: '2027-01-10', maxDays: 90 },
  invalid_range: { code: 'invalid_range', maxDays: 180 },
  evening_over: { code: 'evening_over', date: '2026-01-10', until: START_AT + 2_700_000 },
  no_session_tonight: { code: 'no_session_tonight', date: '2026-01-10' },
  invalid_lateness: { code: 'invalid_lateness', most: 45 },
  invalid_condition: { code: 'invalid_condition', least: 2, most: 64 },
  invalid_cap: { code: 'invalid_cap', most: 14 },
  invalid_status: { code: 'invalid_status', input: NASTY },
  invalid_timezone: { code: 'invalid_timezone', input: NASTY },
  invalid_time: { code: 'invalid_time', input: NASTY },
  quiet_hours_incomplete: { code: 'quiet_hours_incomplete' },
  invalid_guid: { code: 'invalid_guid' },
  invalid_player_name: { code: 'invalid_player_name' },
  guid_taken: { code: 'guid_taken' },
  link_not_found: { code: 'link_not_found' },
  link_not_confirmed: { code: 'link_not_confirmed' },
  player_not_linked: { code: 'player_not_linked' },
  proof_too_soon: { code: 'proof_too_soon', retryInMs: 12_345 },
  said_no_since: { code: 'said_no_since' },
  changed_too_often: { code: 'changed_too_often', retryInMs: 12_345 },
  proof_expired: { code: 'proof_expired' },
  proof_not_seen: { code: 'proof_not_seen' },
  game_server_silent: { code: 'game_server_silent' },
  channel_not_configured: { code: 'channel_not_configured', channel: 'signal' },
  handle_typed: { code: 'handle_typed', channel: 'telegram' },
  channel_not_linked: { code: 'channel_not_linked', channel: 'telegram' },
  one_channel: { code: 'one_channel' },
  no_channel_on: { code: 'no_channel_on', channel: 'discord' },
  confirmed_from_channel: { code: 'confirmed_from_channel', channel: 'signal' },
  sound_once: { code: 'sound_once', seconds: 3_600 },
  no_page_address: { code: 'no_page_address' },
  encryption_off: { code: 'encryption_off' },
  link_too_soon: { code: 'link_too_soon', retryInMs: 12_345 },
  link_token_invalid: { code: 'link_token_invalid' },
  too_many_guesses: { code: 'too_many_guesses', retryInMs: 400_000 },
  address_taken: { code: 'address_taken', channel: 'telegram' },
  chat_not_linked: { code: 'chat_not_linked', channel: 'signal' },
  test_too_soon: { code: 'test_too_soon', retryInMs: 1 },
  no_channel: { code: 'no_channel' },
  invalid_outcome: { code: 'invalid_outcome', input: NASTY },
  setting_fixed: { code: 'setting_fixed', variable: 'VOICE_CHANNEL_IDS' },
  invalid_setting: { code: 'invalid_setting', key: 'start_time' },
  reminder_not_before_start: {
    code: 'reminder_not_before_start',
    reminderTime: '21:15:00',
    startTime: '21:00:30',
  },
  role_unknown: { code: 'role_unknown', roleId: '42' },
  no_game_server: { code: 'no_game_server' },
  channel_unusable: { code: 'channel_unusable', key: 'alert_channel_id', channelId: '42' },
};

const BY_NOTICE: OneOfEach<Notice> = {
  no_reminder: { code: 'no_reminder', reminderAt: START_AT - 900_000 },
  dry_run: { code: 'dry_run' },
  no_session: { code: 'no_session', date: '2026-01-10', startAt: START_AT },
  changed_since_preview: { code: 'changed_since_preview', added: 1, removed: 2 },
  quiet_at_start: { code: 'quiet_at_start', count: 3 },
  late_last_send: { code: 'late_last_send', at: START_AT + 600_000 },
  too_late_for_some: { code: 'too_late_for_some', jobType: 'start', count: 12, until: START_AT + 1_800_000 },
  no_follow_up: { code: 'no_follow_up' },
  paused: { code: 'paused' },
};

export const refusals = Object.entries(BY_REFUSAL) as [RefusalCode, Refusal][];
export const notices = Object.entries(BY_NOTICE) as [NoticeCode, Notice][];

/** One way to call a text, and what of what it is given has to be told: words, or what they look like. */
export interface Sample<A extends readonly unknown[]> {
  readonly given: Readonly<A>;
  readonly tells?: readonly (string | RegExp)[];
}

/** Samples of every text that is a function, wherever in the messages it is. The compiler asks for a new one here too. */
type SamplesOf<T> = {
  readonly [K in keyof T as T[K] extends string ? never : K]: T[K] extends (...given: infer A) => unknown
    ? readonly Sample<A>[]
    : T[K] extends Readonly<Record<string, string>>
      ? Record<string, never>
      : SamplesOf<T[K]>;
};

/** A date, as each language writes it. */
const DATE = '2026-01-10';
/** `Saturday 10 January`, as any of the languages has it. */
const DATED = new RegExp(
  `(${namesOf(({ weekdays }) => weekdays[5])}),? 10\\.? (${namesOf(({ months }) => months[0])})\\b`,
  'iu',
);

function namesOf(of: (typed: TypedWords) => WordsFor): string {
  return [...LANGUAGES.values()].flatMap(({ typed }) => of(typed)).join('|');
}
const TODAY = '2026-01-08';
const NAME = '**Ana** <@1> @everyone';
const NAMED = 'Ana';
/** All of a week, and no absence. */
const STANDING = {
  week: WEEK.map((day, index) => ({ day, status: [null, ...WEEKLY_STATUSES][index % 3] ?? null })),
  weeklyUntil: DATE,
  awayUntil: null,
  today: '2026-01-08',
};
const IN_UTC = { timezone: 'UTC' };
const AT = `<t:${START_AT / 1000}:`;
const COUNTS = { sent: 11, failed: 12, unknown: 13, skipped: 14, simulated: 15 };
const COUNTED = ['11', '12', '13', '14', '15'];
const JOB_LINE = {
  jobType: 'start',
  at: START_AT,
  counts: COUNTS,
  leftOut: [['quiet_hours', 14]],
  total: 65,
  wanted: null,
} as const;
const LINKABLE = ['telegram', 'signal'] as const;

function each<T>(values: readonly T[], tells: readonly (string | RegExp)[] = []): Sample<[T]>[] {
  return values.map((value) => ({ given: [value], tells }));
}

function both<T>(make: (flag: boolean) => T): T[] {
  return [make(true), make(false)];
}

/** What leads to the session. */
export const WAY = {
  voiceUrl: 'https://discord.com/channels/1/2',
  joinAddress: 'connect play.example.org:27960',
};

const campaignMessages = JOB_TYPES.flatMap((jobType) =>
  CHANNEL_TYPES.flatMap((channel) =>
    [15, 1, 0, -1, -12].map((minutes) => ({
      given: [
        {
          jobType,
          channel,
          campaignId: 'c1',
          startAt: START_AT,
          now: START_AT - minutes * 60_000,
          timezone: 'Europe/Ljubljana',
          locale: 'en',
          communityName: 'Night Owls',
          way: minutes === 1 ? { voiceUrl: null, joinAddress: null } : WAY,
          players: 6,
          onGameServer: minutes === -12,
          saidYes: minutes !== -12,
          othersThere: channel === 'telegram',
          isLastQuestion: minutes === 1,
          hasTurned: minutes === 1,
          asksToStay: minutes === 0,
          promotes: minutes === 15,
        },
      ] as const,
      tells: [
        'Night Owls',
        ...(minutes === 1 || !kindOf(jobType).showsTheWay ? [] : [WAY.joinAddress]),
        ...(jobType === 'follow_up' || jobType === 'call_off' ? [] : ['6']),
        channel === 'discord' ? `${AT}t>` : '21:00',
        // A question and a notice come hours before, and what is off does not begin: they tell no minutes.
        ...(minutes === 0 || kindOf(jobType).of !== 'promotion' || jobType === 'call_off'
          ? []
          : [new RegExp(`\\b${Math.abs(minutes)} minut`, 'i')]),
      ],
    })),
  ),
);

const contacts = [
  ...FINAL_OUTCOMES.map((outcome) => ({ outcome, jobType: 'start', reason: null, promoterId: '7' })),
  ...SEND_REASONS.map((reason) => ({ outcome: 'failed', jobType: 'reminder', reason, promoterId: null })),
  { outcome: 'sent', jobType: 'question', reason: null, promoterId: null },
  { outcome: 'sent', jobType: 'ready', reason: null, promoterId: null },
  { outcome: 'retry', jobType: 'unheard_of', reason: 'unheard_of', promoterId: null },
].map((line) => ({
  given: [{ at: START_AT, campaignDate: DATE, channel: 'signal', ...line }] as const,
  tells: [DATED, `${AT}f>`, 'Signal', ...(line.promoterId === null ? [] : ['<@7>'])],
}));

const TURNOUTS: readonly Turnout[] = [
  { inVoice: 6, onServer: 4, joined: 13 },
  { inVoice: 6, onServer: null, joined: null },
  { inVoice: null, onServer: 4, joined: 5 },
  { inVoice: null, onServer: null, joined: null },
].map((seen) => ({ campaignId: 'c1', date: DATE, expected: 17, steppedIn: null, ...seen }));

const ANSWERED = { coming: 31, later: 12, notTonight: 23, none: 44, droppedOut: 15 };

const SHORTFALL: Shortfall = {
  quietHours: 61,
  pingsOff: 62,
  ownLimit: 68,
  unreachable: 63,
  saidNo: 64,
  droppedOut: 65,
  noAnswer: 66,
  saidNothing: 67,
};
const ALL_CAUSES = ['61', '62', '68', '63', '64', '65', '66', '67'];
const NO_CAUSE = Object.fromEntries(SHORTFALL_CAUSES.map((cause) => [cause, 0])) as Shortfall;
const STANDBYS = { called: 81, came: 34 };

/** Every text that is given something, at least once. */
export const SAMPLES: SamplesOf<Messages> = {
  campaignMessage: campaignMessages,
  dryRunReport: [
    {
      given: [
        {
          jobType: 'start',
          campaignId: 'c1',
          channels: { telegram: 21, signal: 0, discord: 22 },
          skipped: Object.fromEntries(SKIP_REASONS.map((reason, index) => [reason, 31 + index])),
        },
      ],
      tells: ['c1', '43', '21', '22', ...SKIP_REASONS.map((_, index) => String(31 + index))],
    },
    { given: [{ jobType: 'reminder', campaignId: 'c1', channels: {}, skipped: {} }], tells: ['c1'] },
  ],
  noteLine: [{ given: [{ text: 'Bring a friend', by: NAME }], tells: ['Bring a friend', NAMED] }],
  alert: [
    ...(['many', 'too_many'] as const).map((level) => ({
      given: [{ type: 'discord_refusals', level, count: 1_234, most: 10_000 }] as const,
      tells: ['1234', '10000'],
    })),
    ...[...NEED_SOMEBODY, 'timeout', 'unheard_of'].map((code) => ({
      given: [{ type: 'channel_paused', channel: 'signal', code, until: START_AT }] as const,
      tells: ['Signal', AT],
    })),
    {
      given: [{ type: 'voice_channels_missing', channelIds: ['42'] }],
      tells: ['VOICE_CHANNEL_IDS', '`42`'],
    },
    {
      given: [
        { type: 'voice_channels_missing', channelIds: Array.from({ length: 200 }, () => '9'.repeat(20)) },
      ],
      tells: ['VOICE_CHANNEL_IDS', '9'.repeat(20)],
    },
    {
      given: [
        {
          type: 'job_finished',
          jobId: 'j1',
          jobType: 'start',
          campaignId: 'c1',
          status: 'failed',
          counts: COUNTS,
        } as never,
      ],
      tells: ['c1', ...COUNTED, '/promote log'],
    },
    { given: [{ type: 'keys_changed' }], tells: ['Signal', 'signal-cli-rest-api', '/promote log'] },
    ...[...SEND_ERRORS, 'unheard_of', null].map((code) => ({
      given: [
        { type: 'summary_settled', campaignId: 'c1', channelId: '42', outcome: 'failed', code },
      ] as const,
      tells: ['c1', '<#42>'],
    })),
    ...(['board', 'ready', 'one_short'] as const).map((post) => ({
      given: [
        { type: 'post_settled', post, date: DATE, channelId: '42', outcome: 'failed', code: 'forbidden' },
      ] as const,
      tells: ['<#42>', '/availability board'],
    })),
  ],
  channelPaused: [
    ...SEND_ERRORS.map((code) => ({
      given: ['telegram', code, START_AT] as [ChannelType, string, number],
      tells: ['Telegram', `${AT}t>`],
    })),
    { given: ['signal', 'captcha', START_AT, IN_UTC], tells: ['20:00', 'UTC', 'signalcaptchas.org'] },
  ],
  refusal: [
    ...(['length', 'lines', 'link', 'mention', 'markup'] as const).map((problem) => ({
      given: [{ code: 'invalid_note', problem }] as const,
      tells: ['140'],
    })),
    ...refusals.flatMap(([, refusal]) => [{ given: [refusal] }, { given: [refusal, IN_UTC] }] as const),
  ],
  notice: [
    ...notices.flatMap(([, notice]) => [{ given: [notice] }, { given: [notice, IN_UTC] }] as const),
    { given: [{ code: 'changed_since_preview', added: 41, removed: 42 }], tells: ['41', '42'] },
    { given: [{ code: 'quiet_at_start', count: 1 }], tells: ['1'] },
    { given: [{ code: 'late_last_send', at: START_AT }, IN_UTC], tells: ['20:00'] },
    {
      given: [{ code: 'too_late_for_some', jobType: 'reminder', count: 1, until: START_AT }, IN_UTC],
      tells: ['1 ', '20:00'],
    },
  ],
  skipReason: each(SKIP_REASONS),
  errorCode: each([...SEND_ERRORS, 'unheard_of', 'constructor']),
  outcome: each(FINAL_OUTCOMES),
  channelName: each(CHANNEL_TYPES),
  preferredChannel: each(PREFERRED_CHANNELS),
  availabilityStatus: each(AVAILABILITY_STATUSES),
  jobName: each(JOB_TYPES),
  jobStatus: each(JOB_STATUSES),
  campaignStatus: each(CAMPAIGN_STATUSES),
  promote: {
    title: CAMPAIGN_STATUSES.flatMap((status) => both((dryRun) => ({ given: [status, dryRun] as const }))),
    moment: JOB_TYPES.flatMap(
      (jobType) =>
        [{ given: [jobType, START_AT], tells: [`${AT}t>`, `${AT}R>`] }, { given: [jobType, null] }] as const,
    ),
    lastSend: [{ given: [START_AT], tells: [`${AT}t>`] }],
    recipient: [{ given: [NAMED, 'MAYBE', 'signal'], tells: [NAMED, 'Signal', '🤔'] }],
    excluded: SKIP_REASONS.map((reason) => ({ given: [reason, 23] as const, tells: ['23'] })),
    standbys: [{ given: [23], tells: ['23'] }],
    noStandby: SKIP_REASONS.map((reason) => ({ given: [reason, 23] as const, tells: ['23'] })),
    recipients: [
      { given: [0, {}] },
      { given: [1, { discord: 1 }], tells: ['1', 'Discord'] },
      { given: [43, { telegram: 21, discord: 22 }], tells: ['43', '21', 'Telegram', '22', 'Discord'] },
    ],
    answers: [
      {
        given: [
          { coming: 3, later: 1, notTonight: 4, none: 5, lateBetween: { first: START_AT, last: START_AT } },
        ],
        tells: ['3', '1', `<t:${START_AT / 1000}:t>`, '4', '5'],
      },
      {
        given: [
          {
            coming: 0,
            later: 2,
            notTonight: 0,
            none: 0,
            lateBetween: { first: START_AT, last: START_AT + 600_000 },
          },
        ],
        tells: ['2', `<t:${START_AT / 1000}:t>–<t:${START_AT / 1000 + 600}:t>`],
      },
    ],
    droppedOut: [
      { given: [1], tells: ['1'] },
      { given: [23], tells: ['23'] },
    ],
    signedUpSince: [
      { given: [1], tells: ['1'] },
      { given: [23], tells: ['23'] },
    ],
    callOff: {
      question: both((stopsNothing) => ({ given: [23, stopsNothing] as const, tells: ['23'] })),
      tell: [{ given: [1] }, { given: [23], tells: ['23'] }],
      told: [{ given: [1] }, { given: [23], tells: ['23'] }],
    },
    tooFew: {
      question: [0, 1, 3].map((looking) => ({
        given: [looking, 6, START_AT] as const,
        tells: ['6', `${AT}R>`, ...(looking === 0 ? [] : [String(looking)])],
      })),
    },
    reached: [{ given: [41, 43], tells: ['41', '43'] }],
    session: [{ given: [START_AT], tells: [`${AT}f>`] }],
    jobLine: [
      {
        given: [{ ...JOB_LINE, status: 'pending', counts: NO_OUTCOMES, leftOut: [] }],
        tells: [`${AT}R>`],
      },
      ...JOB_TYPES.flatMap((jobType) =>
        JOB_STATUSES.map((status) => ({
          given: [{ ...JOB_LINE, jobType, status }] as const,
          tells: ['11', '14'],
        })),
      ),
      { given: [{ ...JOB_LINE, status: 'cancelled', counts: NO_OUTCOMES, leftOut: [] }] },
      {
        given: [{ ...JOB_LINE, jobType: 'one_more', status: 'running', wanted: 9 }],
        tells: ['9', '11', '14'],
      },
    ],
    counts: [{ given: [COUNTS], tells: COUNTED }],
    footer: [{ given: ['c1'], tells: ['c1'] }],
    logTitle: [{ given: [DATE], tells: [DATED] }],
    logPage: [{ given: [2, 17], tells: ['2', '17'] }],
    endReason: each(END_REASONS),
    reason: each([...SKIP_REASONS, ...SEND_REASONS, 'unheard_of', 'constructor']),
  },
  buttons: { ends: {}, lateBy: [{ given: [20], tells: ['20'] }] },
  replies: {
    ended: {},
    availabilitySet: [
      ...AVAILABILITY_STATUSES.map((status) => ({
        given: [status, DATE, TODAY] as const,
        tells: [DATED],
      })),
      { given: ['MAYBE', DATE, TODAY, 6] as const, tells: [DATED, '6'] },
    ],
    help: [null, 'https://muster.example'].map((pageUrl) => ({
      given: [pageUrl] as const,
      tells: ['GUID', '/availability set', ...(pageUrl === null ? [] : [`<${pageUrl}>`])],
    })),
    calledWithout: [{ given: ['21:00'], tells: ['21:00'] }],
    pingsAt: (['scheduled', 'LOOKING', 'AVAILABLE', 'MAYBE'] as const).map((when) => ({
      given: [when, ['20:45', '21:00']] as const,
      tells: ['20:45', '21:00'],
    })),
    availabilityCleared: [{ given: [DATE, TODAY], tells: [DATED] }],
    playerLinked: [{ given: [NAME], tells: [NAMED] }],
    channelUnlinked: [{ given: ['signal'], tells: ['Signal'] }],
    moreCalled: [
      { given: [1, 23, false], tells: ['23'] },
      { given: [3, 23, true], tells: ['3', '23'] },
    ],
    campaignCancelled: each([true, false]),
  },
  nothing: {
    campaign: [{ given: [DATE, TODAY], tells: [DATED, '/promote create'] }],
    log: [{ given: [DATE], tells: [DATED] }],
    availability: [{ given: [DATE, TODAY], tells: [DATED, '/availability set'] }],
    board: [{ given: [DATE, TODAY], tells: [DATED, '/availability set'] }],
  },
  day: [{ given: [DATE], tells: [DATED] }],
  dayAndYear: [{ given: [DATE], tells: [DATED, '2026'] }],
  dayFrom: [
    { given: [DATE, TODAY], tells: [DATED] },
    { given: [DATE, '2025-12-31'], tells: [DATED, '2026'] },
    { given: [DATE, DATE] },
    { given: [DATE, '2026-01-09'] },
  ],
  dateChoice: [
    { given: [DATE, DATE], tells: [DATED] },
    { given: [DATE, '2026-01-09'], tells: [DATED] },
    { given: [DATE, '2026-01-11'], tells: [DATED] },
    { given: [DATE, '2025-12-31'], tells: [DATED] },
  ],
  andMore: [{ given: [3], tells: ['3'] }],
  commands: {},
  board: {
    ifAtLeast: [{ given: [6], tells: ['6'] }],
    title: [{ given: [DATE], tells: [DATED] }],
    heading: both((isTonight) => ({
      given: [{ date: DATE, isTonight, time: isTonight ? '21:00' : null }] as const,
      tells: [DATED, ...(isTonight ? ['21:00'] : [])],
    })),
    starts: [{ given: [START_AT], tells: [`${AT}F>`] }],
    towards: [
      { given: [5, 6], tells: ['5', '6'] },
      { given: [4, 6], tells: ['4', '6', '2'] },
      { given: [7, 6], tells: ['7', '6'] },
    ],
    went: [
      { given: [5, 6], tells: ['5', '6'] },
      { given: [7, 6], tells: ['7', '6'] },
    ],
    ready: [{ given: [1] }, { given: [6], tells: ['6'] }],
    came: [{ given: [1] }, { given: [9], tells: ['9'] }],
    count: AVAILABILITY_STATUSES.map((status) => ({ given: [status, 7] as const, tells: ['7'] })),
    own: each(AVAILABILITY_STATUSES),
    meanings: {},
    posted: [{ given: [DATE], tells: [DATED] }],
  },
  panel: {
    consents: { calls: {}, questions: {}, ready: {} },
    optedIn: [{ given: [START_AT], tells: [`${AT}D>`] }, { given: [null] }],
    quietBetween: [{ given: ['22:30', '08:00'], tells: ['22:30', '08:00'] }],
    serverZone: [{ given: ['Europe/Berlin'], tells: ['Europe/Berlin'] }],
    link: LINKABLE.flatMap((channel) => both((linked) => ({ given: [channel, linked] as const }))),
    linkAgain: each(LINKABLE),
    changeLink: LINKABLE.flatMap((channel) => both((linked) => ({ given: [channel, linked] as const }))),
    dmsChoice: { off: {}, on: {} },
    language: {},
    buttons: {},
    form: {},
    typed: [{ given: ['22:30', NASTY, 'Europe/Berlin'], tells: ['22:30', 'everyone', 'Europe/Berlin'] }],
  },
  privacy: {
    standingDay: WEEK.map((day) => ({ given: [day, DATE] as const, tells: [DATED] })),
    playerLinkOf: [{ given: [NAME, 'A_b-1'], tells: [NAMED, 'A_b-1'] }],
    playerConfirmed: [{ given: [START_AT], tells: [`${AT}f>`] }],
    playerProof: [{ given: [START_AT], tells: [`${AT}f>`] }],
    calendarSince: [{ given: [START_AT], tells: [`${AT}f>`, '/availability calendar'] }],
    session: [{ given: [START_AT, START_AT + 1_000], tells: [`${AT}f>`] }],
    entry: AVAILABILITY_STATUSES.map((status) => ({ given: [DATE, status] as const, tells: [DATED] })),
    condition: both((met) => ({ given: [DATE, 6, met] as const, tells: [DATED, '6'] })),
    weeklyAnswer: WEEK.flatMap((day) =>
      WEEKLY_STATUSES.map((status) => ({ given: [day, status, DATE] as const, tells: [DATED] })),
    ),
    away: [{ given: ['2026-01-07', DATE], tells: [DATED] }],
    answer: EVENING_ANSWERS.flatMap((answer) => [
      { given: [DATE, answer, null] as const, tells: [DATED] },
      { given: [DATE, answer, START_AT] as const, tells: [DATED, `${AT}f>`] },
    ]),
    historyLine: [...HISTORY_ACTIONS, 'unheard_of'].flatMap((action) =>
      both((byThem) => ({ given: [START_AT, action, byThem] as const, tells: [`${AT}f>`] })),
    ),
    campaign: CAMPAIGN_STATUSES.map((status) => ({ given: [DATE, status] as const, tells: [DATED] })),
    contact: contacts,
    settingChange: [
      { given: [START_AT, 'start_time', '21:30'], tells: [`${AT}f>`, 'start_time', '21:30'] },
      { given: [START_AT, 'start_time', null], tells: ['start_time'] },
    ],
    earlierContacts: [
      { given: [1], tells: ['1', '/privacy export'] },
      { given: [17], tells: ['17', '/privacy export'] },
    ],
  },
  turnout: {
    summary: TURNOUTS.map((turnout) => ({ given: [turnout, START_AT], tells: [`${AT}t>`, '17'] })),
    bar: {},
    barOf: TURNOUTS.map((turnout) => ({ given: [turnout], tells: ['17'] })),
    chart: { day: [{ given: [DATE], tells: ['10'] }] },
    chartOf: [{ given: [TURNOUTS], tells: [DATED, '17'] }],
    together: [
      { given: [TURNOUTS], tells: ['18', '34', '53', '2'] },
      { given: [TURNOUTS.filter(({ joined }) => joined === null)] },
    ],
    evening: TURNOUTS.map((turnout) => ({ given: [turnout], tells: [DATED, '17'] })),
    answers: [
      { given: [ANSWERED], tells: ['31', '12', '23', '44', '15'] },
      { given: [{ ...ANSWERED, droppedOut: 1 }], tells: ['31', '1'] },
      { given: [{ ...ANSWERED, later: 0, droppedOut: 0 }], tells: ['31', '23', '44'] },
    ],
    answered: [
      { given: [1, ANSWERED], tells: ['1', '31', '12', '23', '44', '15'] },
      { given: [17, ANSWERED], tells: ['17', '31', '12', '23', '44', '15'] },
    ],
    nothing: [{ given: [8], tells: ['8', '/promote create'] }],
  },
  insights: {
    why: [{ given: [SHORTFALL], tells: ALL_CAUSES }],
    whyTogether: [
      { given: [{ shortfall: SHORTFALL, evenings: 17, partly: true }], tells: ['17', ...ALL_CAUSES] },
      { given: [{ shortfall: SHORTFALL, evenings: 1, partly: false }], tells: ['1', ...ALL_CAUSES] },
      { given: [{ shortfall: NO_CAUSE, evenings: 17, partly: false }], tells: ['17'] },
    ],
    weekday: WEEK.map((weekday) => ({
      given: [{ weekday, evenings: 17, reached: 11, came: 172 }, 6],
      tells: ['17', '11', '6', /10[.,]1/],
    })),
    best: WEEK.map((weekday) => ({ given: [weekday], tells: [] })),
    restsOn: [{ given: [3, 5], tells: ['3', '5'] }],
    steppedIn: [
      { given: [STANDBYS], tells: ['81', '34'] },
      { given: [{ called: 1, came: 1 }], tells: ['1'] },
    ],
    page: {
      evening: [
        { given: [DATE, 17, 11], tells: [DATE, '17', '11'] },
        { given: [DATE, 17, null], tells: [DATE, '17'] },
      ],
      reached: [{ given: [6], tells: ['6'] }],
      number: [{ given: [7.44], tells: [/7[.,]4/] }],
      nothing: [{ given: [8], tells: ['8'] }],
    },
    summary: [
      { given: [SHORTFALL, STANDBYS], tells: ['61', '62', '68', '63', '81', '34'] },
      { given: [SHORTFALL, null], tells: ['61', '62', '68', '63'] },
      { given: [null, STANDBYS], tells: ['81', '34'] },
    ],
  },
  settings: {
    names: {},
    hints: {},
    source: (['environment', 'settings', 'default'] as const).map((source) => ({
      given: [source, 'ALERT_CHANNEL_ID'] as const,
      tells: source === 'environment' ? ['ALERT_CHANNEL_ID'] : [],
    })),
    typed: [{ given: ['21:61'], tells: ['21:61'] }],
  },
  links: {
    linkFirst: both((doesIt) => ({ given: [doesIt], tells: ['/link player'] })),
    form: {},
    typed: [{ given: ['A_b-1', NAME], tells: ['A_b-1'] }],
    prove: [
      {
        given: [{ code: 'K7QX2M', expiresAt: START_AT, playerName: NAME }],
        tells: ['K7QX2M', `${AT}t>`, NAMED, '/link confirm'],
      },
    ],
    askAdmin: [{ given: [NAME], tells: [NAMED, '/link confirm'] }],
    proved: [{ given: [NAME], tells: [NAMED] }],
    confirmedOther: [{ given: [NAME, 'A_b-1'], tells: [NAMED, 'A_b-1'] }],
    unlinkedOther: [{ given: [NAME], tells: [NAMED] }],
    token: LINKABLE.flatMap((channel) =>
      [null, 'https://example.org/x'].map((deepLink) => ({
        given: [{ channel, token: 'ABCdef', expiresAt: START_AT, deepLink }] as const,
        tells: ['ABCdef', `${AT}t>`, ...(deepLink === null ? [] : [deepLink])],
      })),
    ),
    since: LINKABLE.map((channel) => ({ given: [channel, START_AT] as const, tells: [`${AT}f>`] })),
  },
  chat: {
    linked: LINKABLE.flatMap((channel) =>
      both((called) => ({ given: [channel, NAME, called] as const, tells: [NAMED, `/unlink ${channel}`] })),
    ),
    unlinked: LINKABLE.map((channel) => ({ given: [channel], tells: [`/link ${channel}`] })),
    help: LINKABLE.map((channel) => ({ given: [channel], tells: [`/link ${channel}`] })),
    status: LINKABLE.flatMap((channel) =>
      [null, ...AVAILABILITY_STATUSES].map((status, index) => ({
        given: [
          {
            channel,
            accountName: NAME,
            allowPromotions: status === null,
            callsRest: index % 2 === 0,
            callsPerWeek: index % 3 === 0 ? 3 : null,
            allowQuestions: [null, true, false][index % 3] ?? null,
            allowReadyNotices: index % 2 === 0,
            date: DATE,
            status,
            weekly: status === 'MAYBE',
          },
        ] as const,
        tells: [NAMED, DATED],
      })),
    ),
    day: [null, ...AVAILABILITY_STATUSES].map((own) => ({
      given: [
        {
          date: DATE,
          today: '2026-01-01',
          own,
          ownIsWeekly: own === 'MAYBE',
          ownAtLeast: own === 'MAYBE' ? 23 : null,
          counts: { LOOKING: 6, AVAILABLE: own === null ? 0 : 17, MAYBE: 1, NOT_PLAYING: 0 },
        },
      ] as const,
      tells: [DATED, '6', ...(own === null ? [] : ['17']), ...(own === 'MAYBE' ? ['23'] : [])],
    })),
    answerHow: LINKABLE.map((channel) => ({ given: [channel, DATE, '2026-01-01'] as const, tells: [DATE] })),
    onHow: each(LINKABLE),
    clearHow: each(LINKABLE),
    lateHow: each(LINKABLE),
    notAnswered: [{ given: [DATE, '2026-01-01'] as const, tells: [DATED] }],
    changedYourMind: each(LINKABLE),
    stopEverything: each(LINKABLE),
    commands: {},
    refusal: refusals.map(([, refusal]) => ({ given: [refusal, 'Europe/Ljubljana'] as const })),
  },
  test: {
    message: CHANNEL_TYPES.map((channel) => ({ given: [channel] })),
    sent: CHANNEL_TYPES.map((channel) => ({ given: [channel] })),
    failed: CHANNEL_TYPES.map((channel) => ({ given: [channel, 'timeout'] as const })),
    maybe: CHANNEL_TYPES.map((channel) => ({ given: [channel, 'timeout'] as const })),
    closed: CHANNEL_TYPES.map((channel) => ({ given: [channel, 'blocked'] as const })),
  },
  bridge: {
    methodNotAllowed: [{ given: ['PUT', 'GET, POST'], tells: ['PUT', 'GET, POST'] }],
    bodyTooLarge: [{ given: [16_384], tells: ['16384'] }],
    invalid: (['body', 'querystring', 'params', 'headers'] as const).flatMap((part) =>
      [null, 'timezone'].map((field) => ({
        given: [part, field, 'Invalid input'] as const,
        tells: ['Invalid input', ...(field === null ? [] : [field])],
      })),
    ),
    tooManyRequests: [1, 17].map((seconds) => ({ given: [seconds], tells: [String(seconds)] })),
    metricsRefused: both((tokenSet) => ({ given: [tokenSet], tells: ['METRICS_TOKEN'] })),
    notReady: [{ given: [['gateway', 'scheduler']], tells: ['gateway, scheduler'] }],
    signIn: {
      off: [['BRIDGE_PUBLIC_URL'], ['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET']].map((variables) => ({
        given: [variables],
        tells: variables,
      })),
    },
  },
  ownPings: {
    limit: [{ given: [null] }, ...CAPS.map((most) => ({ given: [most] as [number], tells: [String(most)] }))],
    limited: [
      { given: [null] },
      ...CAPS.map((most) => ({ given: [most] as [number], tells: [String(most)] })),
    ],
    limitHow: LINKABLE.flatMap((channel) =>
      [null, 5].map((most) => ({ given: [channel, most] as const, tells: most === null ? [] : ['5'] })),
    ),
    stillWanted: both((asWords) => ({ given: [11, asWords] as const, tells: ['11'] })),
    restHow: each(LINKABLE),
    kept: both((on) => ({ given: [on] as const })),
  },
  standing: {
    weekday: each(WEEK),
    summary: [
      { given: [STANDING] as const, tells: [DATED] },
      {
        given: [{ ...STANDING, week: [], weeklyUntil: null, awayUntil: DATE }] as const,
        tells: [DATED],
      },
    ],
    choose: each(WEEKLY_STATUSES),
    kept: [{ given: [DATE], tells: [DATED] }, { given: [null] }],
    wentAway: [0, 1, 12].flatMap((declined) => [
      { given: [DATE, '2026-01-01', declined] as const, tells: [DATED, ...(declined > 1 ? ['12'] : [])] },
      { given: [DATE, DATE, declined] as const, tells: declined > 1 ? ['12'] : [] },
    ]),
    countsThen: each(WEEKLY_STATUSES),
    endSoon: both((asWords) => ({ given: [DATE, asWords] as const, tells: [DATED] })),
    marked: [{ given: ['Ana'], tells: ['Ana'] }],
    own: AVAILABILITY_STATUSES.flatMap((status) => both((weekly) => ({ given: [status, weekly] as const }))),
    weeklyHow: each(LINKABLE),
    awayHow: each(LINKABLE),
  },
  calendar: {
    name: [{ given: ['Rangers'], tells: ['Rangers'] }, { given: [null] }],
    event: [{ given: ['Rangers'], tells: ['Rangers'] }, { given: [null] }],
    calledOff: [{ given: ['Session'], tells: ['Session'] }],
    said: {},
    since: [{ given: [`${AT}D>`], tells: [`${AT}D>`] }],
  },
  standingCampaigns: {
    about: [1, 6].map((threshold) => ({ given: [threshold] as const, tells: [String(threshold)] })),
    day: WEEK.flatMap((day) =>
      both((flag) => ({
        given: [
          {
            day,
            name: flag ? NAMED : null,
            includeAvailable: flag,
            includeMaybe: flag,
            hasSession: !flag,
          },
        ] as const,
        tells: flag ? [NAMED] : [],
      })),
    ),
    until: [{ given: [DATE], tells: [DATED] }],
    proposal: [null, NAMED].flatMap((name) =>
      [1, 16].map((looking) => ({
        given: [{ at: START_AT, startAt: START_AT, looking, name }] as const,
        tells: [`${AT}t>`, `${AT}R>`, ...(name === null ? [] : [name]), ...(looking > 1 ? ['16'] : [])],
      })),
    ),
    goesOut: [
      { given: [START_AT], tells: [`${AT}t>`] },
      { given: [START_AT, IN_UTC], tells: ['20:00'] },
    ],
    notOut: NOT_OUT_REASONS.flatMap((reason) => [
      { given: [reason, null] as const },
      { given: [reason, NAMED] as const, tells: reason === 'stopped' ? [NAMED] : [] },
    ]),
    nearLapse: [{ given: [DATE], tells: [DATED] }],
    lapsed: [{ given: [DATE], tells: [DATED] }],
    ended: each(['left', 'may_not'] as const),
    set: [{ given: [WEEK] }],
    removed: [{ given: [WEEK] }],
    kept: [{ given: [DATE], tells: [DATED] }],
    goneOut: both((mayCancel) => ({ given: [mayCancel] as const })),
  },
  wayOut: {
    notThatEvening: [{ given: [DATE], tells: [DATED, '/availability set'] }],
    coming: [{ given: ['21:00'], tells: ['21:00'] }, { given: [null] }],
    late: both((again) => ({ given: ['21:10', again] as const, tells: ['21:10'] })),
    backInLate: [{ given: ['21:00'], tells: ['21:00'] }],
  },
};

/** A text as people read it, with where in the messages it stands and what it has to tell. */
export interface WordedSample {
  readonly path: string;
  readonly text: string;
  readonly tells: readonly (string | RegExp)[];
}

/** Everything a language says: its fixed texts, and its others once for each sample; in the same order in each. */
export function everythingSaidIn(messages: Messages): WordedSample[] {
  return said('', messages, SAMPLES);
}

type Tree = { readonly [key: string]: unknown };

function said(path: string, texts: unknown, samples: Tree): WordedSample[] {
  return Object.entries(texts as Tree).flatMap(([key, text]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof text === 'string') return [{ path: here, text, tells: [] }];
    if (typeof text !== 'function') return said(here, text, (samples[key] ?? {}) as Tree);
    return (samples[key] as readonly Sample<unknown[]>[]).map(({ given, tells = [] }, index) => ({
      path: `${here}#${index}`,
      text: wordsOf((text as (...given: unknown[]) => string | OutgoingMessage)(...given)),
      tells,
    }));
  });
}

function wordsOf(said: string | OutgoingMessage): string {
  return typeof said === 'string' ? said : said.text;
}
