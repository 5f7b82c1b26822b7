import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import type { Problem } from '../problem.js';
import { problemView } from './problem-view.js';
import { isUnderWay } from './progress-view.js';

/** Cancelling a campaign: asked twice, done once, and told how it went. */
export class CancelQuestion implements ReactiveController {
  asking = false;
  #cancelling = false;
  #problem: Problem | null = null;
  /** What the progress does not say: that only the follow-up was left to cancel, or how many are told. */
  #done: { readonly followUpOnly: boolean; readonly told: number } | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly failed: (problem: Problem) => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    this.asking = false;
    this.#problem = null;
    this.#done = null;
    this.host.requestUpdate();
  }

  /** `notify`: whether those who were called are told that it is off; `null`: nobody was. */
  async cancel(
    bridge: Bridge,
    campaignId: string,
    { notify, done }: { readonly notify: boolean | null; readonly done: () => void },
  ): Promise<void> {
    if (this.#cancelling) return;
    this.#cancelling = true;
    this.#problem = null;
    this.host.requestUpdate();
    const answer = await bridge.cancelCampaign(campaignId, notify);
    this.#cancelling = false;
    this.asking = false;
    if (!answer.ok) {
      this.#problem = answer.problem;
      this.failed(answer.problem);
    } else {
      this.#done = { followUpOnly: answer.value.follow_up_only, told: answer.value.told_count };
      done();
    }
    await this.#focus('#title');
  }

  /** Above the buttons: the question, or what came of it. */
  noteView({ reached_count: reached }: Pick<Campaign, 'reached_count'>, texts: WebTexts): TemplateResult {
    const { progress } = texts;
    if (this.asking) {
      const question = reached > 0 ? progress.callOffQuestion(reached) : progress.cancelQuestion;
      return html`<p class="note warn" id="cancel-question">${question}</p>`;
    }
    return html`${this.#problem ? problemView(this.#problem, texts) : nothing}${this.#doneView(texts)}`;
  }

  #doneView({ progress }: WebTexts): TemplateResult | typeof nothing {
    if (this.#done === null) return nothing;
    const { followUpOnly, told } = this.#done;
    if (told === 0 && !followUpOnly) return nothing;
    const text = told > 0 ? progress.calledOff(told) : progress.cancelledFollowUp;
    return html`<p class="note good" role="status">${text}</p>`;
  }

  buttonsView(campaign: Campaign, texts: WebTexts, yes: (notify: boolean | null) => void): TemplateResult {
    const { progress } = texts;
    if (!this.asking) {
      return html`<button class="button danger" part="cancel" type="button" @click=${() => this.#ask(true)}>
        ${progress.cancel}
      </button>`;
    }
    const { reached_count: reached } = campaign;
    const back = html`<button class="button" id="keep" type="button" @click=${() => this.#ask(false)}>
      ${reached > 0 ? progress.callOffBack : progress.cancelNo}
    </button>`;
    if (reached === 0) return html`${back}${this.#yesButton(progress.cancelYes, texts, () => yes(null))}`;
    // Where everything has gone out there is nothing to do in silence.
    const quietly = isUnderWay(campaign)
      ? html`<button
          class="button"
          type="button"
          aria-describedby="cancel-question"
          @click=${() => yes(false)}
        >
          ${progress.callOffQuietly}
        </button>`
      : nothing;
    return html`${back}${quietly}${this.#yesButton(progress.callOffTell(reached), texts, () => yes(true))}`;
  }

  #yesButton(label: string, { progress }: WebTexts, yes: () => void): TemplateResult {
    return html`<button class="button danger" type="button" aria-describedby="cancel-question" @click=${yes}>
      ${this.#cancelling ? progress.cancelling : label}
    </button>`;
  }

  #ask(asking: boolean): void {
    this.asking = asking;
    this.#problem = null;
    void this.#focus(asking ? '#keep' : '[part="cancel"]');
  }

  async #focus(selector: string): Promise<void> {
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
