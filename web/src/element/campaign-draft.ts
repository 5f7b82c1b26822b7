import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CampaignRequest, CreatedCampaign } from '../../../src/contract/promotions.js';
import type { Bridge } from '../bridge.js';
import type { Problem } from '../problem.js';
import { PreviewSource, type PreviewState } from './preview-source.js';

/** What came of Confirm. */
export type Confirmed =
  | { readonly ok: true; readonly created: CreatedCampaign; readonly replayed: boolean }
  | { readonly ok: false; readonly problem: Problem };

/** A campaign before it is one: the options, their preview, and Confirm. Nothing is created but by `confirm`. */
export class CampaignDraft implements ReactiveController {
  request: CampaignRequest = { include_available: false, include_maybe: false, dry_run: false };
  /** Why Confirm was refused, until the options change. */
  refused: Problem | null = null;
  confirming = false;
  #source: PreviewSource | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly failed: (problem: Problem) => void,
  ) {
    host.addController(this);
  }

  get state(): PreviewState {
    return this.#source?.state ?? { loading: true, preview: null, problem: null };
  }

  hostDisconnected(): void {
    this.#source?.stop();
  }

  /** Begins with the options as they are. */
  begin(bridge: Bridge): void {
    this.#source?.stop();
    this.refused = null;
    this.#source = new PreviewSource(
      (options, signal) => bridge.preview(options, { signal }),
      ({ problem }) => {
        if (problem) this.failed(problem);
        this.host.requestUpdate();
      },
    );
    this.#source.ask(this.request, 0);
  }

  stop(): void {
    this.#source?.stop();
  }

  /** An empty start or note is none. */
  change(change: Partial<CampaignRequest>): void {
    const { start, note, ...request } = { ...this.request, ...change };
    this.request = { ...request, ...(start ? { start } : {}), ...(note ? { note } : {}) };
    this.refused = null;
    // A dry run calls nobody else than it would be: the preview is the same.
    if (!('dry_run' in change)) this.#source?.ask(this.request);
    this.host.requestUpdate();
  }

  retry(): void {
    this.refused = null;
    this.#source?.ask(this.request, 0);
  }

  /** Creates it. The same request again gives the same campaign, so trying again calls nobody twice. */
  async confirm(bridge: Bridge): Promise<Confirmed | null> {
    if (this.confirming) return null;
    this.confirming = true;
    this.refused = null;
    this.host.requestUpdate();
    const answer = await bridge.createCampaign(this.request);
    this.confirming = false;
    this.host.requestUpdate();
    if (!answer.ok) {
      this.refused = answer.problem;
      this.failed(answer.problem);
      return { ok: false, problem: answer.problem };
    }
    return { ok: true, created: answer.value, replayed: answer.replayed };
  }
}
