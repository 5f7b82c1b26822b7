import { html, nothing, type TemplateResult } from 'lit';
import type { Preview, ShownMessage } from '../../../src/contract/promotions.js';
import { JOB_TYPES, type JobType } from '../../../src/domain/message-kinds.js';
import { CHANNEL_TYPES, type ChannelType } from '../../../src/domain/channel-choice.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { capital, type Formats } from '../format.js';

/** Which channel's wording is looked at; `null` until somebody chose one. */
export interface ChosenChannel {
  readonly channel: ChannelType | null;
  readonly choose: (channel: ChannelType) => void;
}

/** The messages of all jobs as one channel carries them, and the channels to choose from. */
export function messagesView(
  preview: Preview,
  texts: WebTexts,
  formats: Formats,
  { channel: chosen, choose }: ChosenChannel,
): TemplateResult {
  const { promote } = texts;
  const channels = channelsOf(preview);
  const channel = chosen !== null && channels.includes(chosen) ? chosen : (channels[0] ?? null);
  const messages = JOB_TYPES.flatMap((job) => {
    const shown = messageOf(preview, job, channel);
    return shown ? [messageView(job, shown, texts, formats)] : [];
  });
  return html`<section class="texts" part="messages">
    <h3>${promote.texts}</h3>
    ${
      channels.length === 0
        ? nothing
        : html`<div class="segments" role="radiogroup" aria-label=${promote.wordedFor}>
            ${channels.map(
              (each) =>
                html`<label>
                  <input
                    type="radio"
                    name="worded_for"
                    value=${each}
                    .checked=${each === channel}
                    @change=${() => choose(each)}
                  />
                  <span>${texts.channel[each]}</span>
                </label>`,
            )}
          </div>`
    }
    ${messages}
  </section>`;
}

/** The channels that carry anything, the one that most are called by first. */
function channelsOf({ messages_by_channel: byChannel, channels_summary: summary }: Preview): ChannelType[] {
  const used = CHANNEL_TYPES.filter((channel) => Object.values(byChannel).some((each) => each[channel]));
  return used.sort((a, b) => summary[b] - summary[a]);
}

/** Where nobody would be called there is no channel, but there is what would be said. */
function messageOf(preview: Preview, job: JobType, channel: ChannelType | null): ShownMessage | null {
  if (channel !== null) return preview.messages_by_channel[job]?.[channel] ?? null;
  const text = preview.messages[job];
  return text === undefined ? null : { text, buttons: [] };
}

function messageView(
  job: JobType,
  { text, buttons }: ShownMessage,
  texts: WebTexts,
  formats: Formats,
): TemplateResult {
  return html`<div class="message">
    <h4>${capital(texts.job[job])}</h4>
    <p class="text">${formats.moments(text)}</p>
    ${
      buttons.length === 0
        ? nothing
        : html`<ul class="plain ways-out" aria-label=${texts.promote.buttons}>
            ${buttons.map((label) => html`<li>${label}</li>`)}
          </ul>`
    }
  </div>`;
}
