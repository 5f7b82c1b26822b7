import type { AvailabilityStatus } from '../domain/availability.js';
import type { Campaign } from '../domain/campaign.js';
import { eveningAt } from '../domain/evening.js';
import { wallTime } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import type { View } from '../persistence/engine/database.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { finalOutcomeOf } from '../persistence/stores/send-log-store.js';
import type { Actor, ServiceContext } from './context.js';
import { setAvailability } from './set-availability.js';

/** "Not tonight" taken back. */
export interface BackIn {
  readonly date: string;
  readonly status: AvailabilityStatus;
  /**
   * What of the evening's messages is left for them: something may still come; the start ping had its turn while they
   * said no; or there is nothing to say about it.
   */
  readonly next: 'comes' | 'was_missed' | 'nothing';
  /** When the session begins, as `21:00`. */
  readonly startsAt: string;
}

/**
 * Takes "Not tonight" back under a message of a campaign: they look for a game again on its evening. Like any yes it is
 * for linked members, from wherever it is said.
 */
export async function backIn(
  context: ServiceContext,
  actor: Actor,
  campaignId: string,
): Promise<Result<BackIn>> {
  const { database, settings, clock } = context;
  const campaign = await findCampaign(database.view, campaignId);
  if (!campaign) return refuse({ code: 'campaign_not_found' });
  const today = eveningAt(clock.now(), settings);
  if (campaign.date < today) return refuse({ code: 'date_past', date: campaign.date });
  const set = await setAvailability(
    context,
    { ...actor, guildId: settings.guildId },
    { status: 'LOOKING', date: campaign.date },
  );
  if (!set.ok) return set;
  const { date, status } = set.value;
  const next = await nextFor(database.view, actor.userId, campaign);
  return ok({ date, status, next, startsAt: wallTime(campaign.startAt, campaign.timezone) });
}

async function nextFor(view: View, userId: string, campaign: Campaign): Promise<BackIn['next']> {
  if (campaign.status === 'cancelled') return 'nothing';
  const jobs = await jobsOf(view, campaign.id);
  const open = jobs.filter(({ status }) => status === 'pending' || status === 'running');
  const start = jobs.find(({ jobType }) => jobType === 'start');
  // Without the start ping there is no follow-up.
  if (start && (await finalOutcomeOf(view, start.id, userId)) === 'skipped') return 'was_missed';
  if (open.length === 0) return 'nothing';
  const preferences = await findPreferences(view, userId);
  return preferences?.allowPromotions ? 'comes' : 'nothing';
}

/** What they are told. `today`: the evening it is, `YYYY-MM-DD`. */
export function backInWords(
  { replies, wayOut }: Messages,
  { date, status, next, startsAt }: BackIn,
  today: string,
): string {
  switch (next) {
    case 'comes':
      return wayOut.backIn;
    case 'was_missed':
      return wayOut.backInLate(startsAt);
    case 'nothing':
      return replies.availabilitySet(status, date, today);
  }
}
