import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Access } from '../../../src/contract/availability.js';
import type { Campaign } from '../../../src/contract/campaign.js';
import type { CreatedCampaign, Notice } from '../../../src/contract/promotions.js';
import type { ChannelType } from '../../../src/domain/channel-choice.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import { Formats } from '../format.js';
import { fieldOf, localProblem, type Problem } from '../problem.js';
import { loadTexts } from '../texts.js';
import { CampaignDraft } from './campaign-draft.js';
import { CampaignWatch } from './campaign-watch.js';
import { connect, signInAddress } from './connection.js';
import { CancelQuestion } from './cancel-question.js';
import { hasCampaign, isForThem, isWorthShowing, mayOpen, mayPrepare, whyNot } from './may-open.js';
import type { ChosenChannel } from './messages-view.js';
import { optionsView } from './options-view.js';
import { previewView } from './preview-view.js';
import { problemView } from './problem-view.js';
import { isUnderWay, progressSentence, progressView } from './progress-view.js';
import { withCode } from './with-code.js';
import { StandbyQuestion } from './standby-question.js';
import { promoteStyles } from './styles.js';

type Step = 'loading' | 'choose' | 'progress';

/**
 * A button that opens the modal a promoter calls tonight's players with: options, a live preview, Confirm, progress,
 * cancel. Events bubble and cross shadow roots:
 *
 * - `muster-created`: a campaign was created (or had been); `detail` is the bridge's answer.
 * - `muster-cancelled`: a campaign was cancelled; `detail` names its `campaign_id`.
 * - `muster-error`: something was refused or failed; `detail` is the problem. It is also shown in words.
 *
 * Parts: `button`, `reason`, `dialog`, `header`, `body`, `footer`, `options`, `choice`, `preview`, `schedule`,
 * `messages`,
 * `progress`, `job`, `problem`, `confirm`, `more`, `cancel`. Colours and type are custom properties, listed in theme.css.
 */
export class MusterPromote extends LitElement {
  static override styles = promoteStyles;
  static override properties = {
    endpoint: {},
    tokenEndpoint: { attribute: 'token-endpoint' },
    locale: {},
  };
  /** Where the script came from: the bridge, unless `endpoint` names another place. Set when it is registered. */
  static scriptAddress = '';

  /** Where the bridge is; where the script came from if left out. */
  declare endpoint: string;
  /** Where the website hands out its visitor's token; without it, Muster's own cookie says who asks. */
  declare tokenEndpoint: string;
  /** BCP 47; the page's language if left out. */
  declare locale: string;

  #texts: WebTexts | null = null;
  #bridge: Bridge | null = null;
  #access: Access | null = null;
  #accessProblem: Problem | null = null;
  /** There is a campaign today: the button shows it. */
  #existing = false;
  #wordedFor: ChannelType | null = null;
  #step: Step = 'loading';
  #watch: CampaignWatch | null = null;
  #notices: readonly Notice[] = [];
  #said = '';
  #created: 'created' | 'replayed' | null = null;
  readonly #draft = new CampaignDraft(this, (problem) => this.#failed(problem));
  readonly #cancel = new CancelQuestion(this, (problem) => this.#failed(problem));
  readonly #more = new StandbyQuestion(this, (problem) => this.#failed(problem));

  constructor() {
    super();
    this.endpoint = '';
    this.tokenEndpoint = '';
    this.locale = '';
  }

  /** Asks again what the viewer may do: after they signed in, or linked their player. */
  async refresh(): Promise<void> {
    const bridge = this.#bridge;
    if (!bridge) return;
    const answer = await bridge.access();
    if (bridge !== this.#bridge || !this.isConnected) return;
    this.#accessProblem = answer.ok ? null : answer.problem;
    if (answer.ok) {
      const access = answer.value;
      const existing = access.can_promote && (await hasCampaign(bridge));
      if (bridge !== this.#bridge) return;
      this.#access = access;
      this.#existing = existing;
    }
    if (!answer.ok) this.#failed(answer.problem);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const first = this.#bridge === null;
    if (!first && !changed.has('endpoint') && !changed.has('tokenEndpoint') && !changed.has('locale')) return;
    const settings = { endpoint: this.endpoint, tokenEndpoint: this.tokenEndpoint, locale: this.#language };
    this.#bridge = connect(settings, MusterPromote.scriptAddress);
    void this.refresh();
    if (first || changed.has('locale')) void this.#load(this.#language);
  }

  get #language(): string {
    return this.locale || document.documentElement.lang || navigator.language;
  }

  get #formats(): Formats {
    return new Formats(this.#language);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #load(language: string): Promise<void> {
    try {
      this.#texts = await loadTexts(language);
      this.requestUpdate();
    } catch {
      this.#failed(localProblem('network'));
    }
  }

  async #open(): Promise<void> {
    if (!mayOpen(this.#access, this.#existing) || !this.#bridge) return;
    this.#step = 'loading';
    this.#notices = [];
    this.#said = '';
    this.#created = null;
    this.requestUpdate();
    await this.updateComplete;
    this.#dialog?.showModal();
    this.#follow(null);
  }

  #closed(): void {
    this.#watch?.stop();
    this.#draft.stop();
    this.#cancel.reset();
    this.#more.reset();
    void this.refresh();
  }

  /** Follows a campaign: one that is named, else whichever there is today. */
  #follow(id: string | null): void {
    const bridge = this.#bridge;
    if (!bridge) return;
    this.#watch?.stop();
    const watch = new CampaignWatch(
      (asking) => (id === null ? bridge.followToday(asking) : bridge.followCampaign(id, asking)),
      ({ loading, campaign, problem }) => {
        if (this.#watch !== watch) return;
        if (problem) this.#failed(problem);
        if (this.#step === 'loading' && !loading) {
          if (isWorthShowing(campaign)) void this.#show('progress');
          else if (!problem) this.#choose();
        }
        if (campaign && this.#texts && this.#step === 'progress') {
          this.#said = progressSentence(campaign, this.#texts);
        }
        if (campaign && !isUnderWay(campaign)) this.#created = null;
        this.requestUpdate();
      },
    );
    this.#watch = watch;
    watch.start();
  }

  #choose(): void {
    if (!this.#bridge) return;
    this.#watch?.stop();
    this.#notices = [];
    this.#created = null;
    this.#cancel.reset();
    this.#more.reset();
    this.#draft.begin(this.#bridge);
    void this.#show('choose');
  }

  /** What was on screen is gone, so the focus goes to the title instead of nowhere. */
  async #show(step: Step): Promise<void> {
    this.#step = step;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  async #confirm(): Promise<void> {
    if (!this.#bridge) return;
    const confirmed = await this.#draft.confirm(this.#bridge);
    if (!confirmed?.ok) return;
    const { created, replayed } = confirmed;
    this.#emit('muster-created', created);
    this.#notices = created.notices;
    this.#created = replayed ? 'replayed' : 'created';
    this.#follow(created.campaign_id);
    void this.#show('progress');
  }

  #failed(problem: Problem): void {
    if (problem.kind !== 'aborted') this.#emit('muster-error', problem);
  }

  #emit(type: 'muster-created', detail: CreatedCampaign): void;
  #emit(type: 'muster-cancelled', detail: { readonly campaign_id: string }): void;
  #emit(type: 'muster-error', detail: Problem): void;
  #emit(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const texts = this.#texts;
    if (!texts) return nothing;
    const able = mayOpen(this.#access, this.#existing);
    const reason = able || !isForThem(this.#access) ? '' : whyNot(this.#access, texts);
    const button = html`<button
      class=${this.#existing ? 'button' : 'button primary'}
      part="button"
      type="button"
      aria-haspopup="dialog"
      @click=${() => void this.#open()}
    >
      ${this.#existing ? texts.promote.showExisting : texts.promote.button}
    </button>`;
    return html`${able ? button : nothing}
    ${reason ? html`<p class="hint reason" id="reason" part="reason">${withCode(reason)}</p>` : nothing}
    ${this.#accessProblem ? this.#problem(this.#accessProblem, texts, () => void this.refresh()) : nothing}
    ${this.#dialogView(texts)}`;
  }

  #problem(problem: Problem, texts: WebTexts, retry: () => void): TemplateResult {
    const signIn = this.#bridge && signInAddress(this.#bridge);
    return problemView(problem, texts, { retry, signIn });
  }

  #dialogView(texts: WebTexts): TemplateResult {
    const title = this.#step === 'progress' ? texts.progress.title : texts.promote.title;
    // The body scrolls by itself: where nothing in it can be focused, the keyboard has to get into it.
    const scrolled = this.#step === 'choose' ? -1 : 0;
    return html`<dialog part="dialog" aria-labelledby="title" @close=${() => this.#closed()}>
      <header part="header">
        <h2 id="title" tabindex="-1" autofocus>${title}</h2>
        <button
          class="button quiet close"
          type="button"
          aria-label=${texts.common.close}
          @click=${this.#close}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 4l12 12M16 4L4 16"></path></svg>
        </button>
      </header>
      <div class="body" part="body" tabindex=${scrolled}>
        ${this.#bodyView(texts)}
        <p class="hidden-visually" role="status">${this.#heard(texts)}</p>
      </div>
      <footer part="footer"><div class="buttons">${this.#footerView(texts)}</div></footer>
    </dialog>`;
  }

  readonly #close = (): void => this.#dialog?.close();

  /** What screen readers are told of changes. */
  #heard(texts: WebTexts): string {
    if (this.#step !== 'choose')
      return [this.#created && texts.progress[this.#created], this.#said].filter(Boolean).join(' ');
    const { loading, preview } = this.#draft.state;
    return loading || !preview ? '' : texts.promote.previewUpdated(preview.recipient_count);
  }

  #bodyView(texts: WebTexts): TemplateResult {
    const watched = this.#watch?.state;
    if (this.#step === 'loading') {
      return watched?.problem
        ? this.#problem(watched.problem, texts, () => this.#watch?.start())
        : html`<p class="muted">${texts.common.loading}</p>`;
    }
    if (this.#step === 'choose') return this.#chooseView(texts);
    return html`${this.#created ? html`<p class="note good">${texts.progress[this.#created]}</p>` : nothing}
    ${this.#notices.map(({ detail }) => html`<p class="note warn">${detail}</p>`)}
    ${watched?.problem ? this.#problem(watched.problem, texts, () => this.#watch?.start()) : nothing}
    ${
      watched?.campaign
        ? progressView(watched.campaign, texts, this.#formats)
        : html`<p class="muted">${texts.common.loading}</p>`
    }
    ${this.#cancel.asking ? nothing : this.#more.noteView(texts)}
    ${watched?.campaign ? this.#cancel.noteView(watched.campaign, texts) : nothing}`;
  }

  #chooseView(texts: WebTexts): TemplateResult {
    const { loading, preview, problem } = this.#draft.state;
    const { refused } = this.#draft;
    const atField = [refused, problem].find((each) => fieldOf(each) !== null) ?? null;
    const formats = this.#formats;
    const zone =
      preview && !formats.showsTimeOf(preview.timezone, preview.schedule.start_at) ? preview.timezone : null;
    const options = { problem: atField, zone };
    return html`${optionsView(this.#draft.request, texts, options, (change) => this.#draft.change(change))}
      <section class="preview" aria-busy=${loading ? 'true' : 'false'}>
        <h3>
          ${texts.promote.previewTitle}
          ${loading ? html`<span class="muted">· ${texts.promote.previewUpdating}</span>` : nothing}
        </h3>
        ${problem && problem !== atField ? this.#problem(problem, texts, () => this.#draft.retry()) : nothing}
        ${preview ? previewView(preview, texts, formats, this.#chosenChannel, this.#include) : nothing}
      </section>
      ${refused && refused !== atField ? this.#refusedView(refused, texts) : nothing}`;
  }

  /** Not where the bridge would refuse it. What was true before this campaign was cancelled may not be any more. */
  #mayPrepareAnother({ status, dry_run: dryRun }: Campaign): boolean {
    return status === 'cancelled' || dryRun || (this.#access !== null && mayPrepare(this.#access));
  }

  get #chosenChannel(): ChosenChannel {
    const choose = (channel: ChannelType): void => {
      this.#wordedFor = channel;
      this.requestUpdate();
    };
    return { channel: this.#wordedFor, choose };
  }

  /** Takes in those who are left out for nothing but what they said. */
  readonly #include = (): void => this.#draft.change({ include_available: true, include_maybe: true });

  #refusedView(refused: Problem, texts: WebTexts): TemplateResult {
    const more =
      refused.status === 409
        ? html`<button class="button" type="button" @click=${() => this.#showExisting()}>
            ${texts.promote.showExisting}
          </button>`
        : nothing;
    const signIn = this.#bridge && signInAddress(this.#bridge);
    return problemView(refused, texts, { signIn, more });
  }

  #showExisting(): void {
    this.#follow(null);
    void this.#show('progress');
  }

  #footerView(texts: WebTexts): TemplateResult {
    const { state, confirming, request } = this.#draft;
    if (this.#step === 'choose') {
      const ready = state.preview !== null && !state.loading && !confirming;
      const label = request.dry_run ? texts.promote.confirmDryRun : texts.promote.confirm;
      return html`<button class="button" type="button" @click=${this.#close}>${texts.common.cancel}</button>
        <button
          class="button primary"
          part="confirm"
          type="button"
          aria-disabled=${ready ? 'false' : 'true'}
          @click=${() => (ready ? void this.#confirm() : undefined)}
        >
          ${confirming ? texts.promote.confirming : label}
        </button>`;
    }
    const campaign = this.#watch?.state.campaign;
    const bridge = this.#bridge;
    const close = html`<button class="button" type="button" @click=${this.#close}>
      ${texts.common.close}
    </button>`;
    if (this.#step === 'loading' || !campaign || !bridge) return close;
    const done = (): void => {
      this.#more.reset();
      this.#watch?.start();
      this.#emit('muster-cancelled', { campaign_id: campaign.id });
    };
    // Whoever may not cancel is not asked whether they want to.
    if (isUnderWay(campaign) && !campaign.can_cancel) return close;
    const askForMore = (): void => void this.#more.ask(bridge, campaign.id, () => this.#watch?.start());
    return html`${this.#cancel.asking ? nothing : this.#more.buttonView(campaign, texts, askForMore)}
    ${
      campaign.can_cancel
        ? this.#cancel.buttonsView(
            campaign,
            texts,
            (notify) => void this.#cancel.cancel(bridge, campaign.id, { notify, done }),
          )
        : this.#mayPrepareAnother(campaign)
          ? html`<button class="button quiet" type="button" @click=${() => this.#choose()}>
              ${texts.promote.another}
            </button>`
          : nothing
    }
    ${this.#cancel.asking ? nothing : close}`;
  }
}
