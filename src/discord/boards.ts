import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { HeldBack } from '../channels/discord/counted-requests.js';
import { boardMessage, dayBoardOf, digestOf } from '../dispatch/day-board.js';
import type { OutgoingMessage } from '../domain/channel.js';
import { boardMoment, eveningAt, startOn } from '../domain/evening.js';
import type { MusterEvent } from '../domain/events.js';
import type { Heard } from '../domain/news.js';
import type { Messages } from '../messages/messages.js';
import {
  type Board,
  boardIsUnclear,
  boardShows,
  closeBoard,
  datesOfOpenBoards,
  openBoardsOf,
  recordBoard,
} from '../persistence/stores/board-store.js';
import type { ServiceContext } from '../services/context.js';
import { ALWAYS_US, type Editor } from './editor.js';
import { KeepUp } from './keep-up.js';
import { presentBoard } from './presenters/availability.js';
import { NO_MENTIONS } from './replies.js';

/** The least time between two edits of one board. */
const EDIT_INTERVAL_MS = 5_000;
/** How often every board is looked at, whatever is told: a day ends, an edit failed. */
const LOOK_INTERVAL_MS = 60_000;
/** The longest that a board which could not be edited is left in peace while nothing changes. */
const LONGEST_PEACE_MS = 3_600_000;

/** Discord's words for a board that can't be edited any more, whoever tries however often. */
const OUT_OF_REACH: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotEditMessageAuthoredByAnotherUser,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
]);

/** A board that could not be edited: how often in a row, and until when (monotonic) only a change is a reason to try. */
interface Failing {
  readonly times: number;
  until: number;
}

/**
 * Keeps every board that is on record true, by whichever door somebody answers. What a board shows is remembered as a
 * digest, so that a restart edits only what has changed meanwhile. A board out of reach is left as it is; any other
 * failure waits for the next change, or tries again by itself after a while. Of several processes one keeps them, and only
 * that edits; see {@link Editor}.
 */
export class Boards {
  readonly #shown: KeepUp;
  readonly #failing = new Map<string, Failing>();
  /** Boards that another process has to edit once more, and that is not recorded yet. */
  readonly #unclear = new Map<string, Board>();

  constructor(
    private readonly services: ServiceContext,
    private readonly rest: Pick<REST, 'patch'>,
    /** Everybody reads a board, so it is worded for the server; asked anew, for its language may change. */
    private readonly messages: () => Messages,
    /** Posts today's board by itself, where that is due. Never throws. */
    private readonly post: (signal: AbortSignal) => Promise<void>,
    private readonly editor: Editor = ALWAYS_US,
  ) {
    this.#shown = new KeepUp(services.clock, EDIT_INTERVAL_MS, (date) => this.#keepUp(date));
  }

  /** Listens to what changes a board. */
  handle(event: MusterEvent): void {
    switch (event.type) {
      case 'availability_set':
      case 'turnout_seen':
      case 'campaign_created':
        return this.#changed(event.date);
      // These may concern any day.
      case 'standing_answers_changed':
      case 'person_erased':
      case 'settings_changed':
      case 'campaign_cancelled':
        this.lookAtAll();
        return;
      default:
        return;
    }
  }

  /** Listens to what other processes tell. */
  hear(heard: Heard): void {
    switch (heard.type) {
      case 'availability_set':
      case 'campaign_created':
      case 'board_changed':
        return this.#changed(heard.date);
      case 'person_erased':
      case 'campaign_cancelled':
        return this.lookAtAll();
      case 'missed':
        for (const board of this.#unclear.values()) void this.#isUnclear(board);
        return this.lookAtAll();
      default:
        return;
    }
  }

  /** Looks whether every board is true: these may concern any day. */
  lookAtAll(): void {
    void this.#lookAtAll();
  }

  /**
   * Keeps a board up to date from here on. `shows`: what it was posted with, where that is known.
   * @returns false: it was out of reach before, and is left to whoever can edit it in another way.
   */
  async record(
    posted: { readonly messageId: string; readonly channelId: string; readonly date: string },
    shows?: OutgoingMessage,
  ): Promise<boolean> {
    const { database, clock } = this.services;
    const shown = shows ? digestOf(shows) : '';
    const isKept = await database.withTransaction((tx) => recordBoard(tx, { ...posted, shown }, clock.now()));
    // Somebody may have answered since it was worded.
    if (isKept && this.editor.isUs()) this.#changed(posted.date);
    else if (isKept) this.editor.news.tell({ type: 'board_changed', date: posted.date });
    return isKept;
  }

  /** Looks after the boards as time goes on, until told to stop. Never throws. */
  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const lookedAt = this.services.clock.now();
      await this.post(signal);
      await this.#lookAtAll();
      await this.services.clock.sleep(this.#untilNextLook(lookedAt), signal);
    }
  }

  /** Shows at once what is not shown yet. Resolves when it is. */
  close(): Promise<void> {
    return this.#shown.close();
  }

  /**
   * A board comes at its time, and its buttons go at the very start. `lookedAt`: when (ms) the last look began; a moment that came
   * during it was not seen.
   */
  #untilNextLook(lookedAt: number): number {
    const { clock, settings } = this.services;
    const today = eveningAt(lookedAt, settings);
    const moments = [startOn(today, settings), boardMoment(today, settings)].filter((at) => at !== null);
    const ahead = moments.filter((at) => at > lookedAt);
    return Math.max(0, Math.min(LOOK_INTERVAL_MS, ...ahead.map((at) => at - clock.now())));
  }

  async #lookAtAll(): Promise<void> {
    if (!this.editor.isUs()) return;
    try {
      for (const date of await datesOfOpenBoards(this.services.database.view)) this.#shown.touch(date);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Something was said: what failed before is worth another try. */
  #changed(date: string): void {
    for (const failing of this.#failing.values()) failing.until = 0;
    if (this.editor.isUs()) this.#shown.touch(date);
  }

  async #keepUp(date: string): Promise<void> {
    try {
      await this.#edit(date);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #edit(date: string): Promise<void> {
    if (!this.editor.isUs()) return;
    const { database, clock } = this.services;
    const boards = await openBoardsOf(database.view, date);
    if (boards.length === 0) return;
    const day = await dayBoardOf(this.services, date);
    const shows = boardMessage(this.messages(), day);
    for (const board of boards) {
      const isTrue = await this.#editOne(board, shows);
      if (isTrue && day.isOver) {
        await database.withTransaction((tx) => closeBoard(tx, board.messageId, clock.now()));
      }
    }
  }

  /** @returns whether the board shows it now. */
  async #editOne(board: Board, shows: OutgoingMessage): Promise<boolean> {
    const { messageId, channelId, date } = board;
    const { database, clock, events } = this.services;
    const shown = digestOf(shows);
    if (board.shown === shown) return true;
    if ((this.#failing.get(messageId)?.until ?? 0) > clock.monotonic()) return false;
    try {
      const body = { ...presentBoard(shows), allowed_mentions: NO_MENTIONS };
      await this.rest.patch(Routes.channelMessage(channelId, messageId), { body });
      this.#failing.delete(messageId);
      if (!this.editor.isUs()) return await this.#isUnclear(board);
      const isOurs = await database.withTransaction((tx) => boardShows(tx, board, shown, clock.now()));
      // Another process edited it as well: what it shows is whichever came last.
      if (!isOurs) this.#shown.touch(date);
      return isOurs;
    } catch (error) {
      if (!this.editor.isUs()) return this.#isUnclear(board);
      if (error instanceof DiscordAPIError && OUT_OF_REACH.has(error.code)) {
        this.#failing.delete(messageId);
        await database.withTransaction((tx) => closeBoard(tx, messageId, clock.now()));
        events.emit({ type: 'board_lost', date, channelId, code: String(error.code) });
      } else this.#failedFor(messageId, error);
      return false;
    }
  }

  /** Another process edits by now, and our edit may have come after its: it edits once more. @returns false. */
  async #isUnclear(board: Board): Promise<false> {
    const { database, clock, newId } = this.services;
    const { messageId, date } = board;
    try {
      await database.withTransaction((tx) => boardIsUnclear(tx, messageId, newId(), clock.now()));
      this.#unclear.delete(messageId);
      this.editor.news.tell({ type: 'board_changed', date });
    } catch {
      // Cut off from the database, most likely; once it hears again it tries again.
      this.#unclear.set(messageId, board);
    }
    return false;
  }

  #failedFor(messageId: string, error: unknown): void {
    const times = (this.#failing.get(messageId)?.times ?? 0) + 1;
    const peace = Math.min(LONGEST_PEACE_MS, LOOK_INTERVAL_MS * 2 ** (times - 1));
    this.#failing.set(messageId, { times, until: this.services.clock.monotonic() + peace });
    if (times === 1) this.#failed(error);
  }

  /** While so many requests are refused that this one has to wait, that is told already. */
  #failed(error: unknown): void {
    if (error instanceof HeldBack) return;
    this.services.events.emit({ type: 'background_error', where: 'board', error });
  }
}
