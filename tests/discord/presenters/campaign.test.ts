import { describe, expect, it } from 'vitest';
import { presentCampaign } from '../../../src/discord/presenters/campaign.js';
import {
  logCsv,
  logPageId,
  parseLogPageId,
  presentLog,
} from '../../../src/discord/presenters/campaign-log.js';
import { presentPreview } from '../../../src/discord/presenters/campaign-preview.js';
import { COLOUR } from '../../../src/discord/presenters/payload.js';
import {
  type Campaign,
  type JobStatus,
  NO_OUTCOMES,
  type OutcomeCounts,
} from '../../../src/domain/campaign.js';
import { en } from '../../../src/messages/en/messages.js';
import type { CampaignLog } from '../../../src/services/campaign-log.js';
import type { CampaignView } from '../../../src/services/campaign-status.js';
import type { CampaignPreview } from '../../../src/services/preview-campaign.js';
import { buttonsOf, expectWithinLimits, fieldsOf } from '../within-limits.js';

const START = Date.parse('2026-11-20T20:00:00Z');
const REMINDER = START - 15 * 60_000;

const campaign: Campaign = {
  id: 'campaign-1',
  kind: 'promotion',
  date: '2026-11-20',
  timezone: 'Europe/Ljubljana',
  startAt: START,
  promoterId: '1',
  guildId: '2',
  request: { includeAvailable: false, includeMaybe: false, dryRun: false },
  status: 'running',
  idempotencyKey: 'key',
  recipientCount: 4,
  standbyCount: 0,
  channelsSummary: { discord: 4, telegram: 0, signal: 0 },
  slotFreedAt: null,
  cancelledAt: null,
  createdAt: REMINDER - 60_000,
};

function job(jobType: 'reminder' | 'start', status: JobStatus, counts: Partial<OutcomeCounts>) {
  return {
    id: jobType,
    campaignId: campaign.id,
    jobType,
    runAt: jobType === 'start' ? START : REMINDER,
    nextRunAt: jobType === 'start' ? START : REMINDER,
    expiresAt: START,
    status,
    attempts: 0,
    lastError: null,
    waitsForPresence: false,
    startedAt: null,
    finishedAt: null,
    wanted: null,
    endReason: null,
    counts: { ...NO_OUTCOMES, ...counts },
    skippedByReason: (counts.skipped ? { quiet_hours: counts.skipped } : {}) as Record<string, number>,
  };
}

const NO_ANSWERS = { coming: 0, later: 0, notTonight: 0, none: 0, lateBetween: null };

function viewOf(jobs: CampaignView['jobs'], overrides: Partial<CampaignView> = {}): CampaignView {
  return {
    campaign,
    jobs,
    counts: NO_OUTCOMES,
    skippedByReason: {},
    paused: false,
    late: 0,
    answers: NO_ANSWERS,
    droppedOut: 0,
    notAsked: false,
    ...overrides,
  };
}

describe('presentCampaign', () => {
  it('tells how many signed up since, where anybody did', () => {
    const jobs = [job('start', 'pending', {})];
    expect(presentCampaign(en, viewOf(jobs)).embeds[0]?.description).not.toContain('since');
    expect(presentCampaign(en, viewOf(jobs, { late: 2 })).embeds[0]?.description).toContain(
      '2 more signed up since',
    );
  });

  it('says where its promoter may not have been asked about too few', () => {
    const jobs = [job('start', 'pending', {})];
    const said = (overrides: Partial<CampaignView>) =>
      presentCampaign(en, viewOf(jobs, overrides)).embeds[0]?.description ?? '';
    const line = en.promote.tooFew.notAsked;
    expect(said({ notAsked: true })).toContain(line);
    expect(said({})).not.toContain(line);
  });

  it('tells what those answered who were pinged, once anybody has', () => {
    const jobs = [job('start', 'sent', { sent: 2 })];
    const described = (answers: Partial<typeof NO_ANSWERS>): string | undefined =>
      presentCampaign(en, viewOf(jobs, { answers: { ...NO_ANSWERS, ...answers } })).embeds[0]?.description;
    expect(described({ none: 6 })).not.toContain('no answer');
    expect(described({ coming: 3, notTonight: 1, none: 2 })).toContain(
      '3 coming, 1 not tonight, 2 no answer',
    );
  });

  it('draws a bar for each job, with numbers and reasons but no names', () => {
    const view = viewOf([
      job('reminder', 'partial', { sent: 2, failed: 1, skipped: 1 }),
      job('start', 'pending', {}),
    ]);
    const payload = presentCampaign(en, view);
    const [reminder, start] = Object.values(fieldsOf(payload));
    expect(reminder).toBe('▰▰▰▰▰▰▰▰▰▰▰▰\nDone: 2 reminded, 1 not reached, 1 in quiet hours');
    expect(start).toBe(`▱▱▱▱▱▱▱▱▱▱▱▱\nGoes out <t:${START / 1000}:R>`);
    expectWithinLimits(payload);
  });

  it('fills the bar of standbys once as many were called as are wanted, however many more were', () => {
    const barOf = (sent: number) =>
      Object.values(
        fieldsOf(
          presentCampaign(
            en,
            viewOf([{ ...job('start', 'running', { sent }), jobType: 'one_more' as const, wanted: 2 }]),
          ),
        ),
      )[0]?.split('\n')[0];
    expect(barOf(1)).toBe('▰▰▰▰▰▰▱▱▱▱▱▱');
    expect(barOf(2)).toBe('▰▰▰▰▰▰▰▰▰▰▰▰');
    expect(barOf(3)).toBe('▰▰▰▰▰▰▰▰▰▰▰▰');
  });

  it('says of standbys how many are needed, however many were asked', () => {
    const view = viewOf([
      { ...job('start', 'running', { sent: 3 }), jobType: 'one_more' as const, wanted: 2 },
    ]);
    expect(Object.values(fieldsOf(presentCampaign(en, view)))[0]?.split('\n')[1]).toBe(
      'Under way, 2 needed: 3 asked to step in',
    );
  });

  it('offers to ask a standby as long as there is one', () => {
    const asks = (view: Partial<CampaignView>, standbyCount = 2) =>
      Object.values(
        buttonsOf(
          presentCampaign(
            en,
            viewOf([job('start', 'sent', { sent: 4 })], {
              ...view,
              campaign: { ...(view.campaign ?? campaign), standbyCount },
            }),
          ),
        ),
      ).includes('Ping a standby');
    const more = (status: JobStatus, sent: number) => {
      return [{ ...job('start', status, { sent }), jobType: 'one_more' as const, wanted: 2 }];
    };
    expect(asks({})).toBe(true);
    expect(asks({}, 0)).toBe(false);
    expect(asks({ jobs: more('sent', 1) })).toBe(true);
    expect(asks({ jobs: more('sent', 2) })).toBe(false);
    expect(asks({ jobs: more('cancelled', 1) })).toBe(false);
    expect(asks({ jobs: [{ ...job('start', 'sent', {}), jobType: 'call_off' as const }] })).toBe(false);
    expect(asks({ campaign: { ...campaign, request: { ...campaign.request, dryRun: true } } })).toBe(false);
    expect(asks({ campaign: { ...campaign, status: 'cancelled' } })).toBe(false);
  });

  it('says how many it reached, and is not alarmed by one closed door', () => {
    const ended = (counts: Partial<OutcomeCounts>) =>
      presentCampaign(
        en,
        viewOf([job('start', 'partial', counts)], {
          campaign: { ...campaign, status: 'partial', recipientCount: 9 },
          counts: { ...NO_OUTCOMES, ...counts },
        }),
      ).embeds[0];
    // Who was left out was not to be reached.
    expect(ended({ sent: 5, failed: 1, skipped: 3 })?.title).toBe('Pings went out · 5 of 6 reached');
    expect(ended({ sent: 5, failed: 1 })?.color).toBe(COLOUR.good);
    expect(ended({ sent: 1, failed: 5 })?.color).toBe(COLOUR.attention);
  });

  it('tells why people were left out, the most first', () => {
    const late = {
      ...job('start', 'sent', { sent: 2, skipped: 9 }),
      jobType: 'follow_up' as const,
      skippedByReason: { not_opted_in: 1, not_called: 5, present: 3 },
    };
    expect(
      fieldsOf(presentCampaign(en, viewOf([late], { campaign: { ...campaign, recipientCount: 11 } }))),
    ).toMatchObject({
      [en.promote.moment('follow_up', START)]:
        '▰▰▰▰▰▰▰▰▰▰▰▰\nDone: 2 nudged, 5 not expected (said no, opted out or unreachable), 3 already there, 1 opted out',
    });
  });

  it('says of what was cancelled in time nothing but that', () => {
    const jobs = [
      { ...job('reminder', 'cancelled', { skipped: 4 }), skippedByReason: { cancelled: 4 } },
      { ...job('start', 'cancelled', { skipped: 4 }), skippedByReason: { cancelled: 4 } },
    ];
    const payload = presentCampaign(en, viewOf(jobs, { campaign: { ...campaign, status: 'cancelled' } }));
    expect(payload.embeds[0]?.description).toContain('Cancelled before anybody was messaged.');
    expect(fieldsOf(payload)).toEqual({});
  });

  it('can be cancelled while something is still to come, and not after', () => {
    const open = presentCampaign(en, viewOf([job('start', 'pending', {})]));
    const over = presentCampaign(en, viewOf([job('start', 'sent', { sent: 4 })]));
    expect(buttonsOf(open)).toEqual({ 'promote-cancel:campaign-1': 'Cancel pings' });
    expect(buttonsOf(over)).toEqual({});
  });

  it('says that sending is paused only while that matters', () => {
    const open = presentCampaign(en, viewOf([job('start', 'pending', {})], { paused: true }));
    const over = presentCampaign(en, viewOf([job('start', 'sent', {})], { paused: true }));
    expect(open.embeds[0]?.description).toContain('Sending is paused.');
    expect(over.embeds[0]?.description).not.toContain('paused');
  });
});

describe('presentPreview', () => {
  const preview: CampaignPreview = {
    request: campaign.request,
    schedule: {
      date: campaign.date,
      timezone: campaign.timezone,
      reminderMoment: REMINDER,
      reminderAt: REMINDER,
      startAt: START,
      followUpAt: null,
    },
    recipients: [{ userId: '1', displayName: 'Ana', status: 'LOOKING', weekly: false, channel: 'discord' }],
    standbys: [],
    noStandbys: {},
    channelsSummary: { discord: 1, telegram: 0, signal: 0 },
    excluded: { not_opted_in: 1, quiet_hours: 2 },
    forecast: { quietAtStart: 0, lastSendAt: START, tooLate: { reminder: 0, start: 0 } },
    messages: { reminder: 'soon', start: 'now' },
    messagesByChannel: {},
    notices: [{ code: 'dry_run' }],
  };

  it('names who is called and counts who is not, with the exact texts', () => {
    const payload = presentPreview(en, preview);
    const fields = fieldsOf(payload);
    expect(fields['Recipients']).toBe('🔎 Ana · Discord');
    expect(fields['Left out']).toBe('2 in quiet hours\n1 with session pings off');
    expect(fields['Good to know']).toContain('dry run');
    expect(payload.embeds.slice(1).map(({ description }) => description)).toEqual([
      '**reminder**\n>>> soon',
      '**start ping**\n>>> now',
    ]);
    expect(buttonsOf(payload)).toEqual({});
  });

  it('lists who may step in by themselves, and counts who could not', () => {
    expect(Object.keys(fieldsOf(presentPreview(en, preview)))).not.toContain('On standby: 0');
    const standbys = [
      { userId: '2', displayName: 'Bor', status: 'AVAILABLE', weekly: false, channel: 'discord' },
      { userId: '3', displayName: 'Cene', status: 'MAYBE', weekly: true, channel: 'telegram' },
    ] as const;
    const some = presentPreview(en, { ...preview, standbys, noStandbys: { not_opted_in: 2, no_channel: 3 } });
    expect(fieldsOf(some)['On standby: 2']).toBe(
      `${en.promote.recipient('Bor', 'AVAILABLE', 'discord')}\n${en.promote.recipient('Cene', 'MAYBE', 'telegram', true)}\n` +
        'and 3 with no way to be reached\nand 2 with session pings off',
    );
  });

  it('asks for Confirm or Cancel when there is a draft', () => {
    expect(buttonsOf(presentPreview(en, preview, 'draft-1'))).toEqual({
      'promote-confirm:draft-1': 'Confirm',
      'promote-discard:draft-1': 'Cancel',
    });
  });

  it('has a button that takes in who was only left out for what they said', () => {
    const more = { ...preview, excluded: { status_not_included: 2 } };
    const id = 'promote-include:preview|110||';
    expect(fieldsOf(presentPreview(en, more))['Left out']).toBe('2 available or maybe, not included');
    expect(buttonsOf(presentPreview(en, more))).toEqual({ [id]: 'Include available and maybe' });
    const dry = { ...more, recipients: [], request: { ...preview.request, dryRun: true } };
    expect(buttonsOf(presentPreview(en, dry, 'draft-1'))).toEqual({
      'promote-include:create|111||': 'Include available and maybe',
    });
    const told = { ...preview.request, startTime: '22:15:00', note: 'new map' };
    expect(buttonsOf(presentPreview(en, { ...more, request: told }))).toEqual({
      'promote-include:preview|110|22:15:00|new map': 'Include available and maybe',
    });
    // A preview without the note would not be the one that was asked for.
    const long = { ...told, note: 'x'.repeat(140) };
    expect(buttonsOf(presentPreview(en, { ...more, request: long }))).toEqual({});
  });

  it('offers nothing to confirm when there is nobody to call', () => {
    expect(buttonsOf(presentPreview(en, { ...preview, recipients: [] }, 'draft-1'))).toEqual({});
  });

  it('stays within Discord’s limits with ten thousand recipients, and counts those it can’t show', () => {
    const recipients = Array.from({ length: 10_000 }, (_, n) => ({
      userId: String(n),
      displayName: `Player with a long name ${String(n)}`,
      status: 'MAYBE' as const,
      weekly: false,
      channel: 'discord' as const,
    }));
    const payload = presentPreview(en, { ...preview, recipients }, 'draft-1');
    expectWithinLimits(payload);
    expect(fieldsOf(payload)['Recipients']).toMatch(/and 99\d\d more$/);
  });
});

describe('the log', () => {
  const line = {
    campaignId: campaign.id,
    at: START,
    jobType: 'start',
    isSummary: false,
    userId: '7',
    displayName: 'Ana',
    channel: 'discord' as const,
    outcome: 'failed' as const,
    reason: 'channel_closed',
    errorCode: 'dm_closed',
    attempt: 1,
    isFinal: true,
    answer: null,
  };
  const counts = [
    {
      jobType: 'start',
      isSummary: false,
      outcome: 'failed' as const,
      reason: 'channel_closed',
      errorCode: 'dm_closed',
      count: 3,
    },
  ];
  const page = { date: campaign.date, outcome: undefined, page: 1 };

  it('has names for admins', () => {
    const log: CampaignLog = { campaign, counts, lines: [line] };
    expect(presentLog(en, log, page).embeds[0]?.description).toContain('Ana · Discord · failed');
    expect(logCsv(log)).toContain(
      '2026-11-20T20:00:00.000Z,start,Ana,7,discord,failed,channel_closed,dm_closed,1,true,\r\n',
    );
  });

  it('says for admins what each of them answered', () => {
    const said = ['COMING', 'LATE', 'NOT_TONIGHT', 'NONE', null] as const;
    const log: CampaignLog = { campaign, counts, lines: said.map((answer) => ({ ...line, answer })) };
    const columns = logCsv(log)
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',').at(-1));
    expect(columns).toEqual(['answer', 'coming', 'later', 'not_tonight', 'none', '']);
  });

  it('has counts and no names for promoters', () => {
    const log: CampaignLog = { campaign, counts, lines: null };
    expect(presentLog(en, log, page).embeds[0]?.description).toContain('3 × start ping · failed');
    expect(logCsv(log)).toBe(
      'job,outcome,reason,error_code,count\r\nstart,failed,channel_closed,dm_closed,3\r\n',
    );
  });

  it('pages through long logs, within Discord’s limits', () => {
    const log: CampaignLog = { campaign, counts, lines: Array.from({ length: 40 }, () => line) };
    const middle = presentLog(en, log, { ...page, page: 2 });
    expectWithinLimits(middle);
    expect(middle.embeds[0]?.footer?.text).toBe('Page 2 of 3');
    expect(Object.keys(buttonsOf(middle))).toEqual([
      'promote-log:2026-11-20//1',
      'promote-log:2026-11-20//3',
    ]);
    expect(presentLog(en, log, { ...page, page: 99 }).embeds[0]?.footer?.text).toBe('Page 3 of 3');
  });

  it('reads a page button back, and makes the best of a forged one', () => {
    const full = { date: '2026-11-20', outcome: 'failed', page: 3 };
    expect(parseLogPageId(logPageId(full))).toEqual(full);
    expect(parseLogPageId('nonsense')).toEqual({ date: 'nonsense', outcome: undefined, page: 1 });
  });

  it('keeps a spreadsheet from running a name, and quotes what would break a row', () => {
    const names = ['=HYPERLINK("x")', 'comma, "quoted"'];
    const log: CampaignLog = {
      campaign,
      counts,
      lines: names.map((displayName) => ({ ...line, displayName })),
    };
    const [, formula, quoted] = logCsv(log).split('\r\n');
    expect(formula).toContain(`"'=HYPERLINK(""x"")"`);
    expect(quoted).toContain('"comma, ""quoted"""');
  });
});
