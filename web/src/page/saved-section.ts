import { html, nothing, type TemplateResult } from 'lit';
import { problemView } from '../element/problem-view.js';
import type { Problem } from '../problem.js';
import type { Surroundings } from './page-element.js';

/** How a section stands whose changes are saved one by one. */
export interface SavedSection {
  /** What came of the last change, in words; empty: nothing to tell. */
  readonly said: string;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Asks again for what the section shows. */
  readonly retry: () => void;
}

/**
 * Such a section: what was said last, what it shows once that is known, and what went wrong. `content` is `null` as long as it is not
 * known; then a problem comes with a way to ask again.
 */
export function savedSectionView(
  { said, busy, problem, retry }: SavedSection,
  content: TemplateResult | null,
  texts: Surroundings['texts'],
): TemplateResult {
  const loading = problem ? nothing : html`<p class="muted">${texts.common.loading}</p>`;
  return html`<p class=${said ? 'note here good' : 'hidden-visually'} role="status">${said || nothing}</p>
    ${content ? html`<div class="stack" aria-busy=${busy ? 'true' : 'false'}>${content}</div>` : loading}
    ${problem ? problemView(problem, texts, content ? {} : { retry }) : nothing}`;
}
