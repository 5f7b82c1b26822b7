import type { Limits } from '../domain/limits.js';
import type { Paces } from '../domain/pace.js';
import type { SharedGates } from '../domain/shared-gates.js';
import type { Cells } from './cells.js';
import { Place, type Sharer } from './place.js';
import { CellGates } from './shared-gates.js';
import { SharedLimits } from './shared-limits.js';
import { SharedPaces } from './shared-paces.js';

/** Where what is shared lies, and who shares it. */
export interface SharedOptions extends Sharer {
  /** `postgres://…`: it lies in the table that the migrations made there. */
  readonly databaseUrl: string;
  /** `redis://…`: it lies there instead. */
  readonly redisUrl?: string | undefined;
  /** In Redis, what is another deployment's has another one of these: the guild, and what else tells them apart. */
  readonly deployment: string;
  /** The same for every process of the deployment, and known to nobody else: keys of limits are digested with it. */
  readonly secret: string;
}

/** What several processes share of pace, limits and pauses. */
export interface Shared {
  readonly paces: Paces;
  readonly limits: Limits;
  readonly gates: SharedGates;
  /** Waits for nobody. What is still asked is answered as for one who is alone, and tells nobody so. */
  close(): Promise<void>;
}

/**
 * Opens it. Nobody waits for the place where it lies: as long as it does not answer, this process is alone, with its part
 * of the pace.
 */
export async function openShared(options: SharedOptions): Promise<Shared> {
  return sharedIn(await cellsOf(options), options);
}

/** The same in any cells. */
export function sharedIn(cells: Cells, options: Sharer & Pick<SharedOptions, 'secret'>): Shared {
  const place = new Place(cells, options);
  return {
    paces: new SharedPaces(place, options.clock),
    limits: new SharedLimits(place, options.clock, options.secret),
    gates: new CellGates(place, options.me),
    close: () => place.close(),
  };
}

/** The cells of a place. */
export async function cellsOf({
  databaseUrl,
  redisUrl,
  deployment,
}: Pick<SharedOptions, 'databaseUrl' | 'redisUrl' | 'deployment'>): Promise<Cells> {
  if (redisUrl !== undefined) {
    const { RedisCells } = await import('./redis-cells.js');
    return RedisCells.open(redisUrl, `muster:${deployment}:`);
  }
  const { PostgresCells } = await import('./postgres-cells.js');
  return new PostgresCells(databaseUrl);
}
