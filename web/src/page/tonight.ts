import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { CampaignWatch } from '../element/campaign-watch.js';
import { problemView } from '../element/problem-view.js';
import { isUnderWay, progressSentence, progressView } from '../element/progress-view.js';
import { PageElement } from './page-element.js';

/** Tonight's campaign with its progress, for linked viewers. */
export class TonightSection extends PageElement {
  static override properties = { ...PageElement.properties, promotes: { attribute: false } };
  declare promotes: boolean;
  #watch: CampaignWatch | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.stop();
    this.#watch = null;
  }

  /** Looks again: one was created, or cancelled. */
  look(): void {
    this.#watch?.start();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('around') && this.#watch) return;
    this.#watch?.stop();
    const { bridge } = this.around;
    this.#watch = new CampaignWatch(
      (asking) => bridge.followToday(asking),
      ({ problem }) => {
        if (problem) this.failed(problem);
        this.requestUpdate();
      },
    );
    this.#watch.start();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const state = this.#watch?.state;
    const campaign = state?.campaign;
    // A failing look is told without taking away what was known.
    const problem = state?.problem;
    const stale = problem && campaign && (problem.kind === 'network' || problem.kind === 'timeout');
    return html`${
        problem
          ? stale
            ? html`<p class="note warn" role="status">${texts.trouble.stale}</p>`
            : problemView(problem, texts, { retry: () => this.look() })
          : nothing
      }
      ${campaign ? this.#campaignView(campaign) : nothing}
      <p class="hidden-visually" role="status">
        ${campaign && this.promotes ? progressSentence(campaign, texts) : nothing}
      </p>`;
  }

  /** Everybody reads who pinged; the numbers and the bars are for promoters. */
  #campaignView(campaign: Campaign): TemplateResult | typeof nothing {
    const { texts, formats } = this.around;
    const who = whoPinged(campaign, texts);
    if (!this.promotes) return who === null ? nothing : html`<p>${who}</p>`;
    return html`<section class="card" aria-labelledby="pings">
      <h2 id="pings">${texts.page.tonight}</h2>
      ${who === null ? nothing : html`<p>${who}</p>`} ${progressView(campaign, texts, formats)}
    </section>`;
  }
}

/** Who pinged, or will; `null` where nobody was and nobody will be. */
function whoPinged(campaign: Campaign, { progress }: WebTexts): string | null {
  if (campaign.dry_run || campaign.status === 'cancelled') return null;
  const begun = campaign.jobs.some(({ counts }) => counts.sent > 0);
  if (begun) return progress.pingedBy(campaign.promoted_by);
  return isUnderWay(campaign) ? progress.scheduledBy(campaign.promoted_by) : null;
}
