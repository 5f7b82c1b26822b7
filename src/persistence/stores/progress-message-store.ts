import type { Tx, View } from '../engine/database.js';
import { readState, writeState } from './system-state-store.js';

/** The direct message that shows a promoter how their campaign goes; with an empty `messageId` none is shown. */
export interface ProgressMessage {
  readonly channelId: string;
  readonly messageId: string;
}

/** `null`: there is none yet. */
export async function progressMessageOf(view: View, campaignId: string): Promise<ProgressMessage | null> {
  const known = await readState(view, `progress:${campaignId}`);
  return known === null ? null : (JSON.parse(known) as ProgressMessage);
}

export function rememberProgressMessage(
  tx: Tx,
  campaignId: string,
  message: ProgressMessage,
  now: number,
): Promise<void> {
  return writeState(tx, `progress:${campaignId}`, JSON.stringify(message), now);
}

/** A direct message begins to show how a campaign goes. @returns false: one does already, or none is to. */
export async function beginProgressMessage(
  tx: Tx,
  campaignId: string,
  channelId: string,
  now: number,
): Promise<boolean> {
  if ((await progressMessageOf(tx, campaignId)) !== null) return false;
  await rememberProgressMessage(tx, campaignId, { channelId, messageId: '' }, now);
  return true;
}

/** From here on no direct message begins to show how a campaign goes; one that does goes on. */
export async function startNoProgressMessage(tx: Tx, campaignId: string, now: number): Promise<void> {
  if ((await progressMessageOf(tx, campaignId)) === null)
    await rememberProgressMessage(tx, campaignId, { channelId: '', messageId: '' }, now);
}
