import { html, type TemplateResult } from 'lit';
import type { CampaignRequest } from '../../../src/contract/promotions.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';

/** Who to call, and whether it is for real. */
export function optionsView(
  request: CampaignRequest,
  texts: WebTexts,
  change: (change: Partial<CampaignRequest>) => void,
): TemplateResult {
  const { promote } = texts;
  const box = (key: keyof CampaignRequest, label: string, hint?: string): TemplateResult =>
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
  return html`<div part="options">
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
    ${box('dry_run', promote.dryRun, promote.dryRunHint)}
  </div>`;
}
