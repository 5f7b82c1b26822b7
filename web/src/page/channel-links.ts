import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { LinkToken } from '../../../src/contract/links.js';
import type { Preferences } from '../../../src/contract/preferences.js';
import { LINKABLE_CHANNELS, type LinkableChannel } from '../../../src/domain/channel-choice.js';
import { problemView } from '../element/problem-view.js';
import { nextTry, Poller } from '../poll.js';
import type { Problem } from '../problem.js';
import { AccountElement } from './page-element.js';
import { tokenView, type Qr } from './token-view.js';

const LOOK_MS = 3_000;

/** Telegram and Signal: link by a token that is sent from there, seen to arrive, and unlinked. */
export class ChannelLinks extends AccountElement {
  #known: Preferences | null = null;
  #token: LinkToken | null = null;
  #qr: Qr | null = null;
  #expired = false;
  #problem: { readonly problem: Problem; readonly channel: LinkableChannel | null } | null = null;
  #said = '';
  #failures = 0;
  readonly #poller = new Poller((signal) => this.#look(signal));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#poller.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('around')) this.#poller.start();
  }

  /** Looks whether the message has arrived, for as long as a token waits for one. */
  async #look(signal: AbortSignal): Promise<number | null> {
    const answer = await this.around.bridge.preferences({ signal });
    if (!answer.ok) {
      if (answer.problem.kind === 'aborted') return null;
      this.#failures += 1;
      if (this.#token === null || answer.problem.status === 401) {
        this.#problem = { problem: this.failed(answer.problem), channel: null };
        this.requestUpdate();
        return null;
      }
      return nextTry(this.#failures, answer.problem.retryAfterMs);
    }
    this.#failures = 0;
    this.#known = answer.value;
    const token = this.#token;
    if (token && this.#masked(token.channel_type)) {
      this.#said = this.around.texts.links.confirmed(this.around.texts.channel[token.channel_type]);
      this.#forget();
      this.changed();
    } else if (token && Date.now() >= Date.parse(token.expires_at)) {
      this.#expired = true;
      this.#said = this.around.texts.links.expired;
    }
    this.requestUpdate();
    return this.#token && !this.#expired ? LOOK_MS : null;
  }

  #masked(channel: LinkableChannel): string | null {
    return this.#known?.[channel === 'telegram' ? 'telegram_handle_masked' : 'signal_handle_masked'] ?? null;
  }

  /** Whether they used it before their community moved here. */
  #isMissed(channel: LinkableChannel): boolean {
    return this.#known?.link_again.includes(channel) ?? false;
  }

  #forget(): void {
    this.#token = null;
    this.#qr = null;
    this.#expired = false;
    this.#problem = null;
  }

  async #link(channel: LinkableChannel): Promise<void> {
    this.#said = '';
    const answer = await this.around.bridge.linkToken(channel);
    if (!answer.ok) {
      this.#problem = { problem: this.failed(answer.problem), channel };
    } else {
      this.#forget();
      this.#token = answer.value;
      void this.#draw(answer.value);
      this.#poller.start();
    }
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('.token h3')?.focus();
  }

  /** The code is left alone; it ends by itself. */
  #stop(): void {
    this.#poller.stop();
    this.#forget();
    this.requestUpdate();
  }

  async #draw(token: LinkToken): Promise<void> {
    if (token.deep_link === null) return;
    try {
      const { qrPath } = await import('./qr.js');
      if (this.#token === token) this.#qr = qrPath(token.deep_link);
      this.requestUpdate();
    } catch {
      // The link beside it does the same.
    }
  }

  async #unlink(channel: LinkableChannel): Promise<void> {
    const { bridge, texts } = this.around;
    const answer = await bridge.unlink(channel);
    if (answer.ok) {
      this.#problem = null;
      this.#said = texts.links.unlinked(texts.channel[channel]);
      this.#poller.start();
      this.changed();
    } else this.#problem = { problem: this.failed(answer.problem), channel };
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this.around;
    const known = this.#known;
    const general = this.#problem?.channel === null ? this.#problem.problem : null;
    const there = LINKABLE_CHANNELS.filter((channel) => known?.channels.includes(channel));
    // Where neither is set up there is nothing to link, and nothing to say of it.
    if (known && there.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="links">
      <h2 id="links">${texts.links.title}</h2>
      ${known && !known.encryption_enabled ? html`<p class="note">${texts.links.encryptionOff}</p>` : nothing}
      ${known?.encryption_enabled ? there.map((channel) => this.#channelView(channel)) : nothing}
      ${general ? problemView(general, texts, { retry: () => this.#poller.start() }) : nothing}
      <p class=${this.#said ? 'note good' : 'hidden-visually'} role="status">${this.#said}</p>
    </section>`;
  }

  #channelView(channel: LinkableChannel): TemplateResult {
    const { texts, formats } = this.around;
    const masked = this.#masked(channel);
    const name = texts.channel[channel];
    const problem = this.#problem?.channel === channel ? this.#problem.problem : null;
    const token = this.#token?.channel_type === channel ? this.#token : null;
    return html`<div class="row">
        <p>
          <strong>${name}</strong><br /><span class="muted"
            >${masked ? texts.links.linkedAs(masked) : this.#isMissed(channel) ? texts.links.again : texts.links.none}</span
          >
        </p>
        ${
          masked
            ? html`<button
                class="button"
                type="button"
                aria-label=${texts.links.unlinkNamed(name)}
                @click=${() => void this.#unlink(channel)}
              >
                ${texts.links.unlink}
              </button>`
            : token && !this.#expired
              ? html`<button class="button quiet" type="button" @click=${() => this.#stop()}>
                  ${texts.common.cancel}
                </button>`
              : html`<button
                  class="button"
                  type="button"
                  aria-label=${token ? nothing : texts.links.linkNamed(name)}
                  @click=${() => void this.#link(channel)}
                >
                  ${token ? texts.links.newCode : texts.links.link}
                </button>`
        }
      </div>
      ${problem ? problemView(problem, texts) : nothing}
      ${token ? tokenView({ token, qr: this.#qr, expired: this.#expired }, texts, formats) : nothing}`;
  }
}
