import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import type { Problem } from '../problem.js';
import { problemView } from './problem-view.js';

/** Cancelling a campaign: asked twice, done once, and told how it went. */
export class CancelQuestion implements ReactiveController {
  asking = false;
  #cancelling = false;
  #problem: Problem | null = null;
  /** Only the follow-up was left to cancel; what else was cancelled the progress says. */
  #followUpOnly = false;

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
    this.#followUpOnly = false;
    this.host.requestUpdate();
  }

  async cancel(bridge: Bridge, campaignId: string, done: () => void): Promise<void> {
    if (this.#cancelling) return;
    this.#cancelling = true;
    this.#problem = null;
    this.host.requestUpdate();
    const answer = await bridge.cancelCampaign(campaignId);
    this.#cancelling = false;
    this.asking = false;
    if (!answer.ok) {
      this.#problem = answer.problem;
      this.failed(answer.problem);
    } else {
      this.#followUpOnly = answer.value.follow_up_only;
      done();
    }
    await this.#focus('#title');
  }

  /** Above the buttons: the question, or what came of it. */
  noteView(texts: WebTexts): TemplateResult {
    const { progress } = texts;
    if (this.asking) return html`<p class="note warn" id="cancel-question">${progress.cancelQuestion}</p>`;
    return html`${this.#problem ? problemView(this.#problem, texts) : nothing}
    ${this.#followUpOnly ? html`<p class="note good" role="status">${progress.cancelledFollowUp}</p>` : nothing}`;
  }

  buttonsView(texts: WebTexts, yes: () => void): TemplateResult {
    const { progress } = texts;
    if (!this.asking) {
      return html`<button class="button danger" part="cancel" type="button" @click=${() => this.#ask(true)}>
        ${progress.cancel}
      </button>`;
    }
    return html`<button class="button" id="keep" type="button" @click=${() => this.#ask(false)}>
        ${progress.cancelNo}
      </button>
      <button class="button danger" type="button" aria-describedby="cancel-question" @click=${yes}>
        ${this.#cancelling ? progress.cancelling : progress.cancelYes}
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
