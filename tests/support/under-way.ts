import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';

const underWay = new Set<Promise<unknown>>();
let isWatching = false;

/** From here on {@link statementsEnd} knows of what any PostgreSQL connection of this process does. */
export function watchStatements(): void {
  if (isWatching) return;
  isWatching = true;
  const { prototype } = PostgresConnection;
  for (const name of ['sql', 'query', 'script'] as const) {
    const run = prototype[name] as (...given: unknown[]) => Promise<unknown>;
    const through = function (this: PostgresConnection, ...given: unknown[]): Promise<unknown> {
      return watched(run.apply(this, given));
    };
    Object.defineProperty(prototype, name, { value: through });
  }
  const { open } = PostgresConnection;
  PostgresConnection.open = (options) => watched(open.call(PostgresConnection, options));
}

/** Has {@link statementsEnd} wait for `work` as well. */
export function watched<T>(work: Promise<T>): Promise<T> {
  underWay.add(work);
  const over = (): void => void underWay.delete(work);
  work.then(over, over);
  return work;
}

/** Resolves when no statement is under way, and no connection being made. @returns whether one was. */
export async function statementsEnd(): Promise<boolean> {
  const were = underWay.size > 0;
  while (underWay.size > 0) await Promise.allSettled(underWay);
  return were;
}
