import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AccountSurroundings } from './page-element.js';

/** Copies a text; not there where the browser lets no page copy, as on plain HTTP. */
export class CopyButton extends LitElement {
  static override properties = { text: {}, texts: { attribute: false } };
  declare text: string;
  declare texts: AccountSurroundings['texts'];
  #copied = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    // Typed as always there, which it is in secure contexts only.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) return nothing;
    const { links } = this.texts;
    return html`<button class="button" type="button" @click=${() => void this.#copy(clipboard)}>
      <span aria-live="polite">${this.#copied ? links.copied : links.copy}</span>
    </button>`;
  }

  async #copy(clipboard: Clipboard): Promise<void> {
    try {
      await clipboard.writeText(this.text);
      this.#copied = true;
    } catch {
      // The person said no; the text is there to be marked.
      this.#copied = false;
    }
    this.requestUpdate();
  }
}
