import type { CampaignRequest } from '../domain/campaign.js';
import type { Clock } from '../domain/clock.js';
import type { Result } from '../domain/refusal.js';
import type { CreatedCampaign } from '../services/create-campaign.js';
import type { CampaignPreview } from '../services/preview-campaign.js';

/** How long a preview's Confirm stays good: as long as Discord lets us edit the message it stands under. */
export const DRAFT_LIFETIME_MS = 14 * 60_000;

/** A campaign somebody is looking at and has not confirmed yet. */
export interface CampaignDraft {
  readonly id: string;
  readonly promoterId: string;
  readonly request: CampaignRequest;
  /** Whom the preview showed, to tell afterwards what changed. */
  readonly recipientIds: readonly string[];
  readonly expiresAt: number;
  /** Set by the first Confirm; a second press gets the same answer. */
  confirmed?: Promise<Result<CreatedCampaign>>;
}

/** The previews that wait for Confirm or Cancel. In memory: after a restart they have expired, and say so. */
export class CampaignDrafts {
  readonly #drafts = new Map<string, CampaignDraft>();

  constructor(
    private readonly clock: Clock,
    private readonly newId: () => string,
  ) {}

  add(draft: Pick<CampaignDraft, 'promoterId' | 'request' | 'recipientIds'>): CampaignDraft {
    this.#forgetExpired();
    const added = { ...draft, id: this.newId(), expiresAt: this.clock.now() + DRAFT_LIFETIME_MS };
    this.#drafts.set(added.id, added);
    return added;
  }

  /** What a promoter is shown, to be confirmed. */
  of(promoterId: string, { request, recipients }: CampaignPreview): CampaignDraft {
    return this.add({ promoterId, request, recipientIds: recipients.map(({ userId }) => userId) });
  }

  find(id: string): CampaignDraft | null {
    this.#forgetExpired();
    return this.#drafts.get(id) ?? null;
  }

  discard(id: string): void {
    this.#drafts.delete(id);
  }

  #forgetExpired(): void {
    for (const [id, draft] of this.#drafts) {
      if (draft.expiresAt <= this.clock.now()) this.#drafts.delete(id);
    }
  }
}
