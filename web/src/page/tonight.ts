import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { CampaignWatch } from '../element/campaign-watch.js';
import { problemView } from '../element/problem-view.js';
import { progressSentence, progressView } from '../element/progress-view.js';
import { PageElement } from './page-element.js';

/** Tonight's campaign with its progress, for linked viewers. */
export class TonightSection extends PageElement {
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
    const { texts, formats } = this.around;
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
      ${
        campaign
          ? progressView(campaign, texts, formats)
          : html`<p class="muted">
              ${state?.loading ? texts.common.loading : problem ? nothing : texts.progress.none}
            </p>`
      }
      <p class="hidden-visually" role="status">${campaign ? progressSentence(campaign, texts) : nothing}</p>`;
  }
}
