import { html, nothing, type TemplateResult } from 'lit';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { PageElement } from './page-element.js';

/** Links the viewer's player in the game. */
export class PlayerLink extends PageElement {
  static override properties = { ...PageElement.properties, linked: { attribute: false } };
  declare linked: boolean;
  #busy = false;
  #problem: Problem | null = null;
  #name = '';

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const words = texts.player;
    const field = (name: string, label: string, hint: string, length: number): TemplateResult =>
      html`<label class="field wide">
        <span>${label}</span>
        <input
          type="text"
          name=${name}
          required
          maxlength=${length}
          autocomplete="off"
          spellcheck="false"
          aria-describedby=${`hint-${name}`}
        />
        <span class="hint" id=${`hint-${name}`}>${hint}</span>
      </label>`;
    return html`<p class="hint">${words.hint}</p>
      <p role="status" class=${this.#name ? 'note good' : this.linked ? '' : 'hidden-visually'}>
        ${this.#name ? words.linked(this.#name) : this.linked ? words.isLinked : nothing}
      </p>
      <form class="stack" @submit=${(event: SubmitEvent) => void this.#link(event)}>
        <div class="fields">
          ${field('guid', words.guid, words.guidHint, 64)} ${field('name', words.name, words.nameHint, 32)}
        </div>
        ${this.#problem ? problemView(this.#problem, texts) : nothing}
        <div class="buttons">
          <button
            class="button ${this.linked ? '' : 'primary'}"
            type="submit"
            aria-disabled=${this.#busy ? 'true' : 'false'}
          >
            ${this.#busy ? texts.common.saving : this.linked ? words.change : words.link}
          </button>
        </div>
      </form>`;
  }

  async #link(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const form = event.currentTarget as HTMLFormElement;
    const typed = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    this.#busy = true;
    this.#problem = null;
    this.#name = '';
    this.requestUpdate();
    const answer = await this.around.bridge.linkPlayer(typed('guid'), typed('name'));
    this.#busy = false;
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else if ('value' in answer) {
      this.#name = answer.value.player_name;
      form.reset();
      this.changed();
    }
    this.requestUpdate();
  }
}
