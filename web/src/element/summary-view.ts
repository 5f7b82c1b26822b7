import { html, type TemplateResult } from 'lit';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { SkipReason } from '../../../src/domain/campaign.js';
import type { ChannelType } from '../../../src/domain/channel-choice.js';
import { mostFirst } from '../../../src/domain/most-first.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Formats } from '../format.js';

/** "8 on Discord and 3 on Telegram", the most first; empty for nobody. */
export function channelsLine(
  summary: Campaign['channels_summary'],
  texts: WebTexts,
  formats: Formats,
): string {
  const parts = mostFirst<ChannelType>(summary).map(([channel, count]) =>
    texts.promote.byChannel(count, texts.channel[channel]),
  );
  return formats.list(parts);
}

/** How many are left out, by reason; the most first. */
export function reasonsView(reasons: Readonly<Record<string, number>>, texts: WebTexts): TemplateResult {
  const shown = mostFirst(reasons);
  return html`<ul class="plain reasons">
    ${shown.map(([reason, count]) => html`<li>${count} × ${reasonText(reason, texts)}</li>`)}
  </ul>`;
}

function reasonText(reason: string, texts: WebTexts): string {
  return Object.hasOwn(texts.skipReason, reason) ? texts.skipReason[reason as SkipReason] : texts.otherReason;
}
