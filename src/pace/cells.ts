/** What a cell holds, and when. */
export interface Held {
  /** Never the same for two contents; `null` where there is nothing. */
  readonly mark: string | null;
  readonly value: string | null;
  /** By the clock of the place (ms since the Unix epoch): the same for everybody who asks, and no host's. */
  readonly now: number;
}

/** New contents of a cell. */
export interface Contents {
  readonly mark: string;
  readonly value: string;
  /** After so many milliseconds nobody needs them. */
  readonly forMs: number;
}

/**
 * Small texts under names, in a place that several processes reach. A change is one swap, which takes hold where nobody
 * else has made one since the cell was read: so nobody holds a lock, and a process that stops holds up nobody.
 */
export interface Cells {
  /** @throws whatever is wrong with the place. It may take as long as it likes. */
  read(key: string): Promise<Held>;
  /**
   * Puts `contents` there if the cell still has the mark that was seen. @returns whether it did.
   * @throws as {@link read}; then it may or may not have.
   */
  swap(key: string, seen: string | null, contents: Contents): Promise<boolean>;
  /** The connection does not answer any more: the next question goes by another. */
  reconnect(): void;
  close(): Promise<void>;
}
