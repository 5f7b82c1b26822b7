import { carryOut } from './carry-out.js';
import type { CampaignDrafts } from './campaign-drafts.js';
import type { ReplyPayload } from './presenters/reply-payload.js';
import { type Asked, presentRefusal } from './replies.js';
import { wantedIn } from './wanted.js';

/** Does what somebody wanted before their player was linked. What came of it stands behind the news of the link. */
export async function afterLinking(
  asked: Asked & { readonly drafts: CampaignDrafts },
  wanted: string,
  linked: ReplyPayload,
): Promise<ReplyPayload> {
  const wish = wantedIn(wanted);
  if (!wish) return linked;
  const result = await carryOut(asked, wish);
  const done = result.ok ? result.value : presentRefusal(asked.messages, result.refusal, wish);
  return { ...linked, ...done, content: [linked.content, done.content].filter(Boolean).join('\n') };
}
