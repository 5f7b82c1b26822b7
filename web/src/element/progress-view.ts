import { html, nothing, type TemplateResult } from 'lit';
import type { Campaign, Counts, Job } from '../../../src/contract/campaign.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { capital, type Formats } from '../format.js';
import { bar, settled, totalOf } from './bar.js';
import { channelsLine, reasonsView } from './summary-view.js';

/** How a campaign stands: in a sentence, a bar for each job, and, once it is over, who was not reached and why. */
export function progressView(campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const { progress } = texts;
  const dryRun = campaign.dry_run ? html` · ${progress.dryRun}` : nothing;
  const headline = html`<strong>${headlineOf(campaign, texts)}</strong>${dryRun}`;
  if (campaign.status === 'cancelled') return html`<p part="progress">${headline}</p>`;
  const reasons = campaign.skipped_by_reason;
  const left = Object.values(reasons).some((count) => count > 0);
  const over = !isUnderWay(campaign);
  return html`<div class="stack" part="progress">
    <p class="campaign-line">
      ${headline}<br /><span class="muted"
        >${texts.players(campaign.recipient_count)}:
        ${channelsLine(campaign.channels_summary, texts, formats)}${
          campaign.late_count > 0 ? html` <br />${progress.signedUpSince(campaign.late_count)}` : nothing
        }</span
      >
    </p>
    <div class="jobs">${campaign.jobs.map((job) => jobView(job, campaign, texts, formats))}</div>
    ${
      left
        ? html`<section>
            ${over ? html`<h3>${progress.summary}</h3>` : nothing} ${reasonsView(reasons, texts)}
          </section>`
        : nothing
    }
  </div>`;
}

/** What has become of a campaign, in one phrase. */
export function headlineOf(campaign: Campaign, { progress }: WebTexts): string {
  const reached = reachedBy(campaign.counts);
  switch (campaign.status) {
    case 'scheduled':
      return progress.scheduled;
    case 'running':
      return progress.goingOut;
    case 'missed':
      return progress.tooLate;
    case 'cancelled': {
      const most = Math.max(0, ...campaign.jobs.map(({ counts }) => reachedBy(counts)));
      return most === 0 ? progress.cancelledBefore : progress.cancelledAfter(most);
    }
    case 'sent':
    case 'partial':
    case 'failed':
    case 'skipped':
      return reached === 0 && campaign.counts.unknown === 0
        ? progress.nobodyPinged
        : progress.wentOut(reached, campaign.recipient_count);
  }
}

function reachedBy(counts: Counts): number {
  return counts.sent + (counts.simulated ?? 0);
}

function jobView(job: Job, campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const name = capital(texts.job[job.job_type]);
  const total = totalOf(job, campaign.recipient_count);
  const line = jobLine(job, total, texts, formats);
  return html`<div part="job">
    <p class="job-head">
      <span class="job-name">${name}</span>
      <span class="muted">${line}</span>
    </p>
    ${bar(job.counts, total, texts.progress.bar(texts.job[job.job_type]), line)}
  </div>`;
}

/** When a job runs, how far it is, or what came of it. */
function jobLine(job: Job, total: number, texts: WebTexts, formats: Formats): string {
  const { progress } = texts;
  if (job.status === 'pending' && settled(job.counts) === 0) {
    return progress.waitsUntil(formats.time(job.run_at));
  }
  if (job.finished_at === null) return progress.jobLine(settled(job.counts), total);
  const parts = partsOf(job, texts);
  return parts === '' ? texts.jobStatus[job.status] : progress.done(parts);
}

/** "2 nudged, 3 already there, 6 not expected": what came of a job's people, without what came of nobody. */
export function partsOf(
  { job_type: type, counts, skipped_by_reason: reasons }: Job,
  texts: WebTexts,
): string {
  const { progress } = texts;
  const present = type === 'follow_up' ? (reasons['present'] ?? 0) : 0;
  const others = counts.skipped - present;
  const nudges = type === 'follow_up';
  const { sent, simulated = 0, failed, unknown } = counts;
  return [
    [sent, nudges ? progress.nudged(sent) : progress.reached(sent)] as const,
    [simulated, progress.simulated(simulated)] as const,
    [present, progress.alreadyThere(present)] as const,
    [failed, progress.notReached(failed)] as const,
    [unknown, progress.unclear(unknown)] as const,
    [others, nudges ? progress.notExpected(others) : progress.leftOut(others)] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([, said]) => said)
    .join(', ');
}

/** The same in one sentence, for those who hear it. */
export function progressSentence(campaign: Campaign, texts: WebTexts): string {
  const headline = headlineOf(campaign, texts).replace(/\.$/, '');
  if (campaign.status === 'cancelled') return `${headline}.`;
  const jobs = campaign.jobs.map((job) => {
    const counted = partsOf(job, texts);
    return `${capital(texts.job[job.job_type])}: ${texts.jobStatus[job.status]}${counted ? ` (${counted})` : ''}.`;
  });
  return [`${headline}.`, ...jobs].join(' ');
}

/** Whether something of a campaign is still to come. */
export function isUnderWay(campaign: Campaign): boolean {
  return (
    campaign.status !== 'cancelled' &&
    campaign.jobs.some(({ status }) => status === 'pending' || status === 'running')
  );
}
