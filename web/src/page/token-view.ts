import { html, nothing, type TemplateResult } from 'lit';
import type { LinkToken } from '../../../src/contract/links.js';
import type { Formats } from '../format.js';
import type { AccountSurroundings } from './page-element.js';

export interface Qr {
  readonly size: number;
  readonly path: string;
}

/** A token that waits to be sent from its channel: the code to scan, the link, the words, and until when. */
export function tokenView(
  { token, qr, expired }: { readonly token: LinkToken; readonly qr: Qr | null; readonly expired: boolean },
  texts: AccountSurroundings['texts'],
  formats: Formats,
): TemplateResult {
  const { links } = texts;
  const { channel_type: channel, deep_link: link } = token;
  const name = texts.channel[channel];
  const typed = channel === 'telegram' ? `/link ${token.token}` : token.token;
  if (expired) return html`<p class="note warn">${links.expired}</p>`;
  const code = html`<p class="code"><code>${typed}</code></p>
    <div class="buttons"><muster-copy .text=${typed} .texts=${texts}></muster-copy></div>`;
  return html`<div class="token">
    <div class="stack">
      <h3 tabindex="-1">${links.linkNamed(name)}</h3>
      <p>${links.how(channel)}</p>
      ${link === null ? nothing : html`<p><a class="button primary" href=${link} rel="noreferrer" target="_blank">${links.open}</a></p>`}
      ${
        channel === 'telegram' && link !== null
          ? html`<details>
              <summary>${links.otherWays}</summary>
              <div class="stack">
                <p>${links.byHand(channel)}</p>
                ${code}
              </div>
            </details>`
          : code
      }
      <p class="hint">${links.expires(formats.time(token.expires_at))} ${links.secret}</p>
      <p class="muted"><span class="waiting" aria-hidden="true"></span>${links.waiting}</p>
    </div>
    ${
      qr
        ? html`<svg
            class="qr"
            role="img"
            aria-label=${links.qr(name)}
            viewBox="0 0 ${qr.size} ${qr.size}"
            shape-rendering="crispEdges"
          >
            <rect width=${qr.size} height=${qr.size} fill="#fff"></rect>
            <path d=${qr.path} fill="#000"></path>
          </svg>`
        : nothing
    }
  </div>`;
}
