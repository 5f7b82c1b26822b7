import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Standing } from '../../../src/contract/availability.js';
import { WEEKDAYS } from '../../../src/domain/session-plan.js';
import { WEEKLY_STATUSES } from '../../../src/domain/standing-answers.js';
import type { Answer } from '../api.js';
import type { Problem } from '../problem.js';
import { AccountElement } from './page-element.js';
import { savedSectionView } from './saved-section.js';

type Day = Standing['week'][number];

/** What linked viewers answer for weekdays, each saved as it is chosen, and until when they are away. */
export class StandingSection extends AccountElement {
  #known: Standing | null = null;
  #problem: Problem | null = null;
  #said = '';
  #busy = false;
  /** The last day away, as it is typed. */
  #until = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    const answer = await this.around.bridge.standing();
    if (answer.ok) this.#known = answer.value;
    else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const known = this.#known;
    const content = known
      ? html`<p class="hint">${texts.standing.about}</p>
          <div class="fields">${known.week.map((day) => this.#dayView(day))}</div>
          ${this.#endView(known)} ${this.#awayView(known)}`
      : null;
    const stands = {
      said: this.#said,
      busy: this.#busy,
      problem: this.#problem,
      retry: () => void this.#load(),
    };
    return savedSectionView(stands, content, texts);
  }

  #dayView({ weekday, status }: Day): TemplateResult {
    const { texts, formats, bridge } = this.around;
    const choose = (event: Event): void => {
      const { value } = event.currentTarget as HTMLSelectElement;
      const chosen = WEEKLY_STATUSES.find((each) => each === value) ?? null;
      void this.#change(() => bridge.setWeekly({ weekday, status: chosen }));
    };
    return html`<label class="field"
      ><span>${formats.weekday(WEEKDAYS.indexOf(weekday))}</span>
      <select name=${`weekly-${weekday}`} .value=${live(status ?? '')} @change=${choose}>
        <option value="" ?selected=${status === null}>${texts.standing.none}</option>
        ${WEEKLY_STATUSES.map(
          (each) => html`<option value=${each} ?selected=${each === status}>${texts.status[each]}</option>`,
        )}
      </select>
    </label>`;
  }

  #endView({ weekly_until: until, can_be_kept: canBeKept }: Standing): TemplateResult | typeof nothing {
    const { texts, formats, bridge } = this.around;
    if (until === null) return nothing;
    return html`<p>${texts.standing.until(formats.day(until))}</p>
      ${
        canBeKept
          ? html`<div class="buttons">
              <button
                class="button"
                type="button"
                @click=${() => void this.#change(() => bridge.keepWeekly())}
              >
                ${texts.standing.keep}
              </button>
            </div>`
          : nothing
      }`;
  }

  #awayView({ away_until: until }: Standing): TemplateResult {
    const { texts, formats } = this.around;
    const words = texts.standing;
    const away = (event: Event): void => {
      event.preventDefault();
      void this.#goAway();
    };
    return html`<form class="stack" @submit=${away}>
      <h3>${words.awayTitle}</h3>
      ${until === null ? nothing : html`<p>${words.awayUntil(formats.day(until))}</p>`}
      <label class="field"
        ><span>${words.lastDay}</span>
        <input
          type="date"
          name="away-until"
          required
          .value=${live(this.#until)}
          @input=${(event: Event) => {
            this.#until = (event.currentTarget as HTMLInputElement).value;
          }}
        />
      </label>
      <div class="buttons">
        <button class="button" type="submit">${words.goAway}</button>
        ${
          until === null
            ? nothing
            : html`<button class="button" type="button" @click=${() => void this.#comeBack()}>
                ${words.back}
              </button>`
        }
      </div>
    </form>`;
  }

  async #goAway(): Promise<void> {
    const { bridge, texts, formats } = this.around;
    await this.#record(
      () => bridge.goAway(this.#until),
      ({ away_until: until, declined }) => {
        this.#until = '';
        return texts.standing.wentAway(formats.day(until), declined.length);
      },
    );
  }

  async #comeBack(): Promise<void> {
    const { bridge, texts } = this.around;
    await this.#record(
      () => bridge.comeBack(),
      () => texts.standing.cameBack,
    );
  }

  async #change(ask: () => Promise<Answer<Standing>>): Promise<void> {
    await this.#record(ask, () => this.around.texts.common.saved);
  }

  /** Shown as it is on record: after a refusal, too. */
  async #record<T>(ask: () => Promise<Answer<T>>, said: (recorded: T) => string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await ask();
    this.#busy = false;
    if (answer.ok) {
      this.#said = said(answer.value);
      // The days show it, too.
      this.changed();
    } else this.#problem = this.failed(answer.problem);
    await this.#load();
  }
}
