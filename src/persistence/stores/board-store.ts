import type { Tx, View } from '../engine/database.js';
import type { AvailabilityBoardRow } from '../entities/availability-board.js';
import { toText } from '../instants.js';

/** A message that shows a day's board. */
export interface Board {
  readonly messageId: string;
  readonly channelId: string;
  readonly date: string;
  /** A digest of what it shows; anything else: not known. */
  readonly shown: string;
}

function toBoard(row: AvailabilityBoardRow): Board {
  return {
    messageId: row.message_id,
    channelId: row.channel_id,
    date: row.entry_date,
    shown: row.shown,
  };
}

/** Records a board that was posted, unless it is on record. @returns whether it is kept up to date from here on. */
export async function recordBoard(tx: Tx, board: Board, now: number): Promise<boolean> {
  const at = toText(now);
  await tx.sql`
    INSERT INTO availability_boards (message_id, channel_id, entry_date, shown, created_at, updated_at)
    VALUES (${board.messageId}, ${board.channelId}, ${board.date}, ${board.shown}, ${at}, ${at})
    ON CONFLICT (message_id) DO NOTHING`;
  const open: unknown[] = await tx.sql`
    SELECT 1 FROM availability_boards WHERE message_id = ${board.messageId} AND closed_at IS NULL`;
  return open.length > 0;
}

/** A date's boards that are kept up to date, oldest first. */
export async function openBoardsOf(view: View, date: string): Promise<Board[]> {
  const rows: AvailabilityBoardRow[] = await view.sql`
    SELECT * FROM availability_boards WHERE entry_date = ${date} AND closed_at IS NULL
    ORDER BY created_at, message_id`;
  return rows.map(toBoard);
}

/** The dates that have boards which are kept up to date. */
export async function datesOfOpenBoards(view: View): Promise<string[]> {
  const rows: { entry_date: string }[] = await view.sql`
    SELECT DISTINCT entry_date FROM availability_boards WHERE closed_at IS NULL ORDER BY entry_date`;
  return rows.map((row) => row.entry_date);
}

/** Records what a board shows now. @returns false: something else was recorded since `board` was read, or nothing is any more. */
export async function boardShows(
  tx: Tx,
  { messageId, shown: before }: Pick<Board, 'messageId' | 'shown'>,
  shown: string,
  now: number,
): Promise<boolean> {
  const rows: unknown[] = await tx.sql`
    UPDATE availability_boards SET shown = ${shown}, updated_at = ${toText(now)}
    WHERE message_id = ${messageId} AND shown = ${before} RETURNING message_id`;
  return rows.length > 0;
}

/** What a board shows is not known. `mark`: never the same twice, so that who records an edit notices. */
export async function boardIsUnclear(tx: Tx, messageId: string, mark: string, now: number): Promise<void> {
  await tx.sql`
    UPDATE availability_boards SET shown = ${`unclear:${mark}`}, updated_at = ${toText(now)} WHERE message_id = ${messageId}`;
}

/** From here on a board is left as it is. */
export async function closeBoard(tx: Tx, messageId: string, now: number): Promise<void> {
  const at = toText(now);
  await tx.sql`
    UPDATE availability_boards SET closed_at = ${at}, updated_at = ${at}
    WHERE message_id = ${messageId} AND closed_at IS NULL`;
}
