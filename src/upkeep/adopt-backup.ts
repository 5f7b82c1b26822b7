import { settleLostTime, type Unclear } from '../dispatch/restored.js';
import { lostEventKeys, type LostTime, type Moments } from '../domain/restored.js';
import type { Tx } from '../persistence/engine/database.js';
import { fromText, toText } from '../persistence/instants.js';
import { countEverybodyAnew } from '../persistence/stores/call-count-store.js';
import { endWhatWasTemporary } from '../persistence/stores/restore-store.js';
import { clearState, readState, writeState } from '../persistence/stores/system-state-store.js';
import type { ServiceContext } from '../services/context.js';

/**
 * Makes a backup a database to go on with. Whatever may have left in the lost time counts as left; it closes
 * the event keys of campaigns the backup doesn't know, and signs everybody out.
 */
export async function takeUpBackup(tx: Tx, lost: LostTime, moments: Moments): Promise<Unclear> {
  const unclear = await settleLostTime(tx, lost);
  for (const eventKey of lostEventKeys(lost, moments)) {
    await writeState(tx, `lost:${eventKey}`, toText(lost.restoredAt), lost.restoredAt);
  }
  await writeState(tx, `restored:${toText(lost.restoredAt)}`, toText(lost.backupAt), lost.restoredAt);
  await endWhatWasTemporary(tx, lost.restoredAt);
  await countEverybodyAnew(tx, lost.restoredAt);
  await clearState(tx, 'backup_taken_at');
  return unclear;
}

/** Takes up a backup that somebody put in the database's place by hand. Call it before recovery. */
export async function adoptBackup(
  context: Pick<ServiceContext, 'database' | 'clock' | 'settings' | 'events'>,
): Promise<void> {
  const { database, clock, settings, events } = context;
  const adopted = await database.withTransaction(async (tx) => {
    const takenAt = await readState(tx, 'backup_taken_at');
    if (takenAt === null) return null;
    const backupAt = fromText(takenAt);
    const restoredAt = Math.max(clock.now(), backupAt);
    return { backupAt, ...(await takeUpBackup(tx, { backupAt, restoredAt }, settings)) };
  });
  if (adopted) events.emit({ type: 'backup_adopted', ...adopted });
}
