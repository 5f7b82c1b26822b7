import { html, nothing, type TemplateResult } from 'lit';
import type { LinkedPlayer } from '../../../src/contract/links.js';
import type { Answer } from '../api.js';
import { problemView } from '../element/problem-view.js';
import { fieldOf, type Problem, problemText } from '../problem.js';
import { AccountElement } from './page-element.js';

/** How the viewer's player stands: none, one that counts, or one that has to be confirmed. */
export type PlayerState = 'none' | 'unconfirmed' | 'linked';

/** Links the viewer's player in the game, proves it where that is asked for, and unlinks it. */
export class PlayerLink extends AccountElement {
  static override properties = {
    ...AccountElement.properties,
    state: { attribute: false },
    name: { attribute: false },
  };
  declare state: PlayerState;
  /** Their name in the game, where they have linked one. */
  declare name: string | null;
  #changing = false;
  #busy: 'linking' | 'checking' | 'unlinking' | null = null;
  #problem: Problem | null = null;
  #said = '';
  /** The code is told once: it is gone with the page. */
  #made: LinkedPlayer | null = null;
  #askingToUnlink = false;

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const words = texts.player;
    const field = fieldOf(this.#problem);
    const problem = this.#problem && !field ? problemView(this.#problem, texts) : nothing;
    const open = this.state === 'none' || this.#changing;
    return html`<p class="hint">${words.hint}</p>
      ${this.name && !this.#said ? html`<p class="play-as">${words.playAs} <strong>${this.name}</strong></p>` : nothing}
      <p role="status" class=${this.#said ? 'note good' : 'hidden-visually'}>${this.#said || nothing}</p>
      ${this.state === 'unconfirmed' ? this.#proofView() : nothing} ${problem}
      ${open ? this.#formView() : this.#changeView()} ${this.#askingToUnlink ? this.#unlinkView() : nothing}`;
  }

  /** Leads to the form: somebody wants to answer, and has to link first. */
  begin(): void {
    void this.#focus('input');
  }

  #changeView(): TemplateResult {
    const words = this.around.texts.player;
    return html`<div class="buttons">
      <button class="button" id="change-player" type="button" @click=${() => this.#change(true)}>
        ${words.change}
      </button>
      ${
        this.#askingToUnlink
          ? nothing
          : html`<button
              class="button quiet"
              id="unlink-player"
              type="button"
              @click=${() => this.#ask(true)}
            >
              ${words.unlink}
            </button>`
      }
    </div>`;
  }

  #change(changing: boolean): void {
    this.#changing = changing;
    this.#askingToUnlink = false;
    this.#problem = null;
    void this.#focus(changing ? 'input' : '#change-player');
  }

  #proofView(): TemplateResult {
    const { texts, formats } = this.around;
    const words = texts.player;
    const proof = this.#made?.proof;
    if (this.#made && !proof) return html`<p class="note">${words.adminConfirms}</p>`;
    const check = html`<button
      class="button primary"
      type="button"
      aria-disabled=${this.#busy ? 'true' : 'false'}
      @click=${() => void this.#check()}
    >
      ${this.#busy === 'checking' ? words.checking : words.check}
    </button>`;
    if (!proof) {
      return html`<div class="note warn">
        <p>${words.unconfirmed}</p>
        <div class="buttons">${check}</div>
      </div>`;
    }
    return html`<div class="token">
      <div class="stack">
        <p>${words.prove}</p>
        <p class="code"><code>${proof.code}</code></p>
        <div class="buttons">${check} <muster-copy .text=${proof.code} .texts=${texts}></muster-copy></div>
        <p class="hint">${words.proveUntil(formats.time(proof.expires_at))}</p>
      </div>
    </div>`;
  }

  #formView(): TemplateResult {
    const { texts } = this.around;
    const words = texts.player;
    const first = this.state === 'none';
    const button = first ? words.link : texts.common.save;
    return html`<form class="stack" @submit=${(event: SubmitEvent) => void this.#link(event)}>
      <div class="fields">
        ${this.#field('guid', words.guid, words.guidHint, 64)}
        ${this.#field('name', words.name, words.nameHint, 32)}
      </div>
      <div class="buttons">
        <button class="button primary" type="submit" aria-disabled=${this.#busy ? 'true' : 'false'}>
          ${this.#busy === 'linking' ? texts.common.saving : button}
        </button>
        ${
          this.#changing
            ? html`<button class="button quiet" type="button" @click=${() => this.#change(false)}>
                ${texts.common.cancel}
              </button>`
            : nothing
        }
      </div>
    </form>`;
  }

  #field(name: string, label: string, hint: string, length: number): TemplateResult {
    const problem = fieldOf(this.#problem) === name ? this.#problem : null;
    return html`<label class="field wide">
      <span>${label}</span>
      <input
        type="text"
        name=${name}
        required
        maxlength=${length}
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `error-${name}` : `hint-${name}`}
      />
      ${
        problem
          ? html`<span class="field-error" id=${`error-${name}`} role="alert"
              >${problemText(problem, this.around.texts)}</span
            >`
          : html`<span class="hint" id=${`hint-${name}`}>${hint}</span>`
      }
    </label>`;
  }

  #unlinkView(): TemplateResult {
    const words = this.around.texts.player;
    return html`<div class="note warn">
      <p id="unlink-question">${words.unlinkQuestion}</p>
      <div class="buttons">
        <button class="button" id="keep-player" type="button" @click=${() => this.#ask(false)}>
          ${words.unlinkNo}
        </button>
        <button
          class="button danger"
          type="button"
          aria-describedby="unlink-question"
          @click=${() => void this.#unlink()}
        >
          ${words.unlinkYes}
        </button>
      </div>
    </div>`;
  }

  #ask(asking: boolean): void {
    this.#askingToUnlink = asking;
    void this.#focus(asking ? '#keep-player' : '#unlink-player');
  }

  async #focus(selector: string): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }

  async #link(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const { bridge, texts } = this.around;
    await this.#do(
      'linking',
      () => bridge.linkPlayer(typed('guid'), typed('name')),
      (made) => {
        this.#made = made.confirmed ? null : made;
        this.#said = made.confirmed ? texts.player.linked(made.player_name) : '';
        this.#changing = false;
        form.reset();
      },
    );
  }

  async #check(): Promise<void> {
    const { bridge, texts } = this.around;
    await this.#do(
      'checking',
      () => bridge.checkPlayer(),
      ({ player_name: name }) => {
        this.#made = null;
        this.#said = texts.player.confirmed(name);
      },
    );
  }

  async #unlink(): Promise<void> {
    const { bridge, texts } = this.around;
    await this.#do(
      'unlinking',
      () => bridge.unlinkPlayer(),
      () => {
        this.#made = null;
        this.#askingToUnlink = false;
        this.#changing = false;
        this.#said = texts.player.unlinked;
      },
    );
  }

  /** One thing at a time; what it came to is shown once the bridge has said so. */
  async #do<T>(
    what: 'linking' | 'checking' | 'unlinking',
    ask: () => Promise<Answer<T>>,
    done: (value: T) => void,
  ): Promise<void> {
    if (this.#busy) return;
    this.#busy = what;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await ask();
    this.#busy = null;
    if (!answer.ok) {
      this.#problem = this.failed(answer.problem);
      const field = fieldOf(this.#problem);
      if (field) void this.#focus(`[name="${field}"]`);
    } else {
      done(answer.value);
      this.changed();
    }
    this.requestUpdate();
  }
}
