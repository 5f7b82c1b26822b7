import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { StandingCampaigns } from '../../../src/contract/standing-campaigns.js';
import { type Weekday, WEEKDAYS } from '../../../src/domain/session-plan.js';
import { WEEK } from '../../../src/domain/standing-answers.js';
import type { Answer } from '../api.js';
import type { Problem } from '../problem.js';
import { AccountElement } from './page-element.js';
import { savedSectionView } from './saved-section.js';

type Day = StandingCampaigns['days'][number];
type Tonight = NonNullable<StandingCampaigns['tonight']>;

/** For promoters: on which weekdays pings go out by themselves, in whose name, and tonight's, which each of them can stop. */
export class StandingCampaignsSection extends AccountElement {
  #known: StandingCampaigns | null = null;
  #problem: Problem | null = null;
  #said = '';
  /** What keeps the form from being sent. */
  #missing = false;
  #busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    const answer = await this.around.bridge.standingCampaigns();
    if (answer.ok) this.#known = answer.value;
    else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts } = this.around;
    const known = this.#known;
    const content = known
      ? html`<p class="hint">${texts.standingCampaigns.about(known.threshold)}</p>
          ${known.tonight ? this.#tonightView(known.tonight) : nothing} ${this.#daysView(known)}
          ${this.#endView(known)} ${this.#formView()}`
      : null;
    const stands = {
      said: this.#said,
      busy: this.#busy,
      problem: this.#problem,
      retry: () => void this.#load(),
    };
    return savedSectionView(stands, content, texts);
  }

  #tonightView({ campaign_date: date, state, detail }: Tonight): TemplateResult {
    const { texts } = this.around;
    return html`<div class="note ${state === 'off' ? '' : 'good'}">
      <p>${detail}</p>
      ${
        state === 'open'
          ? html`<div class="buttons">
              <button class="button" type="button" @click=${() => void this.#stop(date)}>
                ${texts.standingCampaigns.stop}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #daysView({ days }: StandingCampaigns): TemplateResult {
    const { texts } = this.around;
    if (days.length === 0) return html`<p>${texts.standingCampaigns.none}</p>`;
    return html`<ul class="plain stack">
      ${days.map((day) => this.#dayView(day))}
    </ul>`;
  }

  #dayView(day: Day): TemplateResult {
    const { texts, formats, bridge } = this.around;
    const { weekday, set_by: name, has_session: hasSession } = day;
    const words = texts.standingCampaigns;
    const called = formats.weekday(WEEKDAYS.indexOf(weekday));
    const also = [
      ...(day.include_available ? [texts.status.AVAILABLE] : []),
      ...(day.include_maybe ? [texts.status.MAYBE] : []),
    ];
    const parts = [
      words.by(name),
      also.length > 0 ? words.also(also.join(', ')) : '',
      hasSession ? '' : words.noSession,
    ].filter(Boolean);
    return html`<li class="buttons">
      <span
        ><strong>${called}</strong
        >${parts.length > 0 ? html` <span class="muted">${parts.join(' · ')}</span>` : nothing}</span
      >
      <button
        class="button quiet"
        type="button"
        aria-label=${`${words.remove}: ${called}`}
        @click=${() => void this.#change(() => bridge.removeStandingCampaign(weekday))}
      >
        ${words.remove}
      </button>
    </li>`;
  }

  #endView({
    counts_until: until,
    can_be_kept: canBeKept,
  }: StandingCampaigns): TemplateResult | typeof nothing {
    const { texts, formats, bridge } = this.around;
    if (until === null) return nothing;
    return html`<p>${texts.standingCampaigns.until(formats.day(until))}</p>
      ${
        canBeKept
          ? html`<div class="buttons">
              <button
                class="button"
                type="button"
                @click=${() => void this.#change(() => bridge.keepStandingCampaigns())}
              >
                ${texts.standingCampaigns.keep}
              </button>
            </div>`
          : nothing
      }`;
  }

  #formView(): TemplateResult {
    const { texts, formats } = this.around;
    const words = texts.standingCampaigns;
    const box = (name: string, label: string): TemplateResult =>
      html`<label class="choice"><input type="checkbox" name=${name} /><span>${label}</span></label>`;
    const send = (event: SubmitEvent): void => {
      event.preventDefault();
      void this.#set(event.currentTarget as HTMLFormElement);
    };
    return html`<form class="stack" @submit=${send}>
      <fieldset aria-describedby=${this.#missing ? 'standing-missing' : nothing}>
        <legend>${words.days}</legend>
        <div class="choices">${WEEK.map((day) => box(day, formats.weekday(WEEKDAYS.indexOf(day))))}</div>
      </fieldset>
      ${this.#missing ? html`<p class="field-error" id="standing-missing" role="alert">${words.chooseDay}</p>` : nothing}
      <fieldset>
        <legend>${texts.promote.who}</legend>
        <div class="choices">
          <label class="choice"
            ><input type="checkbox" checked disabled /><span
              >${texts.promote.includeLooking} <span class="muted">(${texts.promote.always})</span></span
            ></label
          >
          ${box('include_available', texts.promote.includeAvailable)}
          ${box('include_maybe', texts.promote.includeMaybe)}
        </div>
      </fieldset>
      <div class="buttons"><button class="button" type="submit">${words.set}</button></div>
    </form>`;
  }

  async #set(form: HTMLFormElement): Promise<void> {
    const chosen = new FormData(form);
    const weekdays: Weekday[] = WEEK.filter((day) => chosen.has(day));
    this.#missing = weekdays.length === 0;
    if (this.#missing) {
      this.requestUpdate();
      return;
    }
    const isSet = await this.#change(() =>
      this.around.bridge.setStandingCampaigns({
        weekdays,
        include_available: chosen.has('include_available'),
        include_maybe: chosen.has('include_maybe'),
      }),
    );
    if (isSet) form.reset();
  }

  async #stop(date: string): Promise<void> {
    await this.#record(
      () => this.around.bridge.stopStandingCampaign(date),
      ({ detail }) => detail,
    );
    await this.#load();
  }

  async #change(ask: () => Promise<Answer<StandingCampaigns>>): Promise<boolean> {
    const isDone = await this.#record(ask, (known) => {
      this.#known = known;
      return this.around.texts.common.saved;
    });
    // Shown as it is on record: after a refusal, too.
    if (!isDone) await this.#load();
    return isDone;
  }

  async #record<T>(ask: () => Promise<Answer<T>>, said: (recorded: T) => string): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await ask();
    this.#busy = false;
    if (answer.ok) this.#said = said(answer.value);
    else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
    return answer.ok;
  }
}
