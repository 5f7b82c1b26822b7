/** How a page names what is kept about a person. In `kept.ts` of the language's folder, fetched when it is asked for. */
export interface KeptTexts {
  /** What the fields of the answer are called; a field without a name shows its own. */
  readonly fields: Readonly<Record<string, string>>;
  /** What the codes in the history, and of the answers, are called; a code without a name shows itself. */
  readonly actions: Readonly<Record<string, string>>;
  /** The viewer, where their id is told. */
  readonly you: string;
  readonly yes: string;
  readonly no: string;
}
