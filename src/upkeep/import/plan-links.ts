import { canonicalGuid } from '../../domain/player-link.js';
import { newestOf, settledClaims } from './claims.js';
import type { SourceRow, TableName } from './original.js';
import { fateOf, isTaken, type Planning } from './planning.js';
import type { Fate } from './tally.js';
import { guidIn, instantIn, playerNameIn } from './values.js';

/** A row that says which game account somebody has. */
interface LinkRow {
  readonly table: TableName;
  readonly userId: string;
  readonly guid: string;
  /** `null`: none that shows anything. */
  readonly name: string | null;
  readonly at: number | null;
}

const TABLES = ['player_links', 'user_player_links', 'members'] as const;

/**
 * Plans whose game account is whose: the bot's links and the website's, of each person the newest, and of each account the
 * one who linked it last.
 */
export function planLinks(planning: Planning): void {
  const { tally, target } = planning;
  const found = TABLES.flatMap((table) =>
    planning.rows(table).flatMap((row) => linkOf(planning, table, row)),
  );
  const order = ({ at, guid, userId, table }: LinkRow) => ({ at, tie: `${table} ${guid} ${userId}` });
  const ofPerson = newestOf(found, ({ userId }) => userId, order);
  const ofAccount = newestOf([...ofPerson], ({ guid }) => guid, order);
  const claims: (LinkRow & { readonly name: string; readonly thing: string; readonly fate: Fate })[] = [];
  for (const link of found) {
    if (!ofPerson.has(link)) tally.add(link.table, 'superseded');
    else if (!ofAccount.has(link)) tally.add(link.table, 'guid_taken');
    else if (link.name === null) tally.add(link.table, 'unusable_name');
    else {
      const fate = fateOfLink(planning, { ...link, name: link.name });
      if (isTaken(fate)) claims.push({ ...link, name: link.name, thing: link.guid, fate });
      else tally.add(link.table, fate);
    }
  }
  const holders = new Map([...target.links].map(([userId, { guid }]) => [canonicalGuid(guid), userId]));
  const settled = new Set(settledClaims(claims, (guid) => holders.get(guid) ?? null));
  for (const claim of claims) {
    const { table, userId, guid, name, at, fate } = claim;
    tally.add(table, settled.has(claim) ? fate : 'guid_taken');
    if (settled.has(claim)) planning.change({ kind: 'player_link', userId, guid, name, sourceAt: at });
  }
}

function linkOf(planning: Planning, table: (typeof TABLES)[number], row: SourceRow): LinkRow[] {
  const { source, tally } = planning;
  const userId = planning.personOf(table, row[table === 'player_links' ? 'discord_id' : 'user_id']);
  if (userId === null) return [];
  const guid = guidIn(row['player_guid']);
  if (guid === null) {
    tally.add(table, 'unusable_guid');
    return [];
  }
  const name = playerNameIn(row['display_name'], row['player_name']);
  return [{ table, userId, guid, name, at: instantIn(row['linked_at'], source.zone) }];
}

function fateOfLink(planning: Planning, { userId, guid, name, at }: LinkRow): Fate {
  const { target } = planning;
  const known = target.links.get(userId);
  const mark = planning.mark(userId, 'player_link');
  const isSame = known !== undefined && canonicalGuid(known.guid) === guid && known.name === name;
  if (isSame) planning.seen(userId, 'player_link', at);
  return fateOf(
    {
      exists: known !== undefined,
      isSame,
      isAsImported: known !== undefined && mark?.mark === linkMark(known),
      isTheirs: target.doings.has(`${userId} player_link`),
    },
    mark,
    at,
  );
}

/** A link as an import wrote it: whatever its person or an admin does to it makes it another. */
export function linkMark(link: {
  readonly guid: string;
  readonly name: string;
  readonly updatedAt: string;
}): string {
  return JSON.stringify([link.guid, link.name, link.updatedAt]);
}
