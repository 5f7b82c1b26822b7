import type { Campaign } from '../domain/campaign.js';
import { eventKey } from '../domain/event-key.js';
import { recipientIdsOf } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { calledAt, calledFor } from '../persistence/stores/ledger-store.js';
import { hasFinalRow, simulatedCalls } from '../persistence/stores/send-log-store.js';
import { Attendance, type Seen } from './attendance.js';
import type { DispatchContext } from './context.js';

/** What a follow-up decides about somebody. */
export type Verdict =
  | { readonly kind: 'missing'; readonly onServer: boolean }
  | { readonly kind: 'left_out'; readonly reason: 'not_called' | 'present' }
  /** Their own start message is too recent. */
  | { readonly kind: 'too_soon'; readonly until: number }
  /** Their start message may still come. */
  | { readonly kind: 'start_open' }
  /** Nobody knows now who has come, so nobody counts as missing. */
  | { readonly kind: 'unknown' };

/** Whom a follow-up expects, and which of them have come. */
export class Rollcall {
  private constructor(
    private readonly context: DispatchContext,
    private readonly campaign: Campaign,
    readonly attendance: Attendance,
    /** The campaign's recipients whom a start message reached, or may have, whichever campaign sent it. */
    readonly expected: ReadonlySet<string>,
  ) {}

  static async open(context: DispatchContext, campaign: Campaign): Promise<Rollcall> {
    const expected = await context.database.withTransaction((tx) => expectedOf(context, tx, campaign));
    return new Rollcall(context, campaign, new Attendance(context), expected);
  }

  /** Whether {@link verdictOn} can decide about a person now. Await it outside transactions. */
  async canJudge(userId: string): Promise<boolean> {
    return !this.expected.has(userId) || (await this.attendance.refresh());
  }

  /** {@link canJudge} without asking anybody, for a person who has waited since. */
  canStillJudge(userId: string): boolean {
    return !this.expected.has(userId) || this.attendance.isFresh;
  }

  /** Call it in the reservation's transaction, so that nobody is nudged who has just come. */
  async verdictOn(tx: Tx, userId: string): Promise<Verdict> {
    const notYet = await this.#notYetCalled(tx, userId);
    if (notYet) return notYet;
    const seen = this.attendance.of(userId);
    if (seen === null) return { kind: 'unknown' };
    return seen.present
      ? { kind: 'left_out', reason: 'present' }
      : { kind: 'missing', onServer: seen.onServer };
  }

  /** The verdict on a person whose start message did not come, or came too recently; `null`: it did. */
  async #notYetCalled(tx: Tx, userId: string): Promise<Verdict | null> {
    const { campaign, context } = this;
    const notCalled: Verdict = { kind: 'left_out', reason: 'not_called' };
    // A dry run calls nobody, so nobody is called later than the others.
    if (campaign.request.dryRun) return this.expected.has(userId) ? null : notCalled;
    const ids = [userId, ...context.blindIndex.all(userId)];
    const called = await calledAt(tx, ids, eventKey('start', campaign.date));
    if (called !== null) {
      const until = called + context.followUp.delayMs;
      return until > context.clock.now() ? { kind: 'too_soon', until } : null;
    }
    const start = (await jobsOf(tx, campaign.id)).find(({ jobType }) => jobType === 'start');
    const isOver = start?.status !== 'pending' && start?.status !== 'running';
    return isOver || (await hasFinalRow(tx, start.id, userId)) ? notCalled : { kind: 'start_open' };
  }

  /** Whether any of those it expects is known to be there. */
  get isAnybodyThere(): boolean {
    return [...this.expected].some((userId) => this.attendance.of(userId)?.present ?? false);
  }

  /** Where everybody expected is now; `null` when unknown. */
  seeAll(): ReadonlyMap<string, Seen> | null {
    const all = new Map<string, Seen>();
    for (const userId of this.expected) {
      const seen = this.attendance.of(userId);
      if (seen === null) return null;
      all.set(userId, seen);
    }
    return all;
  }
}

/** The campaign's recipients who were called to the start; in a dry run, those who would have been. */
export async function expectedOf(
  context: Pick<DispatchContext, 'blindIndex'>,
  tx: Tx,
  campaign: Campaign,
): Promise<ReadonlySet<string>> {
  if (campaign.request.dryRun) return simulatedCalls(tx, campaign.id);
  const called = await calledFor(tx, eventKey('start', campaign.date));
  const ids = await recipientIdsOf(tx, campaign.id);
  // A person who erased their data today may have been called under a digest of their id.
  return new Set(ids.filter((id) => [id, ...context.blindIndex.all(id)].some((known) => called.has(known))));
}
