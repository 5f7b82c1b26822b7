import { html, svg, type TemplateResult } from 'lit';
import type { Counts, Job } from '../../../src/contract/campaign.js';
import type { FinalOutcome } from '../../../src/domain/campaign.js';

/** The outcomes in the order they stand in a bar. */
export const OUTCOMES: readonly FinalOutcome[] = ['sent', 'simulated', 'unknown', 'failed', 'skipped'];

/** How many people of a job are done with. */
export function settled(counts: Counts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}

/** Of how many people: the standbys that are wanted, or the campaign's, or, once a job has ended, those it was about. */
export function totalOf(job: Pick<Job, 'counts' | 'finished_at' | 'wanted'>, recipients: number): number {
  const done = settled(job.counts);
  return job.finished_at === null ? Math.max(done, job.wanted ?? recipients) : done;
}

/** A job's bar: a piece for each outcome, as wide as its share of `total`. */
export function bar(counts: Counts, total: number, label: string, said: string): TemplateResult {
  const done = settled(counts);
  let x = 0;
  const pieces = OUTCOMES.map((outcome) => {
    const width = total === 0 ? 0 : ((counts[outcome] ?? 0) / total) * 100;
    const piece = svg`<rect class=${outcome} x=${x} y="0" width=${width} height="12"></rect>`;
    x += width;
    return piece;
  });
  return html`<div
    role="progressbar"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax=${total}
    aria-valuenow=${done}
    aria-valuetext=${said}
  >
    <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${pieces}
    </svg>
  </div>`;
}
