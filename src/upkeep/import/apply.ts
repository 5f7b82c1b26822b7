import { CONSENTS, type ConsentTo } from '../../domain/consent.js';
import { SYSTEM } from '../../domain/system-campaigns.js';
import type { Tx } from '../../persistence/engine/database.js';
import { toText } from '../../persistence/instants.js';
import { appendAudit } from '../../persistence/stores/audit-store.js';
import { saveContact } from '../../persistence/stores/channel-link-store.js';
import {
  importConfirmation,
  importConsent,
  importEntry,
  importGuard,
  importPlayerLink,
  importSettings,
  importTarget,
  releaseContacts,
  releasePlayerLinks,
  rememberImported,
  rememberSeen,
} from '../../persistence/stores/import-store.js';
import type { BlindIndex } from '../../vault/blind-index.js';
import type { ContactVault } from '../../vault/contact-vault.js';
import type { Source } from './original.js';
import { type ImportPlan, planImport, scopeOf } from './plan.js';
import type { Change, ImportContext } from './planning.js';
import { entryMark } from './plan-entries.js';
import { linkMark } from './plan-links.js';
import { consentMark, settingsMark } from './plan-preferences.js';

/** What applying an import works with. */
export interface ApplyContext extends ImportContext {
  readonly index: BlindIndex;
  readonly vault: ContactVault;
  readonly newId: () => string;
  /** Whether to go on where nobody knows who some of the erased people are. */
  readonly despiteLostKeys: boolean;
  /** In which language people are written to until they say anything here. */
  readonly locale: string;
}

/** An import could bring back people who had themselves erased. */
export class ErasedUnknown extends Error {
  override readonly name = 'ErasedUnknown';

  constructor(people: number) {
    super(
      `${String(people)} had themselves erased under a key that is no longer set, so that nobody can tell whether this would bring ` +
        'them back. Add that key (or the bot token of then) at the end of CONTACT_DATA_ENCRYPTION_KEY and import again; nothing was ' +
        'changed. Where the key is lost for good, --despite-lost-keys goes on all the same.',
    );
  }
}

/** How it is in the audit log. */
const HOW = 'import';

/**
 * Brings a source into the database, by what stands there at this moment. Nothing that was said here is lost, nobody is
 * written to, and a second run finds nothing to do: then it writes nothing at all.
 * @throws ErasedUnknown, in words; nothing was changed then.
 */
export async function applyImport(tx: Tx, source: Source, context: ApplyContext): Promise<ImportPlan> {
  const plan = planImport(source, await importTarget(tx, scopeOf(source, context)), context);
  if (plan.unknownErased > 0 && !context.despiteLostKeys) throw new ErasedUnknown(plan.unknownErased);
  if (plan.changes.length === 0) return plan;
  const of = <K extends Change['kind']>(kind: K): Extract<Change, { kind: K }>[] =>
    plan.changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind);
  await releasePlayerLinks(
    tx,
    of('player_link').map(({ userId }) => userId),
  );
  for (const channel of ['telegram', 'signal'] as const) {
    const moving = of('contact').filter((change) => change.channel === channel);
    await releaseContacts(
      tx,
      channel,
      moving.map(({ userId }) => userId),
    );
  }
  // Settings first: consents and contacts stand in their row.
  for (const change of of('settings')) await bring(context, tx, change);
  for (const change of plan.changes) if (change.kind !== 'settings') await bring(context, tx, change);
  await appendAudit(
    tx,
    { userId: SYSTEM, action: 'imported', actorId: SYSTEM, metadata: countsOf(plan) },
    context.now,
  );
  return plan;
}

/** How many of each kind, for the audit log. */
function countsOf({ changes }: ImportPlan): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([kind, count]) => [kind, String(count)]));
}

async function bring(context: ApplyContext, tx: Tx, change: Change): Promise<void> {
  const { now } = context;
  const { userId } = change;
  switch (change.kind) {
    case 'player_link': {
      await importPlayerLink(tx, change, now);
      const mark = linkMark({ guid: change.guid, name: change.name, updatedAt: toText(now) });
      await rememberImported(tx, userId, 'player_link', { mark, sourceAt: change.sourceAt }, now);
      return note(tx, userId, 'player_linked', { guid_digest: context.index.digest(change.guid) }, now);
    }
    case 'settings':
      await importSettings(tx, userId, { ...change, locale: context.locale }, now);
      return rememberImported(
        tx,
        userId,
        'settings',
        { mark: settingsMark(change), sourceAt: change.sourceAt },
        now,
      );
    case 'consent':
      return bringConsent(tx, change, now);
    case 'contact':
      return bringContact(context, tx, change);
    case 'link_again':
      return rememberImported(tx, userId, `link_again:${change.channel}`, { mark: '', sourceAt: null }, now);
    case 'entry': {
      await importEntry(tx, { ...change, id: context.newId() }, change.at);
      const mark = entryMark({ status: change.status, updatedAt: toText(change.at) });
      return rememberImported(tx, userId, `entry:${change.date}`, { mark, sourceAt: change.sourceAt }, now);
    }
    case 'guard':
      return importGuard(tx, { ...change, id: context.newId(), nonce: context.newId() }, change.at);
    case 'seen':
      return rememberSeen(tx, userId, change.item, change.sourceAt);
  }
}

async function bringConsent(
  tx: Tx,
  { userId, to, since, sourceAt }: Extract<Change, { kind: 'consent' }>,
  now: number,
): Promise<void> {
  await importConsent(tx, userId, to, since, now);
  const { field, sinceField, given, withdrawn } = CONSENTS[to];
  const said = { [field]: since !== null, [sinceField]: since } as Parameters<typeof consentMark>[0];
  await rememberImported(tx, userId, consentItem(to), { mark: consentMark(said, to), sourceAt }, now);
  await note(tx, userId, since === null ? withdrawn : given, {}, now);
}

function consentItem(to: ConsentTo): `consent:${ConsentTo}` {
  return `consent:${to}`;
}

async function bringContact(
  { vault, now }: ApplyContext,
  tx: Tx,
  { userId, channel, address, verifiedAt, sourceAt }: Extract<Change, { kind: 'contact' }>,
): Promise<void> {
  // A Signal account stands where its number is not known.
  const account = channel === 'signal' && !address.startsWith('+') ? address : undefined;
  const sealed = vault.seal(channel, { address, account, name: '' });
  await saveContact(tx, userId, channel, sealed, now);
  await importConfirmation(tx, userId, channel, verifiedAt, now);
  await rememberImported(tx, userId, channel, { mark: sealed.digest, sourceAt }, now);
  await note(tx, userId, 'channel_linked', { channel }, now);
}

async function note(
  tx: Tx,
  userId: string,
  action: Parameters<typeof appendAudit>[1]['action'],
  metadata: Record<string, string>,
  now: number,
): Promise<void> {
  await appendAudit(tx, { userId, action, actorId: userId, metadata: { ...metadata, how: HOW } }, now);
}
