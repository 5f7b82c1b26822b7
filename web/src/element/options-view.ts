import { html, nothing, type TemplateResult } from 'lit';
import type { CampaignRequest } from '../../../src/contract/promotions.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { fieldOf, type Problem, problemText } from '../problem.js';

/** As many characters as the bridge takes in a note. */
const LONGEST_NOTE = 140;

/**
 * Who to call, when, with which words, and whether it is for real. What is wrong with a field stands at the
 * field. `zone` is that of the start, where the viewer's own is another.
 */
export function optionsView(
  request: CampaignRequest,
  texts: WebTexts,
  { problem, zone }: { readonly problem: Problem | null; readonly zone: string | null },
  change: (change: Partial<CampaignRequest>) => void,
): TemplateResult {
  const { promote } = texts;
  const box = (
    key: 'include_available' | 'include_maybe' | 'dry_run',
    label: string,
    hint?: string,
  ): TemplateResult =>
    html`<label class="choice" part="choice">
      <input
        type="checkbox"
        name=${key}
        .checked=${request[key]}
        aria-describedby=${hint ? `hint-${key}` : ''}
        @change=${(event: Event) => change({ [key]: (event.currentTarget as HTMLInputElement).checked })}
      />
      <span>${label}</span>
      ${hint ? html`<span class="hint" id=${`hint-${key}`}>${hint}</span>` : ''}
    </label>`;
  const field = (
    key: 'start' | 'note',
    type: 'time' | 'text',
    label: string,
    hint: string,
  ): TemplateResult => {
    const wrong = fieldOf(problem) === key ? problem : null;
    return html`<label class="field">
      <span>${label}</span>
      <input
        type=${type}
        name=${key}
        maxlength=${type === 'text' ? LONGEST_NOTE : nothing}
        autocomplete="off"
        .value=${request[key] ?? ''}
        aria-invalid=${wrong ? 'true' : nothing}
        aria-describedby=${`hint-${key}`}
        @input=${(event: Event) => change({ [key]: (event.currentTarget as HTMLInputElement).value })}
      />
      <span class=${wrong ? 'field-error' : 'hint'} id=${`hint-${key}`} role=${wrong ? 'alert' : nothing}
        >${wrong ? problemText(wrong, texts) : hint}</span
      >
    </label>`;
  };
  return html`<div class="options" part="options">
    <fieldset>
      <legend>${promote.who}</legend>
      <div class="choices">
        <label class="choice" part="choice">
          <input type="checkbox" checked disabled />
          <span>${promote.includeLooking} <span class="muted">(${promote.always})</span></span>
        </label>
        ${box('include_available', promote.includeAvailable)} ${box('include_maybe', promote.includeMaybe)}
      </div>
    </fieldset>
    <div class="fields">
      ${field('start', 'time', promote.start, promote.startHint(zone))}
      ${field('note', 'text', promote.note, promote.noteHint)}
    </div>
    ${box('dry_run', promote.dryRun, promote.dryRunHint)}
  </div>`;
}
