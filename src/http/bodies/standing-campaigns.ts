import type {
  StandingCampaigns as StandingBody,
  StoppedStanding as StoppedBody,
} from '../../contract/standing-campaigns.js';
import { weeklyUntil } from '../../domain/standing-answers.js';
import type { Messages } from '../../messages/messages.js';
import type {
  StandingCampaigns,
  StandingTonight,
  StoppedStanding,
} from '../../services/standing-campaigns.js';
import { iso } from './instants.js';

/** The standing campaigns, with moments in words as wall times of `timezone` (IANA). */
export function standingCampaignsBody(
  { today, days, until, tonight, threshold }: StandingCampaigns,
  words: Messages,
  timezone: string,
): StandingBody {
  return {
    days: days.map(({ day, name, isOwn, includeAvailable, includeMaybe, hasSession }) => ({
      weekday: day,
      set_by: name,
      own: isOwn,
      include_available: includeAvailable,
      include_maybe: includeMaybe,
      has_session: hasSession,
    })),
    counts_until: until,
    can_be_kept: until !== null && until < weeklyUntil(today),
    threshold,
    tonight: tonight && tonightBody(tonight, words, timezone),
  };
}

function tonightBody(
  { date, state, at, startAt, reason, stoppedBy, campaignId }: StandingTonight,
  { standingCampaigns: texts }: Messages,
  timezone: string,
): NonNullable<StandingBody['tonight']> {
  const open = texts.goesOut(at, { timezone });
  const detail = state === 'open' ? open : reason === null ? texts.made : texts.notOut(reason, stoppedBy);
  return {
    campaign_date: date,
    state,
    goes_out_at: iso(at),
    start_at: iso(startAt),
    reason,
    stopped_by: stoppedBy,
    campaign_id: campaignId,
    detail: plain(detail),
  };
}

/** What came of a "no". */
export function stoppedBody(
  { outcome, proposal, stoppedBy, mayCancel }: StoppedStanding,
  { standingCampaigns: texts }: Messages,
): StoppedBody {
  const detail = {
    stopped: texts.stopped,
    off: texts.notOut(proposal.reason ?? 'stopped', stoppedBy),
    made: texts.goneOut(mayCancel),
  }[outcome];
  return {
    success: true,
    outcome,
    campaign_id: outcome === 'made' ? proposal.campaignId : null,
    may_cancel: outcome === 'made' && mayCancel,
    detail: plain(detail),
  };
}

/** Without the markup that Discord shows. */
function plain(text: string): string {
  return text.replaceAll('**', '');
}
