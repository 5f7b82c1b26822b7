import { LitElement } from 'lit';
import type { AccountTexts } from '../../../src/messages/texts/account.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Bridge } from '../bridge.js';
import type { Formats } from '../format.js';
import type { Problem } from '../problem.js';

/** What every section of the page is given. */
export interface Surroundings {
  readonly bridge: Bridge;
  readonly texts: WebTexts;
  readonly formats: Formats;
}

/** What the sections for whoever is signed in are given. */
export interface AccountSurroundings extends Surroundings {
  readonly texts: WebTexts & AccountTexts;
}

/** A section of our own page: in the page's own tree, so that its styles and labels reach everywhere. */
export abstract class PageElement extends LitElement {
  static override properties = { around: { attribute: false } };
  declare around: Surroundings;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Something other sections show has changed, such as the player's link. */
  protected changed(): void {
    this.dispatchEvent(new CustomEvent('page-changed', { bubbles: true }));
  }

  /** Tells the page of a 401, so that it offers to sign in; the words stay where they belong. */
  protected failed(problem: Problem): Problem {
    if (problem.status === 401) this.dispatchEvent(new CustomEvent('page-signed-out', { bubbles: true }));
    return problem;
  }
}

/** A section for whoever is signed in. */
export abstract class AccountElement extends PageElement {
  declare around: AccountSurroundings;
}
