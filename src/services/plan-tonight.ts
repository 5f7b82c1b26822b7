import type { CampaignSchedule } from '../domain/campaign.js';
import type { Result } from '../domain/refusal.js';
import { planCampaign } from '../domain/schedule.js';
import type { ServiceContext } from './context.js';

/** {@link planCampaign} with this deployment's settings; without a presence check there is no follow-up. */
export function planTonight(
  { settings, presence }: Pick<ServiceContext, 'settings' | 'presence'>,
  now: number,
): Result<CampaignSchedule> {
  const isChecked = presence.voice !== null || presence.gameServer !== null;
  return planCampaign({
    ...settings,
    now,
    followUpDelayMs: isChecked ? settings.followUpDelaySeconds * 1000 : null,
  });
}
