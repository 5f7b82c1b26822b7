import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Settings } from '../../../src/contract/settings.js';
import type { SettingsTexts } from '../../../src/messages/texts/settings.js';
import { problemView } from '../element/problem-view.js';
import { withCode } from '../element/with-code.js';
import { localProblem, type Problem, problemText } from '../problem.js';
import { loadSettingsTexts } from './more-texts.js';
import { PageElement } from './page-element.js';

type Setting = Settings['settings'][number];
type Key = Setting['key'];

/** What is set by ids, which nobody knows by heart. */
const BY_ID: ReadonlySet<Setting['kind']> = new Set(['text-channel', 'voice-channels', 'roles']);

/** The settings that need no restart, for admins: each a form of its own, saved by itself. */
export class SettingsSection extends PageElement {
  #words: SettingsTexts | null = null;
  #settings: readonly Setting[] | null = null;
  #problem: Problem | null = null;
  /** The setting that was changed last, and what came of it; `null` for a problem: it is saved. */
  #changed: { readonly key: Key; readonly problem: Problem | null } | null = null;
  #busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    const [words, answer] = await Promise.all([
      loadSettingsTexts().catch(() => null),
      this.around.bridge.settings(),
    ]);
    this.#words = words;
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else {
      this.#problem = words === null ? localProblem('network') : null;
      this.#settings = answer.value.settings;
    }
    this.requestUpdate();
  }

  async #change(key: Key, value: string | null): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const answer = await this.around.bridge.changeSettings({ [key]: value });
    this.#busy = false;
    this.#changed = { key, problem: answer.ok ? null : this.failed(answer.problem) };
    if (answer.ok) {
      this.#settings = answer.value.settings;
      // What else the page shows, such as tonight's time, may have changed with it.
      this.changed();
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const words = this.#words;
    if (this.#problem) return problemView(this.#problem, texts, { retry: () => void this.#load() });
    if (!words || !this.#settings) return html`<p class="muted">${texts.common.loading}</p>`;
    return html`<div class="stack wide-gap">
      <p class="hint">${words.intro}</p>
      <div class="settings">${this.#settings.map((setting) => this.#settingView(setting, words))}</div>
    </div>`;
  }

  #settingView(setting: Setting, words: SettingsTexts): TemplateResult {
    const { key, kind, variable, source, fixed } = setting;
    const last = this.#changed?.key === key ? this.#changed : null;
    const hint = [words.hints[key], BY_ID.has(kind) ? words.byId : ''].filter(Boolean).join(' ');
    const save = (event: SubmitEvent): void => {
      event.preventDefault();
      const typed = new FormData(event.currentTarget as HTMLFormElement).get(key);
      void this.#change(key, typeof typed === 'string' ? typed.trim() : null);
    };
    return html`<form class="stack" @submit=${save}>
      <div class="field">
        <label for=${`set-${key}`}>${words.names[key]}</label>
        ${
          fixed
            ? html`<output id=${`set-${key}`}>${shown(setting, words)}</output>`
            : this.#control(setting, words, last?.problem ?? null)
        }
        <span class="hint" id=${`hint-${key}`}
          >${withCode(hint)} (${withCode(words.source(source, variable))})</span
        >
        ${last?.problem ? html`<span class="field-error" id=${`error-${key}`} role="alert">${withCode(problemText(last.problem, this.around.texts))}</span>` : nothing}
      </div>
      ${
        fixed
          ? nothing
          : html`<div class="buttons">
              <button
                class="button"
                type="submit"
                aria-label=${`${this.around.texts.common.save}: ${words.names[key]}`}
              >
                ${this.around.texts.common.save}
              </button>
              ${
                source === 'settings'
                  ? html`<button
                      class="button quiet"
                      type="button"
                      aria-label=${`${words.toDefault}: ${words.names[key]}`}
                      @click=${() => void this.#change(key, null)}
                    >
                      ${words.toDefault}
                    </button>`
                  : nothing
              }
              <span class="muted" role="status"
                >${last && !last.problem ? this.around.texts.common.saved : nothing}</span
              >
            </div>`
      }
    </form>`;
  }

  #control({ key, kind, value }: Setting, words: SettingsTexts, problem: Problem | null): TemplateResult {
    const described = problem ? `error-${key}` : `hint-${key}`;
    if (kind === 'boolean') {
      return html`<select id=${`set-${key}`} name=${key} aria-describedby=${described}>
        <option value="true" ?selected=${value === 'true'}>${words.yes}</option>
        <option value="false" ?selected=${value === 'false'}>${words.no}</option>
      </select>`;
    }
    return html`<input
      id=${`set-${key}`}
      name=${key}
      type=${kind === 'time' ? 'time' : 'text'}
      inputmode=${kind === 'number' ? 'numeric' : nothing}
      autocomplete="off"
      spellcheck="false"
      placeholder=${words.none}
      .value=${value ?? ''}
      aria-invalid=${problem ? 'true' : nothing}
      aria-describedby=${described}
    />`;
  }
}

/** A value that can't be changed here. */
function shown({ kind, value }: Setting, words: SettingsTexts): string {
  if (value === null || value === '') return words.none;
  if (kind !== 'boolean') return value;
  return value === 'true' ? words.yes : words.no;
}

customElements.define('muster-settings', SettingsSection);
