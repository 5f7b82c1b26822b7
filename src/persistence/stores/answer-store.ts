import {
  type AnswerCounts,
  type EveningAnswer,
  type EveningAnswerKind,
  type Said,
  answerBeside,
  isSameAnswer,
  isYes,
} from '../../domain/answer.js';
import type { AvailabilityStatus } from '../../domain/availability.js';
import type { Campaign } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { eventKey } from '../../domain/event-key.js';
import { JOB_TYPES, kindOf, kindsForEverybody } from '../../domain/message-kinds.js';
import type { Tx, View } from '../engine/database.js';
import type { EveningAnswerRow } from '../entities/evening-answer.js';
import { fromText, toText } from '../instants.js';
import { type AuditAction, appendAudit } from './audit-store.js';
import { hasten } from './job-store.js';

/** What somebody answered for an evening (`YYYY-MM-DD`). */
export interface AnswerOfEvening {
  readonly userId: string;
  readonly date: string;
  readonly answer: EveningAnswer;
  /** Where they said it; `null`: that is not known. */
  readonly channel: ChannelType | null;
  /** Under a message of which campaign; `null`: under none. */
  readonly campaignId: string | null;
}

const SAID = {
  COMING: 'said_coming',
  LATE: 'said_late',
  NOT_TONIGHT: 'said_not_tonight',
} as const satisfies Record<EveningAnswer['kind'], AuditAction>;

/** The messages to people who are missing. */
const NUDGES = JOB_TYPES.filter((jobType) => kindOf(jobType).whom === 'missing');

function toAnswer({ answer, late_until: until }: EveningAnswerRow): EveningAnswer {
  return answer === 'LATE' ? { kind: answer, until: fromText(until ?? '') } : { kind: answer };
}

function toAnswerOfEvening(row: EveningAnswerRow): AnswerOfEvening {
  return {
    userId: row.user_id,
    date: row.answer_date,
    answer: toAnswer(row),
    channel: row.channel_type,
    campaignId: row.campaign_id,
  };
}

/** What a person's last answer for an evening is; `null`: they have given none. */
export async function findAnswer(view: View, userId: string, date: string): Promise<EveningAnswer | null> {
  const rows: EveningAnswerRow[] = await view.sql`
    SELECT * FROM availability_promotion_answers WHERE user_id = ${userId} AND answer_date = ${date}`;
  return rows[0] ? toAnswer(rows[0]) : null;
}

/** A person's own answers from a date on, soonest first. */
export async function answersOf(view: View, userId: string, from: string): Promise<AnswerOfEvening[]> {
  const rows: EveningAnswerRow[] = await view.sql`
    SELECT * FROM availability_promotion_answers
    WHERE user_id = ${userId} AND answer_date >= ${from} ORDER BY answer_date`;
  return rows.map(toAnswerOfEvening);
}

/**
 * Counts what the people answered whom a campaign called, or may have called, each once; an entry that says they do not
 * play is a no. Silent are of these those who were to come: a standby who was called owes nobody an answer. A dry run calls
 * nobody.
 */
export async function answersTo(
  view: View,
  { id, date }: { readonly id: string; readonly date: string },
): Promise<AnswerCounts> {
  const toCome = () => kindsForEverybody().map((jobType) => eventKey(jobType, date));
  const rows: {
    said: EveningAnswerKind | null;
    count: number | string;
    expected: number | string;
    first: string | null;
    last: string | null;
  }[] = await view.sql`
    SELECT CASE WHEN e.status = 'NOT_PLAYING' THEN 'NOT_TONIGHT' ELSE a.answer END AS said,
      COUNT(*) AS count, SUM(v.expected) AS expected, MIN(a.late_until) AS first, MAX(a.late_until) AS last
    FROM (SELECT user_id, MAX(CASE WHEN event_key IN (${toCome}) THEN 1 ELSE 0 END) AS expected
      FROM notifications_ledger
      WHERE campaign_id = ${id} AND kind = 'call' AND state IN ('sent', 'unknown') GROUP BY user_id) v
    LEFT JOIN availability_promotion_answers a ON a.user_id = v.user_id AND a.answer_date = ${date}
    LEFT JOIN availability_entries e ON e.user_id = v.user_id AND e.entry_date = ${date}
    GROUP BY said`;
  const rowOf = (said: EveningAnswerKind | null) => rows.find((row) => row.said === said);
  const of = (said: EveningAnswerKind): number => Number(rowOf(said)?.count ?? 0);
  const late = rowOf('LATE');
  return {
    coming: of('COMING'),
    later: of('LATE'),
    notTonight: of('NOT_TONIGHT'),
    none: Number(rowOf(null)?.expected ?? 0),
    lateBetween: late ? { first: fromText(late.first ?? ''), last: fromText(late.last ?? '') } : null,
  };
}

/**
 * What each of the people on a campaign's list answered, by their ids; the called ones as {@link answersTo} counts them, the
 * others if they answered all the same. To a dry run nobody says anything.
 */
export async function answersByPerson(view: View, campaign: Campaign): Promise<ReadonlyMap<string, Said>> {
  const { id, date, request } = campaign;
  if (request.dryRun) return new Map();
  const rows: { user_id: string; said: EveningAnswerKind | null; called: number | string }[] = await view.sql`
    SELECT r.user_id, CASE WHEN e.status = 'NOT_PLAYING' THEN 'NOT_TONIGHT' ELSE a.answer END AS said,
      (SELECT COUNT(*) FROM notifications_ledger n
        WHERE n.recipient_id = r.id AND n.kind = 'call' AND n.state IN ('sent', 'unknown')) AS called
    FROM availability_promotion_recipients r
    LEFT JOIN availability_promotion_answers a ON a.user_id = r.user_id AND a.answer_date = ${date}
    LEFT JOIN availability_entries e ON e.user_id = r.user_id AND e.entry_date = ${date}
    WHERE r.campaign_id = ${id}`;
  return new Map(
    rows.flatMap(({ user_id: userId, said, called }): [string, Said][] => {
      const answer = said ?? (Number(called) > 0 ? 'NONE' : null);
      return answer === null ? [] : [[userId, answer]];
    }),
  );
}

/** Whether anybody on a campaign's list has answered that they come later. */
export async function someAreLate(
  view: View,
  { id, date }: { readonly id: string; readonly date: string },
): Promise<boolean> {
  const rows: unknown[] = await view.sql`
    SELECT 1 FROM availability_promotion_recipients r
    JOIN availability_promotion_answers a ON a.user_id = r.user_id AND a.answer_date = ${date} AND a.answer = 'LATE'
    WHERE r.campaign_id = ${id} AND r.tier = 'recipient' LIMIT 1`;
  return rows.length > 0;
}

/**
 * Records what a person answers for an evening, and where: it counts in place of an earlier one.
 * @returns whether it is another than that.
 */
export async function keepAnswer(tx: Tx, said: AnswerOfEvening, now: number): Promise<boolean> {
  const { userId, date, answer, channel, campaignId } = said;
  const before = await findAnswer(tx, userId, date);
  const until = answer.kind === 'LATE' ? toText(answer.until) : null;
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_promotion_answers
      (user_id, answer_date, answer, late_until, channel_type, campaign_id, created_at, updated_at)
    VALUES (${userId}, ${date}, ${answer.kind}, ${until}, ${channel}, ${campaignId}, ${at}, ${at})
    ON CONFLICT (user_id, answer_date) DO UPDATE SET answer = excluded.answer, late_until = excluded.late_until,
      channel_type = excluded.channel_type, campaign_id = excluded.campaign_id, updated_at = excluded.updated_at`;
  if (isSameAnswer(before, answer)) return false;
  await noteChange(tx, said, before, answer, now);
  return true;
}

/**
 * Lets a person's answer for an evening agree with the status they have just given for it, or taken back (`null`); see
 * {@link answerBeside}.
 */
export async function answerAgrees(
  tx: Tx,
  said: { readonly userId: string; readonly date: string; readonly status: AvailabilityStatus | null },
  now: number,
): Promise<void> {
  const { userId, date, status } = said;
  const before = await findAnswer(tx, userId, date);
  const left = answerBeside(before, status);
  if (isSameAnswer(before, left)) return;
  if (left) {
    await keepAnswer(tx, { userId, date, answer: left, channel: null, campaignId: null }, now);
    return;
  }
  await tx.sql`
    DELETE FROM availability_promotion_answers WHERE user_id = ${userId} AND answer_date = ${date}`;
  await noteChange(tx, said, before, null, now);
}

/** Takes back what a person answered for the evenings from a date on: they are about to be forgotten. */
export async function withdrawAnswers(tx: Tx, userId: string, from: string, now: number): Promise<void> {
  for (const { date } of await answersOf(tx, userId, from))
    await answerAgrees(tx, { userId, date, status: null }, now);
}

/**
 * Every yes leaves a line in the audit log, and whatever takes one back; a no alone is in the entry. Who is nudged looks
 * again no later than the new answer says.
 */
async function noteChange(
  tx: Tx,
  { userId, date }: { readonly userId: string; readonly date: string },
  before: EveningAnswer | null,
  after: EveningAnswer | null,
  now: number,
): Promise<void> {
  const at = after?.kind === 'LATE' ? Math.max(after.until, now) : now;
  for (const campaignId of await callsOf(tx, userId, date))
    for (const jobType of NUDGES) await hasten(tx, { campaignId, jobType }, at, now);
  if (isYes(before) || isYes(after)) await appendLine(tx, userId, date, after, now);
}

/** Leaves the line for a yes that was on record, if it has ended without one. */
export async function noteEndOfYes(tx: Tx, userId: string, date: string, now: number): Promise<void> {
  const left = await findAnswer(tx, userId, date);
  if (!isYes(left)) await appendLine(tx, userId, date, left, now);
}

async function appendLine(
  tx: Tx,
  userId: string,
  date: string,
  answer: EveningAnswer | null,
  now: number,
): Promise<void> {
  const action = answer ? SAID[answer.kind] : 'answer_withdrawn';
  await appendAudit(tx, { userId, action, actorId: userId, metadata: { date } }, now);
}

/** The real campaigns of a date that have somebody on their list. */
async function callsOf(tx: Tx, userId: string, date: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.sql`
    SELECT c.id FROM availability_promotion_campaigns c
    JOIN availability_promotion_recipients r ON r.campaign_id = c.id AND r.user_id = ${userId}
    WHERE c.campaign_date = ${date} AND c.dry_run = false`;
  return rows.map(({ id }) => id);
}
