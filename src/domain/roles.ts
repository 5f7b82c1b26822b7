import type { LinkableChannel } from './channel-choice.js';

/**
 * What one process at a time does for a community, whichever process that is. What every process does for itself
 * (sweeping, sending, its bridge and its metrics) belongs to no role: docs/adr/0055.
 */
export type Role = `gateway:${number}` | `inbox:${LinkableChannel}` | 'housekeeping';

/** Discord's connection. Muster serves one server, for which Discord wants a single shard. */
export const GATEWAY: Role = 'gateway:0';
/** What happens once for a community as time goes by. */
export const HOUSEKEEPING: Role = 'housekeeping';

/** A role that this process holds: nobody else does until it is lost or given back. */
export interface Lease {
  /** Aborts the moment the role is lost: from then on another process may take it. */
  readonly lost: AbortSignal;
  /** Lets others take the role. Never rejects; on a lost lease it does nothing. */
  giveBack(): Promise<void>;
}

/** Decides which process has which role. */
export interface Roles {
  /**
   * Takes a role, if nobody holds it; `null`: somebody does, or nobody can be asked. Never rejects. `isLeft`: its holder has just
   * told that it gave it back, so what is remembered of it is out of date.
   */
  take(role: Role, isLeft?: boolean): Promise<Lease | null>;
}
