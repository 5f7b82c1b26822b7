/** The part of the `gamedig` package that we use; it brings no types of its own. */
declare module 'gamedig' {
  interface Player {
    /** Empty where the server gave none. */
    readonly name: string;
    readonly raw: Readonly<Record<string, unknown>>;
  }
  interface Answer {
    readonly name: string;
    readonly maxplayers: number;
    readonly numplayers: number;
    readonly players: readonly Player[];
    readonly bots: readonly Player[];
  }
  class GameDig {
    query(options: {
      type: string;
      host: string;
      port?: number;
      givenPortOnly: boolean;
      stripColors: boolean;
      socketTimeout: number;
      attemptTimeout: number;
    }): Promise<Answer>;
  }
  const games: Readonly<Record<string, unknown>>;
  const protocols: Readonly<Record<string, unknown>>;
  export { GameDig, games, protocols };
}
