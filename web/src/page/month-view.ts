import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Board, Day } from '../../../src/contract/availability.js';
import { AVAILABILITY_STATUSES } from '../../../src/domain/availability.js';
import { moon } from '../element/moon.js';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { monthOf, monthsAfter, rangeAround, weeksOf } from './calendar-month.js';
import type { WaitsFor } from './day-card.js';
import { PageElement } from './page-element.js';

/**
 * A month as calendars show it: how many want to play on each day, and what the viewer said. A day that is pressed opens below;
 * what is past can only be read.
 */
export class MonthView extends PageElement {
  static override properties = {
    ...PageElement.properties,
    board: { attribute: false },
    waitsFor: { attribute: false },
  };
  /** What the page knows; a newer one has the month fetched again. */
  declare board: Board;
  declare waitsFor: WaitsFor | null;
  #days: ReadonlyMap<string, Day> | null = null;
  #month: string | null = null;
  /** The day that is open, and what is known of it, with names for those who may see them. */
  #open: { readonly date: string; readonly day: Day | null } | null = null;
  #problem: Problem | null = null;
  #asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('board')) void this.#load();
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked;
    const { bridge } = this.around;
    const date = this.#open?.date;
    const [all, open] = await Promise.all([
      bridge.board(rangeAround(this.#today), { names: false }),
      date === undefined ? null : bridge.board({ from: date, to: date }),
    ]);
    if (asked !== this.#asked) return;
    this.#problem = null;
    if (all.ok) this.#days = new Map(all.value.days.map((day) => [day.date, day]));
    else this.#problem = this.failed(all.problem);
    if (date !== undefined && open) {
      if (open.ok) this.#open = { date, day: open.value.days[0] ?? null };
      else this.#problem = this.failed(open.problem);
    }
    this.requestUpdate();
  }

  async #show(date: string): Promise<void> {
    this.#open = this.#open?.date === date ? null : { date, day: null };
    this.requestUpdate();
    if (this.#open) await this.#load();
  }

  get #today(): string {
    return this.board.session_ready.date;
  }

  protected override render(): TemplateResult {
    const { texts, formats } = this.around;
    const { page } = texts;
    const range = rangeAround(this.#today);
    const month = this.#month ?? monthOf(this.#today);
    const name = formats.month(`${month}-01`);
    return html`<div class="month-head">
        ${this.#turn(-1, page.monthBefore, month > monthOf(range.from))}
        <h2 id="month" aria-live="polite">${name}</h2>
        ${this.#turn(1, page.monthAfter, month < monthOf(range.to))}
      </div>
      ${this.#problem ? problemView(this.#problem, texts, { retry: () => void this.#load() }) : nothing}
      ${this.#days ? this.#grid(month) : this.#problem ? nothing : html`<p class="muted">${texts.common.loading}</p>`}
      ${this.#openView()}`;
  }

  #turn(by: number, label: string, is: boolean): TemplateResult {
    return html`<button
      class="button quiet"
      type="button"
      aria-label=${label}
      ?disabled=${!is}
      @click=${() => {
        this.#month = monthsAfter(this.#month ?? monthOf(this.#today), by);
        this.#open = null;
        this.requestUpdate();
      }}
    >
      <span aria-hidden="true">${by < 0 ? '‹' : '›'}</span>
    </button>`;
  }

  #grid(month: string): TemplateResult {
    const { formats } = this.around;
    const first = formats.firstWeekday;
    return html`<table class="month" aria-labelledby="month">
      <thead>
        <tr>
          ${Array.from({ length: 7 }, (_, index) => {
            const weekday = (first + index) % 7;
            return html`<th scope="col" abbr=${formats.weekday(weekday)}>
              ${formats.shortWeekday(weekday)}
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(month, first).map(
          (week) =>
            html`<tr>
              ${week.map((date) => html`<td>${date === null ? nothing : this.#cell(date)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #cell(date: string): TemplateResult {
    const { texts, formats } = this.around;
    const number = String(Number(date.slice(-2)));
    const day = this.#days?.get(date);
    if (!day) return html`<span class="month-day out">${number}</span>`;
    const { threshold } = this.board.session_ready;
    const said = AVAILABILITY_STATUSES.filter((status) => day.counts[status] > 0)
      .map((status) => `${day.counts[status]} ${texts.status[status]}`)
      .join(', ');
    const words = [texts.page.weekDay(formats.day(date), said || texts.page.nobodyYet), this.#mine(day)];
    const enough = day.counts.LOOKING >= threshold;
    const classes = [date < this.#today && 'past', date === this.#today && 'today', enough && 'enough'];
    const playing = day.counts.LOOKING + day.counts.AVAILABLE;
    return html`<button
      type="button"
      class=${['month-day', ...classes].filter(Boolean).join(' ')}
      aria-current=${date === this.#today ? 'date' : nothing}
      aria-expanded=${this.#open?.date === date ? 'true' : 'false'}
      @click=${() => void this.#show(date)}
    >
      <span class="hidden-visually">${words.filter(Boolean).join(' ')}</span>
      <span class="number" aria-hidden="true">${number}</span>
      ${day.my_status ? moon(day.my_status) : nothing}
      <span class="playing" aria-hidden="true">${playing === 0 ? '' : playing}</span>
    </button>`;
  }

  #mine({ my_origin: origin, my_status: status }: Day): string {
    const { page, status: names } = this.around.texts;
    if (origin === 'away') return page.awayThen;
    if (!status) return '';
    return origin === 'weekly' ? page.weeklyAnswer(names[status]) : page.monthMine(names[status]);
  }

  #openView(): TemplateResult | typeof nothing {
    const { around, waitsFor } = this;
    if (!this.#open) return nothing;
    const { date, day } = this.#open;
    if (!day) return this.#problem ? nothing : html`<p class="muted">${around.texts.common.loading}</p>`;
    return html`<muster-day
      .around=${around}
      .day=${day}
      .where=${'month'}
      .past=${date < this.#today}
      .compact=${true}
      .threshold=${this.board.session_ready.threshold}
      .waitsFor=${waitsFor}
    ></muster-day>`;
  }
}

customElements.define('muster-month', MonthView);
