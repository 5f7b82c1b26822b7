import { html, nothing, type TemplateResult } from 'lit';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../../src/domain/availability.js';
import type { Day } from '../contract.js';
import { moon } from '../element/moon.js';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { PageElement } from './page-element.js';

/** A day: four buttons with their counts, and, for linked viewers, who said what. */
export class DayCard extends PageElement {
  static override properties = {
    ...PageElement.properties,
    day: { attribute: false },
    label: {},
    compact: { type: Boolean },
    canSubmit: { attribute: false },
  };
  declare day: Day;
  /** "Today", "Tomorrow", or nothing. */
  declare label: string;
  declare compact: boolean;
  declare canSubmit: boolean;
  #saving: AvailabilityStatus | null = null;
  #problem: Problem | null = null;
  #said = '';

  protected override render(): TemplateResult {
    const { texts, formats } = this.around;
    const { date } = this.day;
    const name = formats.day(date);
    return html`<article class=${this.compact ? 'day compact' : 'day card'} aria-labelledby=${`day-${date}`}>
      <h3 class="day-name" id=${`day-${date}`}>
        ${this.label ? html`<span class="day-label">${this.label}</span> ` : nothing}<span>${name}</span>
      </h3>
      <div class="says-buttons" role="group" aria-label=${texts.page.question(name)}>
        ${AVAILABILITY_STATUSES.map((status) => this.#button(status))}
      </div>
      ${this.#problem ? problemView(this.#problem, texts) : nothing}
      <p class="hidden-visually" role="status">${this.#said}</p>
      ${this.#names()}
    </article>`;
  }

  #button(status: AvailabilityStatus): TemplateResult {
    const { texts } = this.around;
    const mine = this.day.my_status === status;
    const count = this.day.counts[status];
    return html`<button
      type="button"
      class="says-button"
      aria-pressed=${mine ? 'true' : 'false'}
      aria-busy=${this.#saving === status ? 'true' : 'false'}
      aria-disabled=${this.canSubmit ? 'false' : 'true'}
      @click=${() => void this.#say(status)}
    >
      ${moon(status)}
      <span class="says-text">${texts.status[status]}</span>
      <span class="says-count"
        >${count}<span class="hidden-visually"> ${texts.players(count).replace(/^\d+\s*/, '')}</span></span
      >
    </button>`;
  }

  #names(): TemplateResult | typeof nothing {
    const { texts } = this.around;
    const named = this.day.users_by_status;
    if (!named || this.day.total === 0) return nothing;
    const shown = AVAILABILITY_STATUSES.filter((status) => (named[status]?.length ?? 0) > 0);
    return html`<details class="names">
      <summary>${texts.page.names}</summary>
      <dl>
        ${shown.map(
          (status) =>
            html`<div>
              <dt>${moon(status)} ${texts.status[status]}</dt>
              <dd>${(named[status] ?? []).map(({ display_name: name }) => name).join(', ')}</dd>
            </div>`,
        )}
      </dl>
    </details>`;
  }

  /** Shown as said only once the bridge has recorded it. */
  async #say(status: AvailabilityStatus): Promise<void> {
    if (!this.canSubmit || this.#saving) return;
    const { bridge, texts, formats } = this.around;
    this.#saving = status;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await bridge.setAvailability(this.day.date, status);
    this.#saving = null;
    if (answer.ok) {
      this.#said = texts.page.saved(formats.day(this.day.date), texts.status[status]);
      this.changed();
    } else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
  }
}
