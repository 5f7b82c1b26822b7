import { ButtonStyle } from 'discord.js';
import type { SkipReason } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { Messages } from '../../messages/messages.js';
import type { CampaignPreview } from '../../services/preview-campaign.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { fit, MAX_FIELD } from './fit.js';
import { COLOUR, payload, type Payload } from './payload.js';

/**
 * Who would be called, when and with what, and who would not. With a draft's id it asks for Confirm or Cancel.
 */
export function presentPreview(messages: Messages, preview: CampaignPreview, draftId?: string): Payload {
  const { promote } = messages;
  const field = (lines: readonly string[]): string => fit(messages, lines, '\n', MAX_FIELD);
  const recipients = preview.recipients.map(({ displayName, status, channel }) =>
    promote.recipient(displayName, status, channel),
  );
  const excluded = Object.entries(preview.excluded).map(([reason, count]) =>
    promote.excluded(reason as SkipReason, count),
  );
  const { reminderAt, startAt, followUpAt } = preview.schedule;
  const { lastSendAt } = preview.forecast;
  const when = [
    promote.moment('reminder', reminderAt),
    promote.moment('start', startAt),
    ...(followUpAt === null ? [] : [promote.moment('follow_up', followUpAt)]),
    ...(lastSendAt === null ? [] : [promote.lastSend(lastSendAt)]),
  ];
  const texts = Object.entries(preview.messages).map(
    ([jobType, text]) => `**${messages.jobName(jobType as JobType)}**\n>>> ${text}`,
  );
  const notices = preview.notices.map((notice) => messages.notice(notice));
  const asks = draftId !== undefined && recipients.length > 0;
  return payload({
    embeds: [
      {
        title: asks ? promote.confirmTitle : promote.previewTitle,
        color: COLOUR.planned,
        description: promote.recipients(recipients.length, preview.channelsSummary),
        fields: [
          { name: promote.who, value: recipients.length > 0 ? field(recipients) : promote.nobody },
          {
            name: promote.leftOut,
            value: excluded.length > 0 ? field(excluded) : promote.nobodyLeftOut,
          },
          { name: promote.when, value: when.join('\n') },
          ...(notices.length > 0 ? [{ name: promote.notices, value: field(notices) }] : []),
        ],
      },
      ...texts.map((text) => ({ color: COLOUR.quiet, description: text })),
    ],
    components: asks ? [confirmRow(messages, draftId)] : [],
  });
}

function confirmRow({ buttons }: Messages, draftId: string): Payload['components'][number] {
  return row(
    button(customId('promote-confirm', draftId), buttons.confirm, ButtonStyle.Success),
    button(customId('promote-discard', draftId), buttons.cancel),
  );
}
