import { html, type TemplateResult } from 'lit';

/** The bridge words its sentences for Discord, where `this` is code. */
export function withCode(text: string): TemplateResult {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
