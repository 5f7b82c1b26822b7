import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Access, Board } from '../../../src/contract/availability.js';
import { signInAddress } from '../element/connection.js';
import type { MusterPromote } from '../element/muster-promote-element.js';
import { moon } from '../element/moon.js';
import { problemView } from '../element/problem-view.js';
import { daysAfter } from '../format.js';
import type { Problem } from '../problem.js';
import type { Surroundings } from './page-element.js';
import type { PlayerState } from './player-link.js';
import type { TonightSection } from './tonight.js';
import { weekPicture } from './week-picture.js';

/** How many days are shown, today among them. */
const DAYS = 14;

/** Muster's own page: who plays when, how the viewer is called, tonight's campaign, and what is kept. */
export class MusterPage extends LitElement {
  static override properties = { around: { attribute: false } };
  declare around: Surroundings;
  #access: Access | null = null;
  #board: Board | null = null;
  #problem: Problem | null = null;
  #signedOut = false;
  #notice: { readonly text: string; readonly good: boolean } | null = null;
  #more = false;
  /** Where the player's section is, which stays where it is while it is in use. */
  #playerFirst: boolean | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('page-changed', () => void this.load());
    this.addEventListener('page-signed-out', () => this.#lost());
    this.addEventListener('page-erased', () => void this.#erased());
    const look = (): void => this.querySelector<TonightSection>('muster-tonight')?.look();
    this.addEventListener('muster-created', look);
    this.addEventListener('muster-cancelled', look);
  }

  /** Tells what came of a sign-in that came to nothing. */
  tellSignIn(why: string): void {
    this.#notice = { text: this.around.texts.page.signInFailed(why), good: false };
    this.requestUpdate();
  }

  /** Asks who is here and who plays when. */
  async load(): Promise<void> {
    const { bridge } = this.around;
    // A day more than shown: the community's today may be the browser's tomorrow.
    const today = new Date().toISOString().slice(0, 10);
    const [access, board] = await Promise.all([
      bridge.access(),
      bridge.board({ from: 'today', to: daysAfter(today, DAYS) }),
    ]);
    this.#problem = access.ok ? (board.ok ? null : board.problem) : access.problem;
    if (access.ok) {
      this.#access = access.value;
      if (access.value.authenticated) {
        this.#signedOut = false;
        this.#playerFirst ??= !access.value.linked_discord;
      } else this.#playerFirst = null;
    }
    if (board.ok) this.#board = board.value;
    this.requestUpdate();
    void this.querySelector<MusterPromote>('muster-promote')?.refresh();
  }

  #lost(): void {
    this.#signedOut = true;
    this.requestUpdate();
  }

  async #erased(): Promise<void> {
    this.#notice = { text: this.around.texts.privacy.erased, good: true };
    await this.load();
    window.scrollTo({ top: 0 });
  }

  async #signOut(): Promise<void> {
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
        <p class="wordmark">${moon('AVAILABLE')} Muster</p>
        ${
          access?.authenticated
            ? html`<button class="button quiet" type="button" @click=${() => void this.#signOut()}>
                ${texts.common.signOut}
              </button>`
            : access
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
        ${access ? this.#heroView(access, signIn) : this.#problem ? nothing : html`<p class="muted">${texts.common.loading}</p>`}
        ${this.#board && access ? this.#boardView(this.#board, access) : nothing}
        ${access?.authenticated ? this.#ownView(access) : nothing}
      </main>`;
  }

  #heroView(access: Access, signIn: string): TemplateResult {
    const { page } = this.around.texts;
    if (access.authenticated) {
      return html`<div class="hero">
        <h1>${page.title}</h1>
        <p>${page.tagline}</p>
      </div>`;
    }
    return html`<div class="hero">
      <h1>${page.signedOutTitle}</h1>
      <p>${page.signedOutText}</p>
      <a class="button primary" href=${signIn}>${page.signInDiscord}</a>
    </div>`;
  }

  #boardView(board: Board, access: Access): TemplateResult {
    const { around } = this;
    const { texts } = around;
    const days = board.days.slice(0, DAYS);
    const { ready, looking_count: looking, threshold } = board.session_ready;
    const card = (index: number, label: string, compact = false): TemplateResult | typeof nothing => {
      const day = days[index];
      if (!day) return nothing;
      return html`<muster-day
        .around=${around}
        .day=${day}
        .label=${label}
        .compact=${compact}
        .canSubmit=${access.can_submit}
      ></muster-day>`;
    };
    return html`<div class="columns">
      <div class="stack wide-gap">
        ${access.authenticated && !access.linked_discord ? html`<p class="note">${playerState(access) === 'unconfirmed' ? texts.refusals.link_not_confirmed : texts.page.linkFirst}</p>` : nothing}
        ${card(0, texts.page.today)} ${card(1, texts.page.tomorrow)}
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
          ${this.#more ? days.slice(2).map((_, index) => card(index + 2, '', true)) : nothing}
        </div>
      </div>
      <aside class="stack wide-gap">
        <section class="card tonight" aria-labelledby="tonight">
          <h2 id="tonight">${texts.page.tonight}</h2>
          <p class="ready">
            <strong class="figure">${looking}</strong>
            <span
              >${ready ? texts.page.ready(looking, threshold) : texts.page.notReady(looking, threshold)}</span
            >
          </p>
          ${access.linked_discord ? html`<muster-tonight .around=${around}></muster-tonight>` : nothing}
          ${access.authenticated ? html`<muster-promote></muster-promote>` : nothing}
        </section>
        <section class="card">
          ${weekPicture(days, threshold, around)}
          ${access.authenticated && access.linked_discord ? nothing : html`<p class="hint">${texts.page.namesForLinked}</p>`}
        </section>
      </aside>
    </div>`;
  }

  #toggle(): void {
    this.#more = !this.#more;
    this.requestUpdate();
  }

  #ownView(access: Access): TemplateResult {
    const { around } = this;
    const { texts } = around;
    const section = (id: string, title: string, content: TemplateResult): TemplateResult =>
      html`<section class="card" aria-labelledby=${id}>
        <h2 id=${id}>${title}</h2>
        ${content}
      </section>`;
    const player = section(
      'player',
      texts.player.title,
      html`<muster-player .around=${around} .state=${playerState(access)}></muster-player>`,
    );
    return html`<div class="own">
      <div class="stack wide-gap">
        ${this.#playerFirst ? player : nothing}
        ${section('calls', texts.preferences.title, html`<muster-preferences .around=${around}></muster-preferences>`)}
      </div>
      <div class="stack wide-gap">
        ${section('links', texts.links.title, html`<muster-links .around=${around}></muster-links>`)}
        ${this.#playerFirst ? nothing : player}
        ${section('privacy', texts.privacy.title, html`<muster-privacy .around=${around}></muster-privacy>`)}
      </div>
    </div>`;
  }
}

function playerState({ linked_discord: linked, promote_refusal: refusal }: Access): PlayerState {
  if (linked) return 'linked';
  return refusal?.code === 'link_not_confirmed' ? 'unconfirmed' : 'none';
}
