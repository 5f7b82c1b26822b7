import type { CampaignRequest } from '../domain/campaign.js';
import type { Clock } from '../domain/clock.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Shelf } from '../domain/shelf.js';
import type { CreatedCampaign } from '../services/create-campaign.js';
import type { CampaignPreview } from '../services/preview-campaign.js';

/** How long a preview's Confirm stays good: as long as Discord lets us edit the message it stands under. */
export const DRAFT_LIFETIME_MS = 14 * 60_000;

/** A campaign somebody is looking at. */
export interface CampaignDraft {
  readonly id: string;
  readonly promoterId: string;
  readonly request: CampaignRequest;
  /** Whom the preview showed, to tell afterwards what changed. */
  readonly recipientIds: readonly string[];
  readonly expiresAt: number;
  /** What came of Confirm; absent while nothing has. */
  readonly made?: CreatedCampaign;
}

/** The previews that wait for Confirm or Cancel. What is not kept has expired, and says so. */
export class CampaignDrafts {
  readonly #underWay = new Map<string, Promise<Result<CreatedCampaign>>>();

  constructor(
    private readonly shelf: Shelf,
    private readonly clock: Clock,
    /** Ids that nobody can guess. */
    private readonly newId: () => string,
  ) {}

  /** Keeps what a promoter is shown, to be confirmed. */
  async keep(promoterId: string, { request, recipients }: CampaignPreview): Promise<CampaignDraft> {
    const draft: CampaignDraft = {
      id: this.newId(),
      promoterId,
      request,
      recipientIds: recipients.map(({ userId }) => userId),
      expiresAt: this.clock.now() + DRAFT_LIFETIME_MS,
    };
    await this.#put(draft);
    return draft;
  }

  async find(id: string): Promise<CampaignDraft | null> {
    const kept = await this.shelf.find(id);
    return kept === null ? null : (JSON.parse(kept) as CampaignDraft);
  }

  async discard(id: string): Promise<void> {
    await this.shelf.drop(id);
  }

  /** Makes a draft's campaign. Once it is made every further press is answered the same; a failure may be tried again. */
  async confirm(
    { id }: CampaignDraft,
    make: () => Promise<Result<CreatedCampaign>>,
  ): Promise<Result<CreatedCampaign>> {
    const same = this.#underWay.get(id);
    if (same) return same;
    const making = this.#make(id, make).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, making);
    return making;
  }

  async #make(id: string, make: () => Promise<Result<CreatedCampaign>>): Promise<Result<CreatedCampaign>> {
    const draft = await this.find(id);
    if (draft?.made) return ok(draft.made);
    const result = await make();
    if (draft && result.ok) await this.#put({ ...draft, made: result.value });
    return result;
  }

  async #put(draft: CampaignDraft): Promise<void> {
    await this.shelf.put(draft.id, JSON.stringify(draft), draft.expiresAt - this.clock.now());
  }
}
