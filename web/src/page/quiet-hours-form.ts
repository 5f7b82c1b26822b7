import { html, nothing, type TemplateResult } from 'lit';
import type { Preferences, PreferencesChange } from '../../../src/contract/preferences.js';
import { type Problem, problemText } from '../problem.js';
import type { AccountSurroundings } from './page-element.js';

/** Whether a refusal is about the times, and so is told beside them. */
export function isOfTheForm({ code }: Problem): boolean {
  return code === 'quiet_hours_incomplete' || code === 'invalid_time' || code === 'invalid_timezone';
}

/** Quiet hours as two times of day, and the zone they are read in. `here` is the browser's zone. */
export function quietHoursForm(
  { quiet_hours: quiet, timezone, server_timezone: serverZone }: Preferences,
  texts: AccountSurroundings['texts'],
  here: string,
  problem: Problem | null,
  change: (change: PreferencesChange) => void,
): TemplateResult {
  const words = texts.preferences;
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const [start, end] = [field('start'), field('end')];
    change({ quiet_hours: start || end ? { start, end } : {}, timezone: field('timezone') || null });
  };
  const wrong = problem && isOfTheForm(problem) ? problem : null;
  const isWrong = (name: string): boolean =>
    wrong !== null && (name === 'timezone') === (wrong.code === 'invalid_timezone');
  const time = (name: 'start' | 'end', label: string): TemplateResult =>
    html`<label class="field">
      <span>${label}</span>
      <input
        type="time"
        name=${name}
        .value=${quiet[name] ?? ''}
        aria-invalid=${isWrong(name) ? 'true' : nothing}
        aria-describedby=${isWrong(name) ? 'error-times' : nothing}
      />
    </label>`;
  return html`<form class="stack" @submit=${save}>
    <fieldset class="stack">
      <legend>${words.quiet}</legend>
      <p class="hint">${inWords(quiet, texts)}</p>
      <div class="fields">
        ${time('start', words.quietFrom)} ${time('end', words.quietUntil)}
        <label class="field wide">
          <span>${words.zone}</span>
          <select
            name="timezone"
            aria-invalid=${isWrong('timezone') ? 'true' : nothing}
            aria-describedby=${isWrong('timezone') ? 'error-times' : nothing}
            .value=${timezone ?? ''}
          >
            <option value="" ?selected=${timezone === null}>${words.serverZone(serverZone)}</option>
            ${zones(...(timezone === null ? [] : [timezone]), here).map(
              (zone) => html`<option value=${zone} ?selected=${zone === timezone}>${zone}</option>`,
            )}
          </select>
        </label>
      </div>
      ${wrong ? html`<p class="field-error" id="error-times" role="alert">${problemText(wrong, texts)}</p>` : nothing}
    </fieldset>
    <div class="buttons">
      <button class="button" type="submit">${words.saveTimes}</button>
      ${
        quiet.start
          ? html`<button class="button" type="button" @click=${() => change({ quiet_hours: {} })}>
              ${words.quietClear}
            </button>`
          : nothing
      }
      ${
        here === (timezone ?? serverZone)
          ? nothing
          : html`<button class="button quiet" type="button" @click=${() => change({ timezone: here })}>
              ${words.useBrowserZone(here)}
            </button>`
      }
    </div>
  </form>`;
}

function inWords({ start, end }: Preferences['quiet_hours'], texts: AccountSurroundings['texts']): string {
  const words = texts.preferences;
  if (!start || !end) return words.quietNone;
  return start === end ? words.quietAllDay : words.quietBetween(start, end);
}

/** Every zone this browser knows, with those that are in use here. */
function zones(...used: string[]): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ...used])].sort();
}
