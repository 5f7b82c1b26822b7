import { html, nothing, type TemplateResult } from 'lit';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { type Problem, problemText } from '../problem.js';
import { withCode } from './with-code.js';

/** The ways out that are offered beside a problem's words. */
export interface WaysOut {
  readonly retry?: () => void;
  /** Where to sign in; offered to those who aren't. */
  readonly signIn?: string | null;
  readonly more?: TemplateResult | typeof nothing;
}

/** A problem in words, where it belongs; told to screen readers as it appears. */
export function problemView(problem: Problem, texts: WebTexts, ways: WaysOut = {}): TemplateResult {
  const signIn = problem.status === 401 && ways.signIn;
  return html`<div class="note bad" role="alert" part="problem">
    <p>${withCode(problemText(problem, texts))}</p>
    ${
      signIn || ways.retry || ways.more
        ? html`<div class="buttons">
            ${signIn ? html`<a class="button" href=${signIn}>${texts.common.signIn}</a>` : nothing}
            ${
              ways.retry && !signIn
                ? html`<button class="button" type="button" @click=${ways.retry}>
                    ${texts.common.retry}
                  </button>`
                : nothing
            }
            ${ways.more ?? nothing}
          </div>`
        : nothing
    }
  </div>`;
}
