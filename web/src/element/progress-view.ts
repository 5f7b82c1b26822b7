import { html, nothing, type TemplateResult } from 'lit';
import type { Campaign, Counts, Job } from '../../../src/contract/campaign.js';
import { type AnswerCounts, isAnswered } from '../../../src/domain/answer.js';
import { kindOf } from '../../../src/domain/message-kinds.js';
import { answersLine } from '../../../src/messages/answers-line.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { capital, type Formats } from '../format.js';
import { bar, OUTCOMES, settled, totalOf } from './bar.js';
import { channelsLine, reasonsView } from './summary-view.js';

/** How a campaign stands: in a sentence, and for each job a bar, and what came of it. */
export function progressView(campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const { progress } = texts;
  const answers = answersOf(campaign);
  if (isCancelledInTime(campaign)) {
    return html`<div class="stack" part="progress">
      <p class="campaign-line"><strong>${progress.cancelledInTime}</strong></p>
    </div>`;
  }
  return html`<div class="stack" part="progress">
    <p class="campaign-line">
      <strong>${headline(campaign, texts)}</strong>${campaign.dry_run ? html` · ${progress.dryRun}` : nothing}
      <br /><span class="muted"
        >${texts.players(campaign.recipient_count)}:
        ${channelsLine(campaign.channels_summary, texts, formats)}${
          isAnswered(answers)
            ? html` <br />${answersLine(answers, texts, (at) => formats.time(at))}`
            : nothing
        }${
          campaign.dropped_out_count > 0
            ? html` <br />${progress.droppedOut(campaign.dropped_out_count)}`
            : nothing
        }${campaign.promoter_not_asked ? html` <br />${progress.promoterNotAsked}` : nothing}${
          campaign.late_count > 0 ? html` <br />${progress.signedUpSince(campaign.late_count)}` : nothing
        }</span
      >
    </p>
    <div class="jobs">${campaign.jobs.map((job) => jobView(job, campaign, texts, formats))}</div>
  </div>`;
}

/** What those answered who were pinged, as the domain counts it. */
function answersOf({ answers }: Campaign): AnswerCounts {
  const {
    coming,
    later,
    not_tonight: notTonight,
    none,
    first_later_at: first,
    last_later_at: last,
  } = answers;
  const lateBetween = first && last ? { first: Date.parse(first), last: Date.parse(last) } : null;
  return { coming, later, notTonight, none, lateBetween };
}

function headline({ status, dry_run: dryRun, counts }: Campaign, texts: WebTexts): string {
  const of = counts.sent + counts.failed + counts.unknown;
  return texts.progress.headline({ status, dryRun, reached: counts.sent, of });
}

function jobView(job: Job, campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const { progress } = texts;
  const counts = countsOf(job);
  const total = totalOf({ ...job, counts }, campaign.recipient_count);
  const line = jobLine(job, campaign, texts);
  const waits = job.status === 'pending' && settled(counts) === 0;
  return html`<div part="job">
    <p class="job-head">
      <span class="job-name">${capital(texts.job[job.job_type])}</span>
      <span class="muted">${waits ? progress.waitsUntil(formats.time(job.run_at)) : line}</span>
    </p>
    ${bar(counts, total, progress.bar(texts.job[job.job_type]), line)}
    ${job.finished_at === null ? legend(counts, texts) : whyLeftOut(job, texts)}
  </div>`;
}

/** Without those whom nothing but the cancelling left out: they are no progress. */
function countsOf({ status, counts, skipped_by_reason: reasons }: Job): Counts {
  return status === 'cancelled'
    ? { ...counts, skipped: counts.skipped - (reasons['cancelled'] ?? 0) }
    : counts;
}

function jobLine(job: Job, campaign: Campaign, texts: WebTexts): string {
  const { progress } = texts;
  const counts = countsOf(job);
  if (job.status === 'cancelled' && settled(counts) === 0) return texts.jobStatus.cancelled;
  if (job.finished_at === null) {
    const status = texts.jobStatus[job.status];
    if (job.wanted !== null) return progress.standbysLine(status, counts.sent + counts.unknown, job.wanted);
    return progress.jobLine(status, settled(counts), totalOf(job, campaign.recipient_count));
  }
  const present = job.skipped_by_reason['present'] ?? 0;
  return progress.ended({
    nudge: kindOf(job.job_type).whom === 'missing',
    dryRun: campaign.dry_run,
    reached: counts.sent + (counts.simulated ?? 0),
    unclear: counts.unknown,
    failed: counts.failed,
    present,
    leftOut: counts.skipped - present,
  });
}

function whyLeftOut({ skipped_by_reason: reasons }: Job, texts: WebTexts): TemplateResult | typeof nothing {
  const { present: _there, cancelled: _stopped, ...others } = reasons;
  const words = { ...texts, skipReason: { ...texts.skipReason, not_opted_in: texts.optedOut } };
  return Object.values(others).some((count) => count > 0) ? reasonsView(others, words) : nothing;
}

function legend(counts: Counts, texts: WebTexts): TemplateResult | typeof nothing {
  const shown = OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0);
  if (shown.length === 0) return nothing;
  return html`<ul class="plain legend">
    ${shown.map((outcome) => html`<li class=${outcome}>${counts[outcome]} ${texts.outcome[outcome]}</li>`)}
  </ul>`;
}

/** The same in one sentence, for those who hear it. */
export function progressSentence(campaign: Campaign, texts: WebTexts): string {
  if (isCancelledInTime(campaign)) return texts.progress.cancelledInTime;
  const jobs = campaign.jobs.map(
    (job) => `${capital(texts.job[job.job_type])}: ${jobLine(job, campaign, texts)}.`,
  );
  return [`${headline(campaign, texts)}.`, ...jobs].join(' ');
}

/** Whether a campaign was cancelled before anything left. */
function isCancelledInTime({ status, jobs }: Campaign): boolean {
  return status === 'cancelled' && jobs.every((job) => settled(countsOf(job)) === 0);
}

/** Whether something of a campaign is still to come. */
export function isUnderWay(campaign: Campaign): boolean {
  return (
    campaign.status !== 'cancelled' &&
    campaign.jobs.some(({ status }) => status === 'pending' || status === 'running')
  );
}
