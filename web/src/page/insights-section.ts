import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Insights } from '../../../src/contract/insights.js';
import type { Shortfall } from '../../../src/domain/shortfall.js';
import { WEEKDAYS } from '../../../src/domain/session-plan.js';
import type { InsightsTexts } from '../../../src/messages/texts/insights.js';
import { problemView } from '../element/problem-view.js';
import { localProblem, type Problem } from '../problem.js';
import { insightsPicture } from './insights-picture.js';
import { loadInsightsTexts } from './more-texts.js';
import { PageElement } from './page-element.js';

/** Who came to the last sessions, why others did not, and the weekday that works: for promoters, in numbers. */
export class InsightsSection extends PageElement {
  #words: InsightsTexts | null = null;
  #insights: Insights | null = null;
  #problem: Problem | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) void this.#load();
  }

  async #load(): Promise<void> {
    const [words, answer] = await Promise.all([
      loadInsightsTexts().catch(() => null),
      this.around.bridge.insights(),
    ]);
    this.#words = words;
    if (answer.ok) this.#insights = answer.value;
    if (!answer.ok) this.#problem = this.failed(answer.problem);
    else this.#problem = words === null ? localProblem('network') : null;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { around } = this;
    const { texts } = around;
    if (this.#problem) return problemView(this.#problem, texts, { retry: () => void this.#load() });
    const words = this.#words;
    const insights = this.#insights;
    if (!words || !insights) return html`<p class="muted">${texts.common.loading}</p>`;
    if (insights.evenings.length === 0) return html`<p>${words.page.nothing(insights.weeks)}</p>`;
    return html`<div class="stack wide-gap">
      ${insightsPicture(insights.evenings, words, around)} ${this.#whyView(insights, words)}
      <div class="stack">
        <h3>${words.weekdayTitle}</h3>
        ${insights.best_weekday ? html`<p><strong>${words.best(insights.best_weekday)}</strong></p>` : nothing}
        ${this.#weekdaysView(insights, words)}
        <p class="hint">${words.restsOn(insights.fewest_evenings, insights.fewest_people)}</p>
      </div>
      ${
        insights.standbys
          ? html`<div class="stack">
              <h3>${words.standbyTitle}</h3>
              <p>${words.steppedIn(insights.standbys)}</p>
            </div>`
          : nothing
      }
    </div>`;
  }

  /** All evenings together, and behind that each by itself, the latest first. */
  #whyView({ why, evenings }: Insights, words: InsightsTexts): TemplateResult | typeof nothing {
    const { formats } = this.around;
    if (!why) return nothing;
    const lines = evenings.toReversed().flatMap((evening) => {
      const missing = evening.why && words.why(shortfallOf(evening.why));
      const standbys = evening.standbys && words.steppedIn(evening.standbys);
      const told = [missing, standbys].filter((part) => part !== null);
      return told.length > 0 ? [`${formats.day(evening.date)} · ${told.join(' · ')}`] : [];
    });
    const { evenings: count, partly } = why;
    return html`<div class="stack">
      <h3>${words.whyTitle}</h3>
      <p>${words.whyTogether({ evenings: count, partly, shortfall: shortfallOf(why) })}</p>
      <details>
        <summary>${words.page.eachEvening}</summary>
        <ul class="stack">
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>
      </details>
    </div>`;
  }

  #weekdaysView({ weekdays, threshold }: Insights, words: InsightsTexts): TemplateResult | typeof nothing {
    if (weekdays.length === 0) return nothing;
    const { formats } = this.around;
    return html`<table class="weekdays">
      <thead>
        <tr>
          <th scope="col">${words.page.weekday}</th>
          <th scope="col">${words.page.evenings}</th>
          <th scope="col">${words.page.reached(threshold)}</th>
          <th scope="col">${words.page.average}</th>
        </tr>
      </thead>
      <tbody>
        ${weekdays.map(
          ({ weekday, evenings, reached, came }) =>
            html`<tr>
              <th scope="row">${formats.weekday(WEEKDAYS.indexOf(weekday))}</th>
              <td>${evenings}</td>
              <td>${reached}</td>
              <td>${words.page.number(came / evenings)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

function shortfallOf(why: NonNullable<Insights['evenings'][number]['why']>): Shortfall {
  return {
    quietHours: why.quiet_hours,
    pingsOff: why.pings_off,
    ownLimit: why.own_limit,
    unreachable: why.unreachable,
    saidNo: why.said_no,
    droppedOut: why.dropped_out,
    noAnswer: why.no_answer,
    saidNothing: why.said_nothing,
  };
}

customElements.define('muster-insights', InsightsSection);
