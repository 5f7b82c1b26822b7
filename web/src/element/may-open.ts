import type { Access } from '../../../src/contract/availability.js';
import type { Campaign } from '../../../src/contract/campaign.js';
import { whenToCallMore } from '../../../src/domain/standbys.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import { refusalText } from '../problem.js';
import { isUnderWay } from './progress-view.js';

/** These do not hold for a campaign with a start of its own, which the modal has a field for. */
const MENDED_BY_A_START: ReadonlySet<string> = new Set(['no_session', 'after_start']);

/** Whether the viewer can prepare a campaign now. */
export function mayPrepare({ can_promote: can, promote_refusal: refusal }: Access): boolean {
  return can && (refusal === null || MENDED_BY_A_START.has(refusal.code));
}

/** Whether the modal has something for the viewer: a campaign to prepare, or an `existing` one to look at. */
export function mayOpen(access: Access | null, existing: boolean): boolean {
  return access !== null && (mayPrepare(access) || (access.can_promote && existing));
}

/** Whether there is anything here for the viewer: who is known to be no promoter is shown nothing they can't use. */
export function isForThem(access: Access | null): boolean {
  return access !== null && (!access.authenticated || access.is_promoter);
}

/** Why the viewer can't ping anybody, in words; empty while it isn't known, or where they can. */
export function whyNot(access: Access | null, texts: WebTexts): string {
  if (!access) return '';
  if (!access.authenticated) return texts.promote.whySignIn;
  const refusal = access.promote_refusal;
  return refusal ? refusalText(refusal, texts) : '';
}

/** Whether a campaign is what a promoter wants to see: none that is cancelled, and no dry run that is over. */
export function isWorthShowing(campaign: Campaign | null): boolean {
  if (!campaign || campaign.status === 'cancelled') return false;
  return !campaign.dry_run || isUnderWay(campaign);
}

/** Whether there is a campaign today worth showing; where that can't be told, there is none to show. */
export async function hasCampaign(bridge: Bridge): Promise<boolean> {
  const answer = await bridge.campaignOfToday();
  return answer.ok && isWorthShowing(answer.value.campaign);
}

/** Whether the viewer may have standbys of a campaign called at `now` (ms), and any are left. */
export function mayCallMore({ standbys_left: left, jobs }: Campaign, now: number): boolean {
  const start = jobs.find(({ job_type: type }) => type === 'start');
  if (left === 0 || !start) return false;
  const { from, until } = whenToCallMore(Date.parse(start.run_at));
  return now >= from && now < until;
}
