import { NO_NEWS, type NewsWire } from '../domain/news.js';

/**
 * Who edits a kind of message. Of several processes one does, and hears of changes from the others. An edit that ends when
 * another process edits by now may have come after an edit of theirs, so they are told to edit once more.
 */
export interface Editor {
  /** Whether it is this process, for sure. */
  readonly isUs: () => boolean;
  readonly news: Pick<NewsWire, 'tell'>;
}

/** For a process that is alone. */
export const ALWAYS_US: Editor = { isUs: () => true, news: NO_NEWS };
