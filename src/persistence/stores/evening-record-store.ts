import { answersToTell, type EveningAnswerKind, type EveningAnswers } from '../../domain/answer.js';
import type { Campaign, CampaignJob, FinalOutcome } from '../../domain/campaign.js';
import { eventKey } from '../../domain/event-key.js';
import { type JobType, kindOf } from '../../domain/message-kinds.js';
import {
  type RecordedPart,
  type Shortfall,
  shortfallToTell,
  type SteppedIn,
  steppedInToTell,
} from '../../domain/shortfall.js';
import { type Turnout, wasSeen } from '../../domain/turnout.js';
import type { View } from '../engine/database.js';
import { answersTo } from './answer-store.js';
import { droppedOut } from './drop-out-store.js';
import { jobsOf } from './job-store.js';

/** What the records of an evening that is over tell of its people together; each is `null` where it may not be told. */
export interface EveningRecord {
  readonly answers: EveningAnswers | null;
  readonly why: Shortfall | null;
  readonly standbys: SteppedIn | null;
}

/** Nobody's id. */
const NOBODY = '';

/** The kind after whose end it is known who was called to come. */
const LAST_CALL: JobType = 'start';

/**
 * What there is to tell of a campaign's evening, of which `turnout` says who came. A standby stepped in who said that they come,
 * was there at the look, or is `there` now.
 */
export async function eveningRecord(
  view: View,
  campaign: Campaign,
  turnout: Turnout,
  there: (userId: string) => boolean = () => false,
): Promise<EveningRecord> {
  const jobs = await jobsOf(view, campaign.id);
  const dropped = await droppedOut(view, campaign, jobs);
  const answers = answersToTell(await answersTo(view, campaign), dropped.length);
  const ids = dropped.map(({ userId }) => userId);
  const parts = await recordedParts(view, campaign, jobs, ids);
  const { leftOut = null } = campaign;
  const why = shortfallToTell({ parts, leftOut, seen: wasSeen(turnout) });
  const standbys = await calledStandbys(view, campaign);
  const come = standbys.filter(({ userId, saidYes }) => saidYes || there(userId)).length;
  const stepped = { called: standbys.length, came: Math.max(come, turnout.steppedIn ?? 0) };
  return { answers, why, standbys: steppedInToTell(stepped, turnout.expected) };
}

/** The standbys a campaign has called, or may have. */
export async function calledStandbys(
  view: View,
  { id, date }: Pick<Campaign, 'id' | 'date'>,
): Promise<{ readonly userId: string; readonly saidYes: boolean }[]> {
  const key = eventKey('one_more', date);
  const rows: { user_id: string; answer: EveningAnswerKind | null }[] = await view.sql`
    SELECT r.user_id, a.answer
    FROM availability_promotion_recipients r
    JOIN notifications_ledger n ON n.recipient_id = r.id AND n.event_key = ${key} AND n.state IN ('sent', 'unknown')
    LEFT JOIN availability_promotion_answers a ON a.user_id = r.user_id AND a.answer_date = ${date}
    WHERE r.campaign_id = ${id} AND r.tier = 'standby'`;
  return rows.map(({ user_id: userId, answer }) => {
    return { userId, saidYes: answer === 'COMING' || answer === 'LATE' };
  });
}

/**
 * How a campaign's recipients stand to its evening, counted where their records read the same; standbys are not among them.
 * `dropped`: who took back their last yes. It looks up the people of this campaign, and reads nothing else of the log.
 */
async function recordedParts(
  view: View,
  { id, date }: Pick<Campaign, 'id' | 'date'>,
  jobs: readonly CampaignJob[],
  dropped: readonly string[],
): Promise<RecordedPart[]> {
  const jobOf = (isIt: (job: CampaignJob) => boolean): string => jobs.find(isIt)?.id ?? NOBODY;
  const start = jobOf(({ jobType }) => jobType === LAST_CALL);
  const followUp = jobOf(({ jobType }) => kindOf(jobType).after === LAST_CALL);
  const dropOuts = () => [NOBODY, ...dropped];
  const rows: {
    called: number | string;
    said: EveningAnswerKind | 'DROPPED_OUT' | null;
    outcome: FinalOutcome | null;
    reason: string | null;
    present: number | string;
    count: number | string;
  }[] = await view.sql`
    SELECT v.called, v.said, v.outcome, v.reason, v.present, COUNT(*) AS count
    FROM (SELECT s.outcome, s.reason,
        CASE WHEN EXISTS (SELECT 1 FROM notifications_ledger n
          WHERE n.recipient_id = r.id AND n.kind = 'call' AND n.state IN ('sent', 'unknown'))
          THEN 1 ELSE 0 END AS called,
        CASE WHEN r.user_id IN (${dropOuts}) THEN 'DROPPED_OUT' WHEN e.status = 'NOT_PLAYING' THEN 'NOT_TONIGHT'
          ELSE a.answer END AS said,
        CASE WHEN f.reason = 'present' THEN 1 ELSE 0 END AS present
      FROM availability_promotion_recipients r
      LEFT JOIN availability_promotion_send_logs s
        ON s.job_id = ${start} AND s.user_id = r.user_id AND s.is_final = true
      LEFT JOIN availability_promotion_send_logs f
        ON f.job_id = ${followUp} AND f.user_id = r.user_id AND f.is_final = true
      LEFT JOIN availability_promotion_answers a ON a.user_id = r.user_id AND a.answer_date = ${date}
      LEFT JOIN availability_entries e ON e.user_id = r.user_id AND e.entry_date = ${date}
      WHERE r.campaign_id = ${id} AND r.tier = 'recipient') v
    GROUP BY v.called, v.said, v.outcome, v.reason, v.present`;
  return rows.map(({ called, said, outcome, reason, present, count }) => ({
    called: Number(called) === 1,
    said,
    outcome,
    reason,
    present: Number(present) === 1,
    count: Number(count),
  }));
}
