import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';

const underWay = new Set<Promise<unknown>>();
let isWatching = false;

/** From here on {@link statementsEnd} knows of the statements that any PostgreSQL connection of this process runs. */
export function watchStatements(): void {
  if (isWatching) return;
  isWatching = true;
  const { prototype } = PostgresConnection;
  for (const name of ['sql', 'query', 'script'] as const) {
    const run = prototype[name] as (...given: unknown[]) => Promise<unknown>;
    const watched = function (this: PostgresConnection, ...given: unknown[]): Promise<unknown> {
      const statement = run.apply(this, given);
      underWay.add(statement);
      const over = (): void => void underWay.delete(statement);
      statement.then(over, over);
      return statement;
    };
    Object.defineProperty(prototype, name, { value: watched });
  }
}

/** Resolves when no statement is under way that is watched. @returns whether one was. */
export async function statementsEnd(): Promise<boolean> {
  const were = underWay.size > 0;
  while (underWay.size > 0) await Promise.allSettled(underWay);
  return were;
}
