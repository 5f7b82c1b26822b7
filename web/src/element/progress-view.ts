import { html, nothing, type TemplateResult } from 'lit';
import type { Campaign, Counts, Job } from '../../../src/contract/campaign.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { capital, type Formats } from '../format.js';
import { bar, OUTCOMES, settled, totalOf } from './bar.js';
import { channelsLine, reasonsView } from './summary-view.js';

/** How a campaign stands: its status, a bar for each job, and what has come of it so far. */
export function progressView(campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const { progress } = texts;
  const reasons = campaign.skipped_by_reason;
  const left = Object.values(reasons).some((count) => count > 0) ? reasonsView(reasons, texts) : nothing;
  const over = !isUnderWay(campaign);
  return html`<div class="stack" part="progress">
    <p class="campaign-line">
      <strong>${capital(texts.campaignStatus[campaign.status])}</strong>${
        campaign.dry_run ? html` · ${progress.dryRun}` : nothing
      } <br /><span class="muted"
        >${texts.players(campaign.recipient_count)}:
        ${channelsLine(campaign.channels_summary, texts, formats)}${
          campaign.late_count > 0 ? html` <br />${progress.signedUpSince(campaign.late_count)}` : nothing
        }</span
      >
    </p>
    <div class="jobs">${campaign.jobs.map((job) => jobView(job, campaign, texts, formats))}</div>
    ${
      over
        ? html`<section class="stack">
            <h3>${progress.summary}</h3>
            ${legend(campaign.counts, texts)}${left}
          </section>`
        : left
    }
  </div>`;
}

function jobView(job: Job, campaign: Campaign, texts: WebTexts, formats: Formats): TemplateResult {
  const { progress } = texts;
  const name = capital(texts.job[job.job_type]);
  const done = settled(job.counts);
  const total = totalOf(job, campaign.recipient_count);
  const line = progress.jobLine(texts.jobStatus[job.status], done, total);
  const waits = job.status === 'pending' && done === 0;
  const shown = waits ? progress.waitsUntil(formats.time(job.run_at)) : line;
  return html`<div part="job">
    <p class="job-head">
      <span class="job-name">${name}</span>
      <span class="muted">${shown}</span>
    </p>
    ${bar(job.counts, total, progress.bar(texts.job[job.job_type]), line)} ${legend(job.counts, texts)}
  </div>`;
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
  const jobs = campaign.jobs.map((job) => {
    const counted = OUTCOMES.filter((outcome) => (job.counts[outcome] ?? 0) > 0)
      .map((outcome) => `${job.counts[outcome] ?? 0} ${texts.outcome[outcome]}`)
      .join(', ');
    return `${capital(texts.job[job.job_type])}: ${texts.jobStatus[job.status]}${counted ? ` (${counted})` : ''}.`;
  });
  return [`${capital(texts.campaignStatus[campaign.status])}.`, ...jobs].join(' ');
}

/** Whether something of a campaign is still to come. */
export function isUnderWay(campaign: Campaign): boolean {
  return (
    campaign.status !== 'cancelled' &&
    campaign.jobs.some(({ status }) => status === 'pending' || status === 'running')
  );
}
