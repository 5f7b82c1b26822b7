import type { LinkableChannel } from '../../domain/channel-choice.js';

/** A token for linking a channel, as its holder is told of it. Instants in milliseconds. */
export interface LinkTokenInput {
  readonly channel: LinkableChannel;
  readonly token: string;
  readonly expiresAt: number;
  readonly deepLink: string | null;
}

/** A code for proving a player link, as its holder is told of it. Instants in milliseconds. */
export interface ProofCodeInput {
  readonly code: string;
  readonly expiresAt: number;
  /** May be raw. */
  readonly playerName: string;
}

/** What is told about links of players and channels. */
export interface LinkTexts {
  /** An admin released somebody else's link. The name may be raw. */
  unlinkedOther(playerName: string): string;
  /** A linked player is missing, told above the button that opens the form. `doesIt`: the form then does what was asked. */
  linkFirst(doesIt: boolean): string;
  /** On that button. */
  readonly openForm: string;
  /** The form: title and labels fit 45 characters, hints 100. */
  readonly form: {
    readonly title: string;
    readonly guid: string;
    readonly guidHint: string;
    readonly name: string;
    readonly nameHint: string;
  };
  /** What was typed into the form, told back under a refusal. */
  typed(guid: string, name: string): string;
  /** What to do with a code that proves a player link; told on Discord, to its holder alone. */
  prove(input: ProofCodeInput): string;
  /** On the button that looks for the code in the game. */
  readonly checkNow: string;
  /** A link that counts only once an admin confirms it. The name may be raw. */
  askAdmin(playerName: string): string;
  /** The code was seen. The name may be raw. */
  proved(playerName: string): string;
  /** An admin confirmed somebody's link. The name may be raw. */
  confirmedOther(playerName: string, guid: string): string;
  /** What to do with a token; told on Discord, to its holder alone. */
  token(input: LinkTokenInput): string;
  /** What is kept of a channel somebody linked: `at` in milliseconds. */
  since(channel: LinkableChannel, at: number): string;
}
