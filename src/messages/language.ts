import type { Messages } from './messages.js';
import type { AccountTexts } from './texts/account.js';
import type { KeptTexts } from './texts/kept.js';
import type { TypedWords } from './texts/typed.js';
import type { WebTexts } from './texts/web.js';

/** One language: all that is said in it, and what people may type in it. */
export interface Language {
  readonly messages: Messages;
  readonly typed: TypedWords;
  /** In `web.ts` of the language's folder: the pages find it there by itself, and load no other file of the folder but its words. */
  readonly web: WebTexts;
  /** In `account.ts`, found by the pages in the same way once somebody is signed in. */
  readonly account: AccountTexts;
  /** In `kept.ts`, found by the pages in the same way. */
  readonly kept: KeptTexts;
}
