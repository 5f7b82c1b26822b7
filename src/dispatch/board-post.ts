import { boardMoment, eveningAt, plannedSessionOn } from '../domain/evening.js';
import { boardKey, channelAsUser, isBoardKey } from '../domain/event-key.js';
import { recordBoard } from '../persistence/stores/board-store.js';
import { sentMessageOf } from '../persistence/stores/ledger-store.js';
import { type ChannelPost, endOtherPosts, postOnce } from './channel-post.js';
import type { DispatchContext } from './context.js';
import { boardMessage, dayBoardOf } from './day-board.js';
import type { RunControl } from './run-result.js';

/**
 * Posts today's board in the board channel, once, from its moment until the session starts, by a ledger row like
 * anything that leaves. What was posted is on record as a board afterwards, also if the process died in between.
 */
export async function postDueBoard(context: DispatchContext, control: RunControl): Promise<void> {
  const due = dueBoard(context);
  await endOtherPosts(context, isBoardKey, due ? [due] : []);
  if (!due) return;
  await postOnce(context, due, control);
  const { channelId, date, eventKey } = due;
  const messageId = await sentMessageOf(context.database.view, channelAsUser(channelId), eventKey);
  if (messageId === null) return;
  // What it shows is not known for sure: somebody may have answered since.
  const board = { messageId, channelId, date, shown: '' };
  await context.database.withTransaction((tx) => recordBoard(tx, board, context.clock.now()));
}

/** The board whose time it is; `null`: none. */
function dueBoard(context: DispatchContext): ChannelPost | null {
  const { clock, settings, followUp } = context;
  const channelId = settings.boardChannelId;
  const now = clock.now();
  const date = eveningAt(now, settings);
  const expiresAt = plannedSessionOn(date, settings);
  if (channelId === null || expiresAt === null) return null;
  if (now < boardMoment(date, settings) || now >= expiresAt) return null;
  const word = async () => boardMessage(followUp.messages(), await dayBoardOf(context, date));
  return { post: 'board', date, channelId, eventKey: boardKey(date), expiresAt, word };
}
