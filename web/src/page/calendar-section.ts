import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CalendarTexts } from '../../../src/messages/texts/calendar.js';
import { localProblem, type Problem } from '../problem.js';
import { loadCalendarTexts } from './more-texts.js';
import { AccountElement } from './page-element.js';
import { savedSectionView } from './saved-section.js';

/** The address under which a linked viewer's calendar app reads their evenings: made, shown once, ended. */
export class CalendarSection extends AccountElement {
  #words: CalendarTexts | null = null;
  /** When there is an address, since when; `undefined`: that is not known yet. */
  #since: string | null | undefined;
  /** The address that was just made. */
  #address: string | null = null;
  #problem: Problem | null = null;
  #said = '';
  #busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    const [words, answer] = await Promise.all([
      loadCalendarTexts().catch(() => null),
      this.around.bridge.calendar(),
    ]);
    this.#words = words;
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else {
      this.#problem = words === null ? localProblem('network') : null;
      this.#since = answer.value.since;
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const words = this.#words;
    const content =
      words && this.#since !== undefined
        ? html`<p class="hint">${words.about}</p>
            ${this.#stateView(words, this.#since)} ${this.#buttonsView(words, this.#since)}`
        : null;
    const stands = {
      said: this.#said,
      busy: this.#busy,
      problem: this.#problem,
      retry: () => void this.#load(),
    };
    return savedSectionView(stands, content, texts);
  }

  #stateView(words: CalendarTexts, since: string | null): TemplateResult {
    const { texts, formats } = this.around;
    if (this.#address === null)
      return html`<p>${since === null ? words.none : words.since(formats.dateTime(since))}</p>`;
    return html`<p class="note" id="calendar-shown">${words.shown}</p>
      <input
        class="address"
        name="calendar-address"
        type="text"
        readonly
        aria-labelledby="calendar-shown"
        .value=${this.#address}
        @focus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
      />
      <div class="buttons">
        <muster-copy .text=${this.#address} .texts=${texts}></muster-copy>
        <a class="button" href=${this.#address.replace(/^https?:/, 'webcal:')}>${words.open}</a>
      </div>`;
  }

  #buttonsView(words: CalendarTexts, since: string | null): TemplateResult {
    const hint = since === null ? nothing : html`<p class="hint" id="calendar-renew">${words.renewHint}</p>`;
    return html`${hint}
      <div class="buttons">
        <button
          class="button"
          type="button"
          aria-describedby=${since === null ? nothing : 'calendar-renew'}
          @click=${() => void this.#make()}
        >
          ${since === null ? words.make : words.renew}
        </button>
        ${
          since === null
            ? nothing
            : html`<button class="button danger" type="button" @click=${() => void this.#end(words)}>
                ${words.end}
              </button>`
        }
      </div>`;
  }

  async #make(): Promise<void> {
    if (!this.#begin()) return;
    const answer = await this.around.bridge.makeCalendar();
    if (answer.ok) {
      this.#address = answer.value.address;
      this.#since = answer.value.since;
    } else this.#problem = this.failed(answer.problem);
    this.#finish();
  }

  async #end(words: CalendarTexts): Promise<void> {
    if (!this.#begin()) return;
    const answer = await this.around.bridge.endCalendar();
    if (answer.ok) {
      this.#address = null;
      this.#since = null;
      this.#said = words.ended;
    } else this.#problem = this.failed(answer.problem);
    this.#finish();
  }

  /** @returns whether nothing else is under way. */
  #begin(): boolean {
    if (this.#busy) return false;
    this.#busy = true;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    return true;
  }

  #finish(): void {
    this.#busy = false;
    this.requestUpdate();
  }
}
