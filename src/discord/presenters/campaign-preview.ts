import { type APIButtonComponentWithCustomId, ButtonStyle } from 'discord.js';
import type { JobType } from '../../domain/message-kinds.js';
import { mostFirst } from '../../domain/most-first.js';
import type { Messages } from '../../messages/messages.js';
import type { CampaignPreview } from '../../services/preview-campaign.js';
import { customId, MAX_ID } from '../custom-id.js';
import { wantedText } from '../wanted.js';
import { button, row } from './components.js';
import { fit, MAX_FIELD } from './fit.js';
import { COLOUR, payload, type Payload } from './payload.js';

/**
 * Who would be called, when and with what, and who would not. With a draft's id it asks for Confirm or Cancel; where
 * somebody is only left out for their status, a button takes them in.
 */
export function presentPreview(messages: Messages, preview: CampaignPreview, draftId?: string): Payload {
  const { promote } = messages;
  const field = (lines: readonly string[]): string => fit(messages, lines, '\n', MAX_FIELD);
  const named = ({ displayName, status, channel, weekly }: CampaignPreview['recipients'][number]): string =>
    promote.recipient(displayName, status, channel, weekly);
  const recipients = preview.recipients.map(named);
  const standbys = [
    ...preview.standbys.map(named),
    ...mostFirst(preview.noStandbys).map(([reason, count]) => promote.noStandby(reason, count)),
  ];
  const excluded = mostFirst(preview.excluded).map(([reason, count]) => promote.excluded(reason, count));
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
  const buttons = [
    ...(asks ? confirmAndCancel(messages, draftId) : []),
    ...includeMore(messages, preview, draftId !== undefined),
  ];
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
          ...(standbys.length > 0
            ? [{ name: promote.standbys(preview.standbys.length), value: field(standbys) }]
            : []),
          { name: promote.when, value: when.join('\n') },
          ...(notices.length > 0 ? [{ name: promote.notices, value: field(notices) }] : []),
        ],
      },
      ...texts.map((text) => ({ color: COLOUR.quiet, description: text })),
    ],
    components: buttons.length > 0 ? [row(...buttons)] : [],
  });
}

function confirmAndCancel({ buttons }: Messages, draftId: string): APIButtonComponentWithCustomId[] {
  return [
    button(customId('promote-confirm', draftId), buttons.confirm, ButtonStyle.Success),
    button(customId('promote-discard', draftId), buttons.cancel),
  ];
}

/** Takes in those who are only left out for what they said; left out itself where its id has no room for the note. */
function includeMore({ promote }: Messages, { excluded, request }: CampaignPreview, isDraft: boolean) {
  if (!excluded.status_not_included) return [];
  const everybody = { ...request, includeAvailable: true, includeMaybe: true };
  const wanted = wantedText({ kind: isDraft ? 'create' : 'preview', request: everybody });
  const id = customId('promote-include', wanted);
  return id.length <= MAX_ID ? [button(id, promote.includeMore)] : [];
}
