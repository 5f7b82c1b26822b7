import { html, nothing, type TemplateResult } from 'lit';
import type { PersonalDataExport } from '../../../src/contract/personal-data.js';
import { problemView } from '../element/problem-view.js';
import { localProblem, type Problem } from '../problem.js';
import { AccountElement } from './page-element.js';
import type { PersonalDataView } from './personal-data-view.js';

/** What is kept about the viewer: shown, exported, erased. */
export class PrivacySection extends AccountElement {
  #data: PersonalDataExport | null = null;
  /** Fetched when somebody wants to see their data, which few do. */
  #view: PersonalDataView | null = null;
  #problem: Problem | null = null;
  #said = '';
  #erasing = false;

  protected override render(): TemplateResult {
    const { texts, formats } = this.around;
    const words = texts.privacy;
    return html`<p class="hint">${words.hint}</p>
      <div class="buttons">
        <button
          class="button"
          type="button"
          aria-expanded=${this.#data ? 'true' : 'false'}
          @click=${() => void this.#show()}
        >
          ${this.#data ? words.hide : words.show}
        </button>
        <button class="button" type="button" @click=${() => void this.#export()}>${words.exportData}</button>
        <button class="button danger" type="button" @click=${() => this.#dialog?.showModal()}>
          ${words.erase}
        </button>
      </div>
      ${this.#problem ? problemView(this.#problem, texts) : nothing}
      <p class=${this.#said ? 'note good' : 'hidden-visually'} role="status">${this.#said}</p>
      ${this.#data && this.#view ? this.#view(this.#data, texts, formats) : nothing}
      <dialog class="card ask" aria-labelledby="erase-title" aria-describedby="erase-text">
        <h3 id="erase-title">${words.eraseTitle}</h3>
        <p id="erase-text">${words.eraseText}</p>
        <div class="buttons">
          <button class="button" type="button" autofocus @click=${() => this.#dialog?.close()}>
            ${words.eraseKeep}
          </button>
          <button class="button danger" type="button" @click=${() => void this.#erase()}>
            ${words.eraseConfirm}
          </button>
        </div>
      </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  async #show(): Promise<void> {
    if (this.#data) {
      this.#data = null;
      this.requestUpdate();
      return;
    }
    const [answer, view] = await Promise.all([
      this.around.bridge.personalData(),
      import('./personal-data-view.js')
        .then(({ loadPersonalDataView }) => loadPersonalDataView())
        .catch(() => null),
    ]);
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else if (!view) this.#problem = localProblem('network');
    else {
      this.#problem = null;
      this.#data = answer.value;
      this.#view = view;
    }
    this.requestUpdate();
  }

  async #export(): Promise<void> {
    const answer = await this.around.bridge.personalDataExport();
    this.#problem = answer.ok ? null : this.failed(answer.problem);
    this.#said = '';
    if (answer.ok) {
      const file = new Blob([JSON.stringify(answer.value, null, 2)], { type: 'application/json' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = 'muster-personal-data.json';
      link.click();
      URL.revokeObjectURL(link.href);
      this.#said = this.around.texts.privacy.exported;
    }
    this.requestUpdate();
  }

  async #erase(): Promise<void> {
    if (this.#erasing) return;
    this.#erasing = true;
    const answer = await this.around.bridge.erase();
    this.#erasing = false;
    this.#dialog?.close();
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else {
      this.#problem = null;
      this.#data = null;
      // Erasing signs out everywhere, so the page says it: this section is gone with the rest.
      this.dispatchEvent(new CustomEvent('page-erased', { bubbles: true }));
    }
    this.requestUpdate();
  }
}
