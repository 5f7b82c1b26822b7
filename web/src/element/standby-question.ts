import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Campaign, MoreCalled } from '../../../src/contract/campaign.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import type { Problem } from '../problem.js';
import { mayCallMore } from './may-open.js';
import { problemView } from './problem-view.js';

const BUTTON = '[part="more"]';

/** Asking for standbys of a campaign, one player more with each press, and telling how it went. */
export class StandbyQuestion implements ReactiveController {
  #asking = false;
  #problem: Problem | null = null;
  #called: MoreCalled | null = null;
  #isFocused = false;

  constructor(
    private readonly host: LitElement,
    private readonly failed: (problem: Problem) => void,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.#isFocused = this.host.shadowRoot?.activeElement?.matches(BUTTON) ?? false;
  }

  /** The button goes with the last standby; the focus then goes to the title instead of nowhere. */
  hostUpdated(): void {
    if (!this.#isFocused || this.host.renderRoot.querySelector(BUTTON)) return;
    this.host.renderRoot.querySelector<HTMLElement>('#title')?.focus();
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    this.#problem = null;
    this.#called = null;
    this.host.requestUpdate();
  }

  async ask(bridge: Bridge, campaignId: string, done: () => void): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.reset();
    const answer = await bridge.callMore(campaignId, 1);
    this.#asking = false;
    if (answer.ok) this.#called = answer.value;
    else {
      this.#problem = answer.problem;
      this.failed(answer.problem);
    }
    done();
    this.host.requestUpdate();
  }

  /** What came of the last press. */
  noteView(texts: WebTexts): TemplateResult | typeof nothing {
    if (this.#problem) return problemView(this.#problem, texts);
    if (!this.#called) return nothing;
    return html`<p class="note good" role="status">${texts.progress.moreCalled(this.#called.paused)}</p>`;
  }

  buttonView(campaign: Campaign, texts: WebTexts, ask: () => void): TemplateResult | typeof nothing {
    if (!mayCallMore(campaign, Date.now())) return nothing;
    return html`<button class="button" part="more" type="button" @click=${ask}>
      ${this.#asking ? texts.progress.callingStandby : texts.progress.callStandby}
    </button>`;
  }
}
