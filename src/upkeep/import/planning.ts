import type { AvailabilityStatus } from '../../domain/availability.js';
import type { ChannelType, LinkableChannel, PreferredChannel } from '../../domain/channel-choice.js';
import type { ConsentTo } from '../../domain/consent.js';
import type { QuietHours } from '../../domain/person.js';
import type { ImportedItemName, ImportedMark, ImportTarget } from '../../persistence/stores/import-store.js';
import type { BlindIndex } from '../../vault/blind-index.js';
import type { ContactVault } from '../../vault/contact-vault.js';
import { lacking, type Source, type SourceRow, type TableName } from './original.js';
import { People } from './people.js';
import { type Fate, Tally, type Taken } from './tally.js';

/** What an import brings into the database, of one person. `at` in milliseconds, of where it comes from. */
export type Change =
  | {
      readonly kind: 'player_link';
      readonly userId: string;
      readonly guid: string;
      readonly name: string;
      readonly sourceAt: number | null;
    }
  | {
      readonly kind: 'settings';
      readonly userId: string;
      readonly preferredChannel: PreferredChannel;
      readonly quietHours: QuietHours | null;
      readonly timezone: string | null;
      readonly sourceAt: number | null;
    }
  | {
      readonly kind: 'consent';
      readonly userId: string;
      readonly to: ConsentTo;
      /** `null`: they agree no more. */
      readonly since: number | null;
      readonly sourceAt: number | null;
    }
  | {
      readonly kind: 'contact';
      readonly userId: string;
      readonly channel: LinkableChannel;
      readonly address: string;
      readonly verifiedAt: number;
      readonly sourceAt: number | null;
    }
  | { readonly kind: 'link_again'; readonly userId: string; readonly channel: LinkableChannel }
  | {
      readonly kind: 'entry';
      readonly userId: string;
      readonly userName: string;
      readonly date: string;
      readonly status: AvailabilityStatus;
      readonly at: number;
      readonly sourceAt: number | null;
    }
  | {
      readonly kind: 'guard';
      /** Of whoever was erased: their digest. */
      readonly userId: string;
      readonly eventKey: string;
      readonly state: 'sent' | 'unknown';
      readonly channel: ChannelType;
      readonly at: number;
    }
  /** The source says the same at a later moment. */
  | {
      readonly kind: 'seen';
      readonly userId: string;
      readonly item: ImportedItemName;
      readonly sourceAt: number;
    };

/** What people have to hear beside what becomes of the rows; each is a number of people. */
export const NOTES = [
  'calls',
  'questions',
  'ready',
  'withdrawn',
  'telegram',
  'signal',
  'link_again_telegram',
  'link_again_signal',
  'unreadable_quiet_hours',
  'unknown_zone',
  'unknown_preferred',
  'own_threshold',
  'still_sending',
] as const;
export type NoteName = (typeof NOTES)[number];

/** What an import needs to know of the deployment. */
export interface ImportContext {
  readonly now: number;
  /** The evening it is. */
  readonly today: string;
  readonly retentionDays: number;
  readonly index: Pick<BlindIndex, 'digest' | 'all' | 'tombstones' | 'keyMarks'>;
  readonly vault: Pick<ContactVault, 'enabled' | 'digests'>;
}

/** An import while it is planned. */
export class Planning {
  readonly tally = new Tally();
  readonly people: People;
  readonly #changes: Change[] = [];
  readonly #rows = new Set<string>();
  readonly #notes = new Map<NoteName, Set<string>>();
  readonly #erased = new Map<string, boolean>();
  readonly #tombstones: ReadonlySet<string>;

  constructor(
    readonly source: Source,
    readonly target: ImportTarget,
    readonly context: ImportContext,
  ) {
    this.people = new People(source);
    this.#tombstones = new Set(target.erased.map(({ digest }) => digest));
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }

  get notes(): Partial<Record<NoteName, number>> {
    return Object.fromEntries([...this.#notes].map(([name, people]) => [name, people.size]));
  }

  /** The rows of a table, none where it is missing; where it lacks what it is read by, its rows count as left. */
  rows(table: TableName): readonly SourceRow[] {
    const found = this.source.tables.get(table);
    if (!found) return [];
    this.tally.add(table, 'same', 0);
    if (lacking(table, found.columns).needs.length === 0) return found.rows;
    this.tally.add(table, 'column_missing', found.rows.length);
    return [];
  }

  /** The person of a row; where there is none, or they had themselves erased, its fate is counted. */
  personOf(table: TableName, id: string | null | undefined): string | null {
    const userId = this.people.idOf(id);
    if (userId === null) this.tally.add(table, 'no_account');
    else if (this.isErased(userId)) this.tally.add(table, 'erased');
    else return userId;
    return null;
  }

  isErased(userId: string): boolean {
    const known = this.#erased.get(userId);
    if (known !== undefined) return known;
    const is =
      this.#tombstones.size > 0 &&
      this.context.index.tombstones(userId).some((each) => this.#tombstones.has(each));
    this.#erased.set(userId, is);
    return is;
  }

  change(change: Change): void {
    this.#changes.push(change);
    if (change.kind === 'settings') this.#rows.add(change.userId);
  }

  /** Whether somebody has preferences, or gets some. */
  hasPreferences(userId: string): boolean {
    return this.#rows.has(userId) || this.target.preferences.has(userId);
  }

  note(name: NoteName, person: string): void {
    this.#notes.set(name, (this.#notes.get(name) ?? new Set()).add(person));
  }

  /** When something was said: now where nobody knows, or in the future by the source's clock. */
  past(at: number | null): number {
    return Math.min(at ?? this.context.now, this.context.now);
  }

  mark(userId: string, item: ImportedItemName): ImportedMark | null {
    return this.target.items.get(`${userId} ${item}`) ?? null;
  }

  /** Notes that the source says the same at a later moment, so that nothing older counts any more. */
  seen(userId: string, item: ImportedItemName, sourceAt: number | null): void {
    const mark = this.mark(userId, item);
    if (mark === null || sourceAt === null || (mark.sourceAt ?? -1) >= sourceAt) return;
    this.change({ kind: 'seen', userId, item, sourceAt });
  }
}

/** What stands here beside what a source says. */
export interface Standing {
  /** Whether there is anything. */
  readonly exists: boolean;
  /** Whether it is what the source says. */
  readonly isSame: boolean;
  /** Whether it is as the last import wrote it; left out where none did. */
  readonly isAsImported?: boolean;
  /** Whether its person did something about it here. */
  readonly isTheirs: boolean;
}

/**
 * Whether what a source says takes the place of what stands here: only where nobody here has said anything else since, and
 * never what is older than what was brought before.
 */
export function fateOf(
  { exists, isSame, isAsImported = false, isTheirs }: Standing,
  mark: ImportedMark | null,
  sourceAt: number | null,
): Taken | 'changed_here' | 'said_here' | 'older' {
  if (exists && isSame) return 'same';
  if (mark === null) {
    if (exists) return 'said_here';
    return isTheirs ? 'changed_here' : 'new';
  }
  if (!exists || !isAsImported || isTheirs) return 'changed_here';
  const isOlder = sourceAt !== null && mark.sourceAt !== null && sourceAt < mark.sourceAt;
  return isOlder ? 'older' : 'newer';
}

/** Whether a fate is that a row is taken over now. */
export function isTaken(fate: Fate): fate is 'new' | 'newer' {
  return fate === 'new' || fate === 'newer';
}
