import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Access, Board } from '../../../src/contract/availability.js';
import { signInAddress } from '../element/connection.js';
import type { MusterPromote } from '../element/muster-promote-element.js';
import { moon } from '../element/moon.js';
import { problemView } from '../element/problem-view.js';
import { localProblem, type Problem } from '../problem.js';
import type { WaitsFor } from './day-card.js';
import { askFirst, DAYS, type FirstAnswers } from './first-answers.js';
import { takeIntention } from './intention.js';
import type { AccountSurroundings, Surroundings } from './page-element.js';
import { painted } from './painted.js';
import type { EveningAnswer } from './evening-answer.js';
import type { PlayerLink, PlayerState } from './player-link.js';
import type { TonightSection } from './tonight.js';
import { tonightAnswer } from './tonight-answer.js';
import { weekPicture } from './week-picture.js';

/** Muster's own page: who plays when, how the viewer is called, tonight's campaign, and what is kept. */
export class MusterPage extends LitElement {
  static override properties = { around: { attribute: false } };
  declare around: Surroundings;
  #access: Access | null = null;
  /** What the sections for whoever is signed in are given, once it has come. */
  #account: AccountSurroundings | null = null;
  /** Whether that is on its way: a second one would have every section ask again. */
  #accountComes = false;
  #board: Board | null = null;
  #problem: Problem | null = null;
  /** Whether what is asked for first has been painted, and what stands below it may follow. */
  #begun = false;
  #signedOut = false;
  #notice: { readonly text: string; readonly good: boolean } | null = null;
  #more = false;
  /** Whether the months are shown, whose code is fetched then. */
  #months = false;
  /** Whether an admin has opened the settings, which are fetched then. */
  #settings = false;
  /** Whether a promoter has opened the insights, which are fetched then. */
  #insights = false;
  #ticking: ReturnType<typeof setInterval> | undefined;
  /** Where the player's section is, which stays where it is while it is in use. */
  #playerFirst: boolean | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The minutes to the session go by without anybody pressing anything.
    this.#ticking = setInterval(() => this.requestUpdate(), 30_000);
    this.addEventListener('page-changed', () => void this.load());
    this.addEventListener('page-signed-out', () => this.#lost());
    this.addEventListener('page-to-player', () => this.querySelector<PlayerLink>('muster-player')?.begin());
    this.addEventListener('page-erased', () => void this.#erased());
    const look = (): void => this.querySelector<TonightSection>('muster-tonight')?.look();
    this.addEventListener('muster-created', look);
    this.addEventListener('muster-cancelled', look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  protected override firstUpdated(): void {
    void painted().then(() => {
      this.#begun = true;
      this.requestUpdate();
    });
  }

  /** Tells what came of a sign-in that came to nothing. */
  tellSignIn(why: string): void {
    this.#notice = { text: this.around.texts.page.signInFailed(why), good: false };
    this.requestUpdate();
  }

  /** Asks again who is here and who plays when, and shows it. */
  async load(): Promise<void> {
    await this.take(await askFirst(this.around.bridge));
  }

  /** Shows what the bridge answered; what somebody pressed before they could be heard is done first. */
  async take({ access, board }: FirstAnswers): Promise<void> {
    this.#problem = access.ok ? (board.ok ? null : board.problem) : access.problem;
    if (access.ok) {
      this.#access = access.value;
      if (access.value.authenticated) {
        this.#signedOut = false;
        void this.#fetchAccount();
        // The element upgrades where it stands; a second time nothing is fetched.
        if (access.value.is_promoter) void this.#fetch(() => import('../muster-promote.js'));
        this.#playerFirst ??= !access.value.linked_discord;
      } else this.#playerFirst = null;
    }
    if (board.ok) this.#board = board.value;
    this.requestUpdate();
    if (access.ok && access.value.can_submit) await this.#doWhatWasPressed();
    void this.querySelector<EveningAnswer>('muster-evening-answer')?.look();
    // Until its script has come, it is an element that does nothing.
    if (customElements.get('muster-promote'))
      void this.querySelector<MusterPromote>('muster-promote')?.refresh();
  }

  /** Somebody pressed a day's button before they could be heard: now they can. */
  async #doWhatWasPressed(): Promise<void> {
    const wanted = takeIntention(sessionStorage, Date.now());
    if (!wanted) return;
    const { bridge, texts, formats } = this.around;
    const answer = await bridge.setAvailability(wanted.date, wanted.status);
    if (!answer.ok) this.#problem = answer.problem;
    else {
      const saved = texts.page.saved(formats.day(wanted.date), texts.status[wanted.status]);
      this.#notice = { text: [saved, answer.value.detail].filter(Boolean).join(' '), good: true };
    }
    await this.load();
  }

  #lost(): void {
    this.#signedOut = true;
    this.requestUpdate();
  }

  async #erased(): Promise<void> {
    if (this.#account) this.#notice = { text: this.#account.texts.privacy.erased, good: true };
    await this.load();
    window.scrollTo({ top: 0 });
  }

  async #signOut(): Promise<void> {
    takeIntention(sessionStorage, Date.now());
    const answer = await this.around.bridge.signOut();
    if (!answer.ok && answer.problem.status !== 401) this.#problem = answer.problem;
    else this.#notice = null;
    await this.load();
  }

  protected override render(): TemplateResult {
    const { texts, bridge } = this.around;
    const { page } = texts;
    const access = this.#access;
    const signIn = signInAddress(bridge) ?? '';
    return html`<a class="skip" href="#content">${page.skip}</a>
      <header class="top">
        <p class="wordmark">
          ${moon('AVAILABLE')}
          Muster${access?.community ? html` <span class="community">${access.community}</span>` : nothing}
        </p>
        ${
          access?.authenticated
            ? html`<p class="me">
                ${access.display_name ? html`<span class="hidden-visually">${page.signedInAs(access.display_name)}</span><span aria-hidden="true">${access.display_name}</span>` : nothing}
                <button class="button quiet" type="button" @click=${() => void this.#signOut()}>
                  ${texts.common.signOut}
                </button>
              </p>`
            : access?.sign_in
              ? html`<a class="button quiet" href=${signIn}>${texts.common.signIn}</a>`
              : nothing
        }
      </header>
      <main id="content" tabindex="-1">
        ${
          this.#signedOut
            ? html`<div class="note warn" role="alert">
                <p>${texts.trouble.signedOut}</p>
                <div class="buttons"><a class="button primary" href=${signIn}>${page.signInDiscord}</a></div>
              </div>`
            : nothing
        }
        ${this.#notice ? html`<p class="note ${this.#notice.good ? 'good' : 'warn'}" role="status">${this.#notice.text}</p>` : nothing}
        ${this.#problem ? problemView(this.#problem, texts, { retry: () => void this.load() }) : nothing}
        ${access ? this.#heroView(access, signIn) : nothing}
        ${this.#board && access ? this.#columnsView(this.#board, access) : nothing}
      </main>`;
  }

  #signInView(access: Access, signIn: string): TemplateResult {
    const { page } = this.around.texts;
    if (!access.sign_in) return html`<p class="note">${page.signInOff}</p>`;
    return html`<p class="muted">${page.signedOutText}</p>
      <a class="button primary" href=${signIn}>${page.signInDiscord}</a>`;
  }

  /** The answer to what a player comes for: when it is, and whether it is on. */
  #heroView(access: Access, signIn: string): TemplateResult {
    const { around } = this;
    const ready = this.#board?.session_ready;
    return html`<section class="hero" aria-labelledby="tonight">
      ${ready ? tonightAnswer(ready, around, Date.now()) : nothing}
      ${access.can_submit && this.#account ? html`<muster-evening-answer .around=${this.#account}></muster-evening-answer>` : nothing}
      ${access.linked_discord ? html`<muster-tonight .around=${around} .promotes=${access.can_promote}></muster-tonight>` : nothing}
      ${access.authenticated ? nothing : this.#signInView(access, signIn)}
      ${access.is_promoter ? html`<muster-promote></muster-promote>` : nothing}
    </section>`;
  }

  /** Today, and what follows once that is painted. */
  #boardView(board: Board, access: Access): TemplateResult {
    return html`${this.#dayView(board, access, 0, this.around.texts.page.today)}
    ${this.#begun ? this.#laterView(board, access) : nothing}`;
  }

  #dayView(board: Board, access: Access, index: number, label = ''): TemplateResult | typeof nothing {
    const day = board.days[index];
    if (!day) return nothing;
    return html`<muster-day
      .around=${this.around}
      .day=${day}
      .label=${label}
      .compact=${index > 1}
      .threshold=${board.session_ready.threshold}
      .waitsFor=${waitsFor(access)}
    ></muster-day>`;
  }

  #laterView(board: Board, access: Access): TemplateResult {
    const { around } = this;
    const { texts } = around;
    const days = board.days.slice(0, DAYS);
    return html`${this.#dayView(board, access, 1, texts.page.tomorrow)}
      <button
        class="button"
        type="button"
        aria-expanded=${this.#more ? 'true' : 'false'}
        aria-controls="later"
        @click=${() => this.#toggle()}
      >
        ${this.#more ? texts.page.fewerDays : texts.page.moreDays}
      </button>
      <div class="later" id="later" ?hidden=${!this.#more}>
        ${this.#more ? days.slice(2).map((_, index) => this.#dayView(board, access, index + 2)) : nothing}
      </div>
      <section class="card">
        ${this.#months ? html`<muster-month .around=${around} .board=${board} .waitsFor=${waitsFor(access)}></muster-month>` : nothing}
        ${this.#months ? nothing : weekPicture(days, board.session_ready.threshold, around)}
        <div class="buttons">
          <button class="button" type="button" @click=${() => void this.#toggleMonths()}>
            ${this.#months ? texts.page.showWeek : texts.page.showMonth}
          </button>
        </div>
        ${access.authenticated && access.linked_discord ? nothing : html`<p class="hint">${texts.page.namesForLinked}</p>`}
      </section>`;
  }

  #insightsView(): TemplateResult {
    const { around } = this;
    if (this.#insights) return html`<muster-insights .around=${around}></muster-insights>`;
    return html`<div class="buttons">
      <button class="button" type="button" @click=${() => void this.#openInsights()}>
        ${around.texts.page.showInsights}
      </button>
    </div>`;
  }

  async #openInsights(): Promise<void> {
    this.#insights = await this.#fetch(() => import('./insights-section.js'));
    this.requestUpdate();
  }

  #settingsView(): TemplateResult {
    const { around } = this;
    if (this.#settings) return html`<muster-settings .around=${around}></muster-settings>`;
    return html`<div class="buttons">
      <button class="button" type="button" @click=${() => void this.#openSettings()}>
        ${around.texts.page.showSettings}
      </button>
    </div>`;
  }

  /** Fetches the sections for whoever is signed in, and their words. */
  async #fetchAccount(): Promise<void> {
    if (this.#account || this.#accountComes) return;
    this.#accountComes = true;
    // Files that nobody waits for yet come after what is painted first.
    await painted();
    await this.#fetch(async () => {
      const [{ loadAccountTexts }] = await Promise.all([import('./more-texts.js'), import('./account.js')]);
      const { around } = this;
      this.#account = { ...around, texts: { ...around.texts, ...(await loadAccountTexts()) } };
    });
    this.#accountComes = false;
    this.requestUpdate();
  }

  async #openSettings(): Promise<void> {
    this.#settings = await this.#fetch(() => import('./settings-section.js'));
    this.requestUpdate();
  }

  /** Fetches a part of the page; where that fails, it says so. */
  async #fetch(part: () => Promise<unknown>): Promise<boolean> {
    try {
      await part();
      return true;
    } catch {
      this.#problem = localProblem('network');
      this.requestUpdate();
      return false;
    }
  }

  async #toggleMonths(): Promise<void> {
    this.#months = !this.#months && (await this.#fetch(() => import('./month-view.js')));
    this.requestUpdate();
  }

  #toggle(): void {
    this.#more = !this.#more;
    this.requestUpdate();
  }

  #section(id: string, title: string, content: TemplateResult): TemplateResult {
    return html`<section class="card" aria-labelledby=${id}>
      <h2 id=${id}>${title}</h2>
      ${content}
    </section>`;
  }

  /** One template for everybody: what is there stays as it is, and keeps the focus, when more comes. */
  #columnsView(board: Board, access: Access): TemplateResult {
    const around = access.authenticated ? this.#account : null;
    // What stands first has to be there first: coming later, it would push away what is being read.
    if (this.#playerFirst && this.#accountComes) {
      return html`<p class="muted">${this.around.texts.common.loading}</p>`;
    }
    const player = around ? this.#playerView(around, access) : nothing;
    const linked = access.linked_discord;
    return html`<div class="columns">
        <div class="stack wide-gap">
          ${this.#playerFirst ? player : nothing} ${this.#boardView(board, access)}
          ${around && linked ? this.#section('standing', around.texts.standing.title, html`<muster-standing .around=${around}></muster-standing>`) : nothing}
          ${around && access.can_promote ? this.#section('standing-campaigns', around.texts.standingCampaigns.title, html`<muster-standing-campaigns .around=${around}></muster-standing-campaigns>`) : nothing}
          ${this.#playerFirst ? nothing : player}
        </div>
        ${around ? this.#accountView(around, linked) : nothing}
      </div>
      ${around && access.is_promoter && linked ? this.#section('insights', around.texts.page.insights, this.#insightsView()) : nothing}
      ${around && access.is_admin ? this.#section('settings', around.texts.page.settings, this.#settingsView()) : nothing}`;
  }

  #playerView(around: AccountSurroundings, access: Access): TemplateResult {
    return this.#section(
      'player',
      around.texts.player.title,
      html`<muster-player
        .around=${around}
        .state=${playerState(access)}
        .name=${access.player_name}
      ></muster-player>`,
    );
  }

  #accountView(around: AccountSurroundings, linked: boolean): TemplateResult {
    const { texts } = around;
    return html`<div class="stack wide-gap">
      ${this.#section('calls', texts.preferences.title, html`<muster-preferences .around=${around}></muster-preferences>`)}
      <muster-links .around=${around}></muster-links>
      ${linked ? this.#section('calendar', texts.page.calendar, html`<muster-calendar .around=${around}></muster-calendar>`) : nothing}
      ${this.#section('privacy', texts.privacy.title, html`<muster-privacy .around=${around}></muster-privacy>`)}
    </div>`;
  }
}

/** What a day's buttons wait for. */
function waitsFor(access: Access): WaitsFor | null {
  if (access.can_submit) return null;
  if (!access.authenticated) return access.sign_in ? 'sign-in' : 'nothing';
  return playerState(access) === 'unconfirmed' ? 'confirm' : 'link';
}

function playerState({ linked_discord: linked, promote_refusal: refusal }: Access): PlayerState {
  if (linked) return 'linked';
  return refusal?.code === 'link_not_confirmed' ? 'unconfirmed' : 'none';
}
