/**
 * Which causes people have heard of: each is news once, until its matter is over. Where several processes share it, it is
 * news to one of them.
 */
export interface Told {
  /** Whether a cause is news. Whoever is told so tells people, and then says that it is {@link done}, or takes it back. */
  isNews(matter: string, cause: string): Promise<boolean>;
  /** People have been told. */
  done(matter: string, cause: string): Promise<void>;
  /** Nobody could be told after all: the next sign of the cause is news again. */
  takeBack(matter: string, cause: string): Promise<void>;
  /** The matter is over: all of its causes are news again. */
  over(matter: string): Promise<void>;
}
