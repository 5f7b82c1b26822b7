import { ButtonStyle } from 'discord.js';
import { weeklyUntil } from '../../domain/standing-answers.js';
import type { Messages } from '../../messages/messages.js';
import type {
  StandingCampaigns,
  StandingTonight,
  StoppedStanding,
} from '../../services/standing-campaigns.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** The standing campaigns, with what a promoter can do about them; `done`: what came of a change. */
export function presentStandingCampaigns(
  messages: Messages,
  view: StandingCampaigns,
  done: string | null = null,
): ReplyPayload {
  const { standingCampaigns: texts } = messages;
  const { today, days, until, tonight, threshold } = view;
  const lines = [
    ...(days.length > 0 ? days.map((day) => texts.day(day)) : [texts.none]),
    ...(until === null ? [] : ['', texts.until(until)]),
    ...(tonight === null ? [] : ['', tonightWords(messages, tonight)]),
  ];
  const stop = button(customId('promote-standing', `stop:${today}`), texts.stop, ButtonStyle.Danger);
  const keep = button(customId('promote-standing', `keep:${today}`), texts.keep, ButtonStyle.Success);
  const buttons = [
    ...(tonight?.state === 'open' ? [stop] : []),
    ...(until !== null && until < weeklyUntil(today) ? [keep] : []),
  ];
  const description = [...(days.length > 0 ? [texts.about(threshold), ''] : []), ...lines].join('\n');
  return {
    ...(done !== null && { content: done }),
    embeds: [{ title: texts.title, description }],
    components: buttons.length > 0 ? [row(...buttons)] : [],
  };
}

/** How tonight's standing campaign stands. */
export function tonightWords(
  { standingCampaigns: texts }: Messages,
  { state, at, reason, stoppedBy }: StandingTonight,
): string {
  if (state === 'open') return texts.goesOut(at);
  return state === 'made' || reason === null ? texts.made : texts.notOut(reason, stoppedBy);
}

/** What came of "Stop"; once the campaign was created it can be cancelled by whose it is. */
export function presentStopped(
  { standingCampaigns: texts, promote }: Messages,
  { outcome, proposal, stoppedBy, mayCancel }: StoppedStanding,
): ReplyPayload {
  const { campaignId, reason } = proposal;
  switch (outcome) {
    case 'stopped':
      return { content: texts.stopped, embeds: [], components: [] };
    case 'off':
      return { content: texts.notOut(reason ?? 'stopped', stoppedBy), embeds: [], components: [] };
    case 'made': {
      const cancels = mayCancel && campaignId !== null;
      return {
        content: texts.goneOut(cancels),
        embeds: [],
        components: cancels
          ? [row(button(customId('promote-cancel', campaignId), promote.cancelCampaign, ButtonStyle.Danger))]
          : [],
      };
    }
  }
}
