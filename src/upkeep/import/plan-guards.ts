import { CHANNEL_TYPES, type ChannelType } from '../../domain/channel-choice.js';
import { eventKey } from '../../domain/event-key.js';
import { addDays } from '../../domain/local-time.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { Source, SourceRow } from './original.js';
import type { Planning } from './planning.js';
import type { Fate } from './tally.js';
import { dateIn, instantIn, truth } from './values.js';

const LEDGER = 'notifications_ledger';
const CAMPAIGNS = 'availability_promotion_campaigns';
const JOBS = 'availability_promotion_jobs';
const SEND_LOGS = 'availability_promotion_send_logs';

/** What of ours the original's messages are; its daily reminder asks what our question asks. */
const MOMENTS: Readonly<Record<string, JobType>> = {
  'PROMOTE:T-15': 'reminder',
  'PROMOTE:T0': 'start',
  'PROMOTE:FOLLOWUP': 'follow_up',
  DAILY_REMINDER: 'question',
  SESSION_READY: 'ready',
};

const JOB_TYPES: Readonly<Record<string, JobType>> = {
  send_reminder_2045: 'reminder',
  send_start_2100: 'start',
  voice_check_2100: 'follow_up',
};

/** A moment that the original has used up for somebody, or may have. */
interface Guard {
  readonly userId: string;
  readonly eventKey: string;
  readonly state: 'sent' | 'unknown';
  readonly channel: ChannelType;
  readonly at: number;
}

/** Evenings whose moments still guard something: an evening may last past midnight. */
function guardedDates(today: string): string {
  return addDays(today, -1);
}

/** The keys under which a source may guard people. */
export function guardedKeys(source: Source, today: string): string[] {
  const dates = [...(source.tables.get(LEDGER)?.rows ?? [])].map((row) => momentOf(row['event_key'])?.date);
  const campaigns = [...(source.tables.get(CAMPAIGNS)?.rows ?? [])].map((row) =>
    dateIn(row['campaign_date']),
  );
  const guarded = [...dates, ...campaigns].filter((date) => date != null && date >= guardedDates(today));
  return [...new Set(guarded as string[])].flatMap((date) =>
    Object.values(MOMENTS).map((jobType) => eventKey(jobType, date)),
  );
}

function momentOf(
  text: string | null | undefined,
): { readonly jobType: JobType; readonly date: string } | null {
  const [, phase = '', date] = /^(.+):(\d{4}-\d{2}-\d{2})$/.exec(text?.trim() ?? '') ?? [];
  const jobType = Object.hasOwn(MOMENTS, phase) ? MOMENTS[phase] : undefined;
  return jobType === undefined || dateIn(date) === null ? null : { jobType, date: date as string };
}

/**
 * Plans that nobody is written to again whom the original has written to this evening, or may have: from its ledger, and from
 * its log of sends, which may know what the ledger does not. Only what was sent without an error counts as sent.
 */
export function planGuards(planning: Planning): void {
  const known = new Set(planning.target.guards);
  const taken = new Set<string>();
  const ledger = planning.rows(LEDGER).flatMap((row) => guardOf(planning, row));
  // Of several channels' rows for one moment that one counts which arrived.
  const sent = ledger.filter(({ state }) => state === 'sent');
  for (const guard of [...sent, ...ledger.filter(({ state }) => state === 'unknown')])
    planning.tally.add(LEDGER, take(planning, guard, known, taken));
  const runs = runsOf(planning);
  for (const row of planning.rows(SEND_LOGS)) {
    const guard = guardOfLog(planning, row, runs);
    if (guard) planning.tally.add(SEND_LOGS, take(planning, guard, known, taken));
  }
}

function take(planning: Planning, guard: Guard, known: ReadonlySet<string>, taken: Set<string>): Fate {
  const { index, today } = planning.context;
  const isErased = planning.isErased(guard.userId);
  // What guards somebody who is erased is forgotten after its day.
  if (isErased && !guard.eventKey.endsWith(`:${today}`)) return 'erased';
  const key = `${guard.userId} ${guard.eventKey}`;
  if (taken.has(key)) return 'same_moment';
  taken.add(key);
  const ids = [guard.userId, ...index.all(guard.userId)];
  if (ids.some((id) => known.has(`${id} ${guard.eventKey}`))) return 'same';
  planning.change({ kind: 'guard', ...guard, userId: isErased ? index.digest(guard.userId) : guard.userId });
  return 'new';
}

function guardOf(planning: Planning, row: SourceRow): Guard[] {
  const { source, context, tally, people } = planning;
  const moment = momentOf(row['event_key']);
  const userId = people.idOf(row['user_id']);
  if (moment === null) tally.add(LEDGER, 'unknown_key');
  else if (moment.date < guardedDates(context.today)) tally.add(LEDGER, 'other_evening');
  else if (userId === null) tally.add(LEDGER, 'no_account');
  else {
    const at = instantIn(row['sent_at'], source.zone);
    const hasArrived = at !== null && (row['error']?.trim() ?? '') === '';
    return [
      {
        userId,
        eventKey: eventKey(moment.jobType, moment.date),
        state: hasArrived ? 'sent' : 'unknown',
        channel: channelIn(row['channel_type']),
        at: planning.past(at),
      },
    ];
  }
  return [];
}

function channelIn(text: string | null | undefined): ChannelType {
  return CHANNEL_TYPES.find((known) => known === text?.trim().toLowerCase()) ?? 'discord';
}

/** Which moment each job of this evening's campaigns is, by its id. Counts the rows of both tables. */
function runsOf(
  planning: Planning,
): ReadonlyMap<string, { readonly jobType: JobType; readonly date: string }> {
  const { tally, context } = planning;
  const campaigns = new Map<string, string>();
  const rows = planning.rows(CAMPAIGNS);
  tally.add(CAMPAIGNS, 'history', rows.length);
  for (const row of rows) {
    const date = dateIn(row['campaign_date']);
    const isReal = truth(row['dry_run']) !== true;
    if (date !== null && date >= guardedDates(context.today) && isReal) campaigns.set(row['id'] ?? '', date);
  }
  const runs = new Map<string, { jobType: JobType; date: string }>();
  const jobs = planning.rows(JOBS);
  tally.add(JOBS, 'history', jobs.length);
  for (const row of jobs) {
    const date = campaigns.get(row['campaign_id'] ?? '');
    const jobType = JOB_TYPES[row['job_type']?.trim() ?? ''];
    if (date === undefined || jobType === undefined) continue;
    runs.set(row['id'] ?? '', { jobType, date });
    if (row['status']?.trim() === 'running') planning.note('still_sending', row['id'] ?? '');
  }
  return runs;
}

function guardOfLog(
  planning: Planning,
  row: SourceRow,
  runs: ReadonlyMap<string, { readonly jobType: JobType; readonly date: string }>,
): Guard | null {
  const { tally, people, context } = planning;
  const run = runs.get(row['job_id'] ?? '');
  const status = row['status']?.trim().toLowerCase();
  const userId = people.idOf(row['user_id']);
  if (run === undefined || status === 'skipped') tally.add(SEND_LOGS, 'history');
  else if (userId === null) tally.add(SEND_LOGS, 'no_account');
  else {
    return {
      userId,
      eventKey: eventKey(run.jobType, run.date),
      state: status === 'sent' ? 'sent' : 'unknown',
      channel: channelIn(row['channel_type']),
      at: context.now,
    };
  }
  return null;
}
