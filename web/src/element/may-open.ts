import type { Access } from '../../../src/contract/availability.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import { refusalText } from '../problem.js';

/** Whether the modal has something for the viewer: a campaign to prepare, or an `existing` one to look at. */
export function mayOpen(access: Access | null, existing: boolean): boolean {
  return access !== null && access.can_promote && (access.promote_refusal === null || existing);
}

/** Why the viewer can't call anybody, in words; empty while it isn't known, or where they can. */
export function whyNot(access: Access | null, texts: WebTexts): string {
  if (!access) return '';
  if (!access.authenticated) return texts.promote.whySignIn;
  const refusal = access.promote_refusal;
  if (!refusal) return '';
  return refusalText(refusal, texts);
}

/** Whether there is a campaign today that isn't cancelled; where that can't be told, there is none to show. */
export async function hasCampaign(bridge: Bridge): Promise<boolean> {
  const answer = await bridge.campaignOfToday();
  const campaign = answer.ok ? answer.value.campaign : null;
  return campaign !== null && campaign.status !== 'cancelled';
}
