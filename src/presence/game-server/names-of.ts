interface ListedPlayer {
  readonly name: string;
  /** What else the server says of them; an invalid number reads NaN. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** gamedig's form of a server's answer. */
export interface ServerAnswer {
  readonly name: string;
  readonly maxplayers: number;
  readonly numplayers: number;
  readonly players: readonly ListedPlayer[];
  readonly bots: readonly ListedPlayer[];
}

/** The names in a server's answer; `null` when it does not tell who is there. */
export function namesOf(answer: ServerAnswer): readonly string[] | null {
  // gamedig takes players for bots whose ping reads 0, as just after joining.
  const listed = [...answer.players, ...answer.bots];
  const names = listed.map(({ name }) => spelled(name)).filter((name) => name !== '');
  const isBroken = listed.some(({ raw }) => Object.values(raw ?? {}).some(Number.isNaN));
  const saysNothing = listed.length === 0 && answer.name === '' && !answer.maxplayers;
  const namesNobody = listed.length > 0 && names.length === 0;
  // Some games list only some of their players, or hide them: an unlisted player may be there too.
  return isBroken || saysNothing || namesNobody || listed.length < answer.numplayers ? null : names;
}

/** What the bytes 80 to 9F mean in protocols read byte by byte (Windows-1252; some mean nothing). */
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** gamedig reads old protocols byte by byte, but players write UTF-8. Where it is that, restores it. */
function spelled(name: string): string {
  const bytes = Array.from(name, (letter) => {
    const high = HIGH.indexOf(letter);
    return high < 0 ? letter.charCodeAt(0) : 0x80 + high;
  });
  if (bytes.some((byte) => byte > 0xff)) return name;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return name;
  }
}
