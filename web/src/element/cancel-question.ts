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
  #done: 'all' | 'follow-up' | null = null;

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
      this.#done = answer.value.follow_up_only ? 'follow-up' : 'all';
      done();
    }
    await this.#focus('#title');
  }

  /** Above the buttons: the question, or what came of it. */
  noteView(texts: WebTexts): TemplateResult {
    const { progress } = texts;
    if (this.asking) return html`<p class="note warn" id="cancel-question">${progress.cancelQuestion}</p>`;
    return html`${this.#problem ? problemView(this.#problem, texts) : nothing}
      <p role="status" class=${this.#done ? 'note good' : 'hidden-visually'}>
        ${this.#done === null ? nothing : this.#done === 'all' ? progress.cancelled : progress.cancelledFollowUp}
      </p>`;
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
