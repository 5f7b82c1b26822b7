import { html, nothing, type TemplateResult } from 'lit';
import type { OwnAnswer } from '../../../src/contract/availability.js';
import { LATE_CHOICES } from '../../../src/domain/answer.js';
import type { Answer } from '../api.js';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import { AccountElement } from './page-element.js';

/** What linked viewers answered for tonight, by whichever door, and the same answers as under a ping. */
export class EveningAnswer extends AccountElement {
  #own: OwnAnswer | null = null;
  #problem: Problem | null = null;
  #saving: string | null = null;
  #said = '';

  protected override firstUpdated(): void {
    void this.look();
  }

  /** Looks again what was answered: it may have been elsewhere. */
  async look(): Promise<void> {
    const own = await this.around.bridge.ownAnswer();
    if (own.ok) this.#own = own.value;
    else this.#problem = this.failed(own.problem);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { texts, bridge } = this.around;
    const { answers } = texts;
    const problem = this.#problem ? problemView(this.#problem, texts) : nothing;
    // What was told stays told once the evening is over.
    const said = html`<p class="hidden-visually" role="status">${this.#said}</p>`;
    if (!this.#own?.open) return html`${problem} ${said}`;
    const come = (minutes: number | null) => () =>
      bridge.comeTonight(minutes === null ? { answer: 'COMING' } : { answer: 'LATE', late_minutes: minutes });
    return html`<section aria-label=${answers.question}>
      <p>${this.#words(this.#own)}</p>
      <div class="buttons" role="group" aria-label=${answers.question}>
        ${this.#button(answers.coming, this.#own.answer === 'COMING', come(null))}
        ${LATE_CHOICES.map((minutes) => this.#button(answers.lateBy(minutes), false, come(minutes)))}
        ${this.#button(answers.notTonight, this.#own.answer === 'NOT_TONIGHT', () => bridge.notTonight())}
      </div>
      ${problem} ${said}
    </section>`;
  }

  #words({ answer, late_until: until }: OwnAnswer): string {
    const { texts, formats } = this.around;
    const { answers } = texts;
    switch (answer) {
      case 'COMING':
        return answers.saidComing;
      case 'LATE':
        return answers.saidLate(formats.time(until ?? ''));
      case 'NOT_TONIGHT':
        return answers.saidNo;
      case null:
        return answers.question;
    }
  }

  #button(
    label: string,
    isChosen: boolean,
    ask: () => Promise<Answer<{ readonly detail: string }>>,
  ): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-pressed=${isChosen ? 'true' : 'false'}
      aria-busy=${this.#saving === label ? 'true' : 'false'}
      @click=${() => void this.#record(label, ask)}
    >
      ${label}
    </button>`;
  }

  /** Shown as answered only once the bridge has recorded it. */
  async #record(label: string, ask: () => Promise<Answer<{ readonly detail: string }>>): Promise<void> {
    if (this.#saving !== null) return;
    this.#saving = label;
    this.#problem = null;
    this.#said = '';
    this.requestUpdate();
    const answer = await ask();
    this.#saving = null;
    if (answer.ok) {
      this.#said = this.around.formats.moments(answer.value.detail);
      // The page then looks again, here too.
      this.changed();
    } else this.#problem = this.failed(answer.problem);
    this.requestUpdate();
  }
}
