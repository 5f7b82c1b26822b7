import { html, nothing, type TemplateResult } from 'lit';
import type { Day, SetAvailability } from '../../../src/contract/availability.js';
import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../../src/domain/availability.js';
import { isCondition } from '../../../src/domain/conditional.js';
import type { Answer } from '../api.js';
import { signInAddress } from '../element/connection.js';
import { moon } from '../element/moon.js';
import { capital } from '../format.js';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { keepIntention } from './intention.js';
import { PageElement } from './page-element.js';

/** What has to be done before somebody can answer; `nothing` here can be. */
export type WaitsFor = 'sign-in' | 'link' | 'confirm' | 'nothing';

/** A day: four buttons with their counts, and, for linked viewers, who said what. */
export class DayCard extends PageElement {
  static override properties = {
    ...PageElement.properties,
    day: { attribute: false },
    label: {},
    compact: { type: Boolean },
    waitsFor: { attribute: false },
    threshold: { type: Number },
    where: {},
    past: { type: Boolean },
  };
  declare day: Day;
  /** "Today", "Tomorrow", or nothing. */
  declare label: string;
  declare compact: boolean;
  /** How many players a session takes. */
  declare threshold: number;
  /** What tells its ids from those of the same day elsewhere on the page. */
  declare where: string;
  /** Whether the day is over: nobody can answer for it any more. */
  declare past: boolean;
  /** What its buttons wait for; `null`: nothing, they answer at once. */
  declare waitsFor: WaitsFor | null;
  #pressed: AvailabilityStatus | null = null;
  #saving: AvailabilityStatus | 'none' | null = null;
  #problem: Problem | null = null;
  #said = '';

  protected override willUpdate(): void {
    if (!this.waitsFor) this.#pressed = null;
  }

  get #id(): string {
    return [this.where, this.day.date].filter(Boolean).join('-');
  }

  protected override render(): TemplateResult {
    const { texts, formats } = this.around;
    const { date } = this.day;
    const name = formats.day(date);
    return html`<article
      class=${this.compact ? 'day compact' : 'day card'}
      aria-labelledby=${`day-${this.#id}`}
    >
      <h3 class="day-name" id=${`day-${this.#id}`}>
        ${this.label ? html`<span class="day-label">${this.label}</span> ` : nothing}<span>${name}</span>
      </h3>
      ${this.past ? this.#pastView() : this.#answerView(name)}
      ${this.#problem ? problemView(this.#problem, texts) : nothing}
      <p class="hidden-visually" role="status">${this.#said}</p>
      ${this.#footView(name)}
    </article>`;
  }

  #answerView(name: string): TemplateResult {
    return html`<div class="says-buttons" role="group" aria-label=${this.around.texts.page.question(name)}>
        ${AVAILABILITY_STATUSES.map((status) => this.#button(status))}
      </div>
      ${this.#conditionView()} ${this.#standingView()} ${this.#waitView(name)}`;
  }

  /** What was said of a day that is over. */
  #pastView(): TemplateResult {
    const { texts } = this.around;
    const { counts, my_origin: origin, my_status: mine } = this.day;
    const said = AVAILABILITY_STATUSES.filter((status) => counts[status] > 0);
    return html`<ul class="plain said">
        ${said.map((status) => html`<li>${moon(status)} ${counts[status]} ${texts.status[status]}</li>`)}
        ${said.length === 0 ? html`<li class="muted">${capital(texts.page.nobodyYet)}</li>` : nothing}
      </ul>
      ${mine && origin === 'said' ? html`<p class="hint">${texts.page.monthMine(texts.status[mine])}</p>` : this.#standingView()}`;
  }

  #button(status: AvailabilityStatus): TemplateResult {
    const { texts } = this.around;
    const mine = this.day.my_status === status && this.day.my_origin === 'said';
    const count = this.day.counts[status];
    return html`<button
      type="button"
      class=${this.waitsFor ? 'says-button waits' : 'says-button'}
      aria-pressed=${mine ? 'true' : 'false'}
      aria-busy=${this.#saving === status ? 'true' : 'false'}
      aria-describedby=${this.waitsFor ? `waits-${this.#id}` : nothing}
      @click=${() => void this.#say(status)}
    >
      ${moon(status)}
      <span class="says-text"
        >${texts.status[status]}${this.compact ? nothing : html`<span class="says-hint">${texts.page.statusHints[status]}</span>`}</span
      >
      <span class="says-count"
        >${count}<span class="hidden-visually"> ${texts.players(count).replace(/^\d+\s*/, '')}</span></span
      >
    </button>`;
  }

  /** For who would play if enough did. */
  #conditionView(): TemplateResult | typeof nothing {
    const { texts, bridge, formats } = this.around;
    const { date, my_if_at_least: atLeast } = this.day;
    const wanted = atLeast ?? this.threshold;
    if (this.waitsFor || !isCondition(wanted)) return nothing;
    const name = formats.day(date);
    const ask = () => bridge.setAvailability(date, 'MAYBE', wanted);
    // Where enough are in already, so is the viewer.
    const said = ({ status, if_at_least: open }: SetAvailability): string =>
      open === null ? texts.page.saved(name, texts.status[status]) : texts.page.savedIfAtLeast(name, open);
    return html`<button
      class="button quiet"
      type="button"
      aria-pressed=${atLeast == null ? 'false' : 'true'}
      @click=${() => void this.#record('MAYBE', ask, said, ({ detail }) => detail)}
    >
      ${texts.page.ifAtLeast(wanted)}
    </button>`;
  }

  /** What holds for a viewer who has said nothing about the day. */
  #standingView(): TemplateResult | typeof nothing {
    const { texts } = this.around;
    const { my_origin: origin, my_status: status } = this.day;
    if (origin === 'away') return html`<p class="hint">${texts.page.awayThen}</p>`;
    return origin === 'weekly' && status
      ? html`<p class="hint">${moon(status)} ${texts.page.weeklyAnswer(texts.status[status])}</p>`
      : nothing;
  }

  #marked({
    display_name: name,
    weekly,
  }: {
    readonly display_name: string;
    readonly weekly: boolean;
  }): string {
    return weekly ? `${name} (${this.around.texts.weekly})` : name;
  }

  /** What is missing, at the buttons that wait for it, with the way there. */
  #waitView(name: string): TemplateResult | typeof nothing {
    const { texts, bridge } = this.around;
    const { page } = texts;
    if (!this.waitsFor || this.waitsFor === 'nothing') {
      return this.waitsFor ? html`<p class="hint" id=${`waits-${this.#id}`}>${page.signInOff}</p>` : nothing;
    }
    const id = `waits-${this.#id}`;
    const signsIn = this.waitsFor === 'sign-in';
    if (!this.#pressed) {
      const words = {
        'sign-in': page.waitsForSignIn,
        link: page.waitsForLink,
        confirm: page.waitsForConfirm,
      };
      return html`<p class="hint" id=${id}>${words[this.waitsFor]}</p>`;
    }
    const status = texts.status[this.#pressed];
    const willSave = signsIn ? page.willSaveSignedIn(name, status) : page.willSaveLinked(name, status);
    return html`<div class="note" role="status">
      <p id=${id}>${this.waitsFor === 'confirm' ? page.waitsForConfirm : willSave}</p>
      <div class="buttons">
        ${
          signsIn
            ? html`<a class="button primary" href=${signInAddress(bridge) ?? ''}>${page.signInDiscord}</a>`
            : html`<button class="button primary" type="button" @click=${() => this.#toPlayer()}>
                ${page.toPlayer}
              </button>`
        }
      </div>
    </div>`;
  }

  #toPlayer(): void {
    this.dispatchEvent(new CustomEvent('page-to-player', { bubbles: true }));
  }

  #footView(name: string): TemplateResult | typeof nothing {
    const names = this.#names();
    const takeBack = this.#takeBackView(name);
    if (names === nothing && takeBack === nothing) return nothing;
    return html`<div class="day-foot">${names} ${takeBack}</div>`;
  }

  #names(): TemplateResult | typeof nothing {
    const { texts } = this.around;
    const named = this.day.users_by_status;
    if (!named || this.day.total === 0) return nothing;
    const shown = AVAILABILITY_STATUSES.filter((status) => named[status].length > 0);
    return html`<details class="names">
      <summary>${texts.page.names}</summary>
      <dl>
        ${shown.map(
          (status) =>
            html`<div>
              <dt>${moon(status)} ${texts.status[status]}</dt>
              <dd>${named[status].map((each) => this.#marked(each)).join(', ')}</dd>
            </div>`,
        )}
      </dl>
    </details>`;
  }

  #takeBackView(name: string): TemplateResult | typeof nothing {
    const { page } = this.around.texts;
    if (this.day.my_origin !== 'said') return nothing;
    return html`<button
      class="button quiet take-back"
      type="button"
      aria-label=${page.takeBackNamed(name)}
      aria-disabled=${this.#saving ? 'true' : 'false'}
      @click=${() => void this.#takeBack()}
    >
      ${page.takeBack}
    </button>`;
  }

  /** Shown as said only once the bridge has recorded it. */
  async #say(status: AvailabilityStatus): Promise<void> {
    if (this.waitsFor) {
      if (this.waitsFor === 'nothing') return;
      keepIntention(sessionStorage, { date: this.day.date, status }, Date.now());
      this.#pressed = status;
      this.requestUpdate();
      return;
    }
    const { bridge, texts, formats } = this.around;
    const said = texts.page.saved(formats.day(this.day.date), texts.status[status]);
    await this.#record(
      status,
      () => bridge.setAvailability(this.day.date, status),
      said,
      ({ detail }) => detail,
    );
  }

  async #takeBack(): Promise<void> {
    const { bridge, texts, formats } = this.around;
    const said = texts.page.tookBack(formats.day(this.day.date));
    await this.#record(
      'none',
      () => bridge.takeBack(this.day.date),
      said,
      ({ weekly_status: left }) => left && texts.page.weeklyAnswer(texts.status[left]),
    );
    // The button is gone, so the focus goes to the day instead of nowhere.
    this.querySelector<HTMLElement>('.says-button')?.focus();
  }

  async #record<T>(
    what: AvailabilityStatus | 'none',
    ask: () => Promise<Answer<T>>,
    said: string | ((recorded: T) => string),
    more: (recorded: T) => string | null = () => null,
  ): Promise<void> {
    if (this.#saving) return;
    this.#saving = what;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await ask();
    this.#saving = null;
    if (answer.ok) {
      const words = typeof said === 'string' ? said : said(answer.value);
      this.#said = [words, more(answer.value)].filter(Boolean).join(' ');
      this.changed();
    } else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
  }
}
