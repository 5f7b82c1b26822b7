import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Preferences, PreferencesChange } from '../../../src/contract/preferences.js';
import { PREFERRED_CHANNELS, type PreferredChannel } from '../../../src/domain/channel-choice.js';
import { CAPS } from '../../../src/domain/cap.js';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { AccountElement } from './page-element.js';
import { browserPolling } from '../poll.js';
import { playReadySound, ReadySignal } from './ready-signal.js';
import { isOfTheForm, quietHoursForm } from './quiet-hours-form.js';

/** Whether, where and when somebody gets messages. Each control is saved as it is changed; the times by their button. */
export class PreferencesSection extends AccountElement {
  #known: Preferences | null = null;
  #problem: Problem | null = null;
  #said: { readonly text: string; readonly good: boolean } | null = null;
  /** What is being saved: shown as it will be, with "Saving …". */
  #wanted: PreferencesChange = {};
  #busy = false;
  #signal: ReadySignal | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(false);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    this.#take(await this.around.bridge.preferences());
  }

  async #change(change: PreferencesChange): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#wanted = change;
    this.#said = { text: this.around.texts.common.saving, good: true };
    this.requestUpdate();
    const answer = await this.around.bridge.changePreferences(change);
    this.#busy = false;
    this.#wanted = {};
    this.#said = null;
    if (answer.ok) this.#said = { text: this.around.texts.common.saved, good: true };
    this.#take(answer);
  }

  #take(answer: Awaited<ReturnType<PreferencesSection['around']['bridge']['preferences']>>): void {
    this.#problem = answer.ok ? null : this.failed(answer.problem);
    if (answer.ok) this.#known = answer.value;
    if (answer.ok) this.#listen(answer.value.ready_sound);
    this.requestUpdate();
  }

  /** Says on this page that it is on, or no more. */
  #listen(wanted: boolean): void {
    if (!wanted) {
      this.#signal?.stop();
      this.#signal = null;
      return;
    }
    if (this.#signal) return;
    const { bridge, texts, formats } = this.around;
    this.#signal = new ReadySignal({
      ask: (asking) => bridge.board({ from: 'today', to: 'today' }, { ...asking, names: false }),
      kept: localStorage,
      play: playReadySound,
      turned: () => this.changed(),
      setTitle: (title) => (document.title = title),
      titleOf: ({ date, start_at: at }) => texts.page.readyTitle(formats.timeBeside(date, at)),
      title: document.title,
      now: Date.now,
      polling: browserPolling,
    });
    this.#signal.start();
  }

  async #test(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    this.#said = { text: this.around.texts.preferences.testing, good: true };
    this.requestUpdate();
    const answer = await this.around.bridge.sendTest();
    this.#busy = false;
    this.#said = null;
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else this.#said = { text: answer.value.detail, good: answer.value.success };
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const known = this.#known;
    const words = texts.preferences;
    return html`<p
        class=${this.#said ? `note here ${this.#said.good ? 'good' : 'warn'}` : 'hidden-visually'}
        role="status"
      >
        ${this.#said?.text ?? nothing}
      </p>
      ${
        known
          ? html`<div class="stack" aria-busy=${this.#busy ? 'true' : 'false'}>
              ${this.#box('allow_promotions', words.optIn, words.optInHint)} ${this.#rest(known)}
              ${this.#most(known)} ${this.#question(known)}
              ${this.#box('allow_ready_notices', words.ready, words.readyHint)} ${this.#sound(known)}
              ${this.#channels(known)} ${this.#box('discord_dms', words.dms, words.dmsHint)}
              ${known.dm_unreachable ? html`<p class="note warn">${words.dmUnreachable}</p>` : nothing}
              ${known.dm_later ? html`<p class="note warn">${words.dmLater}</p>` : nothing}
              ${quietHoursForm(known, texts, this.around.formats.zone, this.#problem, (change) => void this.#change(change))}
              <div class="buttons">
                <button class="button" type="button" @click=${() => void this.#test()}>${words.test}</button>
              </div>
            </div>`
          : this.#problem
            ? nothing
            : html`<p class="muted">${texts.common.loading}</p>`
      }
      ${this.#problem && !isOfTheForm(this.#problem) ? problemView(this.#problem, texts, known ? {} : { retry: () => void this.#load() }) : nothing}`;
  }

  /** Pings that rest, and the way to bring them back. */
  #rest({ calls_rest: rests }: Preferences): TemplateResult | typeof nothing {
    if (!rests) return nothing;
    const words = this.around.texts.preferences;
    return html`<div class="note warn">
      <p>${words.rests}</p>
      <div class="buttons">
        <button class="button" type="button" @click=${() => void this.#change({ allow_promotions: true })}>
          ${words.keep}
        </button>
      </div>
    </div>`;
  }

  /** How many pings a week at most. */
  #most({ max_calls_per_week: known }: Preferences): TemplateResult {
    const words = this.around.texts.preferences;
    const chosen = this.#wanted.max_calls_per_week === undefined ? known : this.#wanted.max_calls_per_week;
    const choose = (event: Event): void => {
      const { value } = event.currentTarget as HTMLSelectElement;
      void this.#change({ max_calls_per_week: value === '' ? null : Number(value) });
    };
    return html`<label class="field">
      <span>${words.most}</span>
      <select
        name="max_calls_per_week"
        .value=${live(chosen === null ? '' : String(chosen))}
        @change=${choose}
      >
        <option value="" ?selected=${chosen === null}>${words.mostNone}</option>
        ${CAPS.map((most) => html`<option value=${String(most)} ?selected=${most === chosen}>${words.mostOf(most)}</option>`)}
      </select>
    </label>`;
  }

  /** Nobody is offered what would bring nothing; what somebody agreed to they can always end. */
  #question({ question_time: time, allow_questions: allowed, questions_rest: rests }: Preferences) {
    const words = this.around.texts.preferences;
    if (time === null && !allowed) return nothing;
    const hint = rests ? words.askRests : time === null ? '' : words.askHint(time);
    return this.#box('allow_questions', words.ask, hint);
  }

  #sound({ ready_sound: on }: Preferences): TemplateResult {
    const words = this.around.texts.preferences;
    return html`${this.#box('ready_sound', words.sound, words.soundHint)}
    ${
      on
        ? html`<div class="buttons">
            <button class="button quiet" type="button" @click=${playReadySound}>${words.playSound}</button>
          </div>`
        : nothing
    }`;
  }

  #box(
    key: 'allow_promotions' | 'allow_questions' | 'allow_ready_notices' | 'ready_sound' | 'discord_dms',
    label: string,
    hint: string,
  ): TemplateResult {
    return html`<label class="choice">
      <input
        type="checkbox"
        name=${key}
        .checked=${live(this.#wanted[key] ?? this.#known?.[key] ?? false)}
        aria-describedby=${`hint-${key}`}
        @change=${(event: Event) => {
          void this.#change({ [key]: (event.currentTarget as HTMLInputElement).checked });
        }}
      />
      <strong>${label}</strong>
      <span class="hint" id=${`hint-${key}`}>${hint}</span>
    </label>`;
  }

  /** Those that are set up here; where that is Discord alone there is nothing to choose. */
  #channels(known: Preferences): TemplateResult | typeof nothing {
    const { texts } = this.around;
    const chosen = this.#wanted.preferred_channel ?? known.preferred_channel;
    const there = PREFERRED_CHANNELS.filter((each) => each === 'any' || known.channels.includes(each));
    if (known.channels.length < 2) return nothing;
    const linked = { telegram: known.telegram_handle_masked, signal: known.signal_handle_masked };
    const missing = (channel: PreferredChannel): boolean =>
      (channel === 'telegram' || channel === 'signal') && linked[channel] === null;
    return html`<fieldset>
      <legend>${texts.preferences.channel}</legend>
      <div class="choices">
        ${there.map(
          (channel) =>
            html`<label class="choice">
              <input
                type="radio"
                name="preferred_channel"
                value=${channel}
                .checked=${live(chosen === channel)}
                @change=${() => void this.#change({ preferred_channel: channel })}
              />
              <span
                >${texts.preferred[channel]}${missing(channel) ? html` <span class="muted">· ${texts.preferences.linkItFirst}</span>` : nothing}</span
              >
            </label>`,
        )}
      </div>
    </fieldset>`;
  }
}
