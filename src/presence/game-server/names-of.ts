interface ListedPlayer {
  readonly name: string;
  /** What else the server says of them; a number that was none reads NaN. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** What gamedig makes of a server's answer. */
export interface ServerAnswer {
  readonly name: string;
  readonly maxplayers: number;
  readonly numplayers: number;
  readonly players: readonly ListedPlayer[];
  readonly bots: readonly ListedPlayer[];
}

/** The names in a server's answer; `null` when it does not tell who is there. */
export function namesOf(answer: ServerAnswer): readonly string[] | null {
  // Players whose ping reads 0, as just after joining, are taken for bots.
  const listed = [...answer.players, ...answer.bots];
  const names = listed.map(({ name }) => spelled(name)).filter((name) => name !== '');
  const isBroken = listed.some(({ raw }) => Object.values(raw ?? {}).some(Number.isNaN));
  const saysNothing = listed.length === 0 && answer.name === '' && !answer.maxplayers;
  const namesNobody = listed.length > 0 && names.length === 0;
  // Some games list only a few of their players, or hide them: who is not listed may be there all the same.
  return isBroken || saysNothing || namesNobody || listed.length < answer.numplayers ? null : names;
}

/** What the bytes 80 to 9F stand for where old protocols are read byte by byte (Windows-1252; some for nothing). */
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Old protocols are read byte by byte, while players write UTF-8. Where it is that, it becomes it again. */
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
