import type { CHECKS } from '../contract/health.js';
import type { ServiceContext } from '../services/context.js';

/** The state of the parts that must work before the bot can serve anybody. */
export interface Readiness {
  /** Whether the slash commands are registered with Discord; on a stand-by, whether they are loaded. */
  readonly commands: boolean;
  /** Whether the gateway connection is up; `standby`: another process holds it. */
  readonly gateway: boolean | 'standby';
  /** `off`: switched off by AVAILABILITY_PROMOTION_ENABLED, which is as it should be. */
  readonly scheduler: 'running' | 'off' | 'stopped';
  /** The roles this process holds. */
  readonly roles: readonly string[];
}

/** How one of them stands. */
export type CheckState = 'ok' | 'off' | 'standby' | 'failing';

/** How long the database may take to answer, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Looks at everything; never throws. */
export async function checkAll(
  { database, clock }: Pick<ServiceContext, 'database' | 'clock'>,
  { commands, gateway, scheduler }: Omit<Readiness, 'roles'>,
): Promise<Record<(typeof CHECKS)[number], CheckState>> {
  const answered = new AbortController();
  const ping = isWell(database).catch(() => false);
  const late = clock.sleep(PATIENCE_MS, answered.signal).then(() => false);
  const alive = await Promise.race([ping, late]);
  answered.abort();
  const state = (well: boolean): CheckState => (well ? 'ok' : 'failing');
  return {
    database: state(alive),
    commands: state(commands),
    gateway: gateway === 'standby' ? gateway : state(gateway),
    scheduler: scheduler === 'off' ? 'off' : state(scheduler === 'running'),
  };
}

/** It answers; and where transactions failed of late, one works again. */
async function isWell(database: ServiceContext['database']): Promise<boolean> {
  if (database.fault === null) await database.ping();
  else await database.withTransaction((tx) => tx.sql`SELECT 1`);
  return database.fault === null;
}
