import { LINKABLE_CHANNELS, type LinkableChannel } from '../../domain/channel-choice.js';
import { newestOf, settledClaims } from './claims.js';
import type { SourceRow } from './original.js';
import { fateOf, isTaken, type Planning } from './planning.js';
import type { Fate } from './tally.js';
import { addressIn, instantIn } from './values.js';

const TABLE = 'availability_channel_links';

/** An address that was confirmed from its channel. */
interface ContactRow {
  readonly userId: string;
  readonly channel: LinkableChannel;
  readonly address: string;
  readonly at: number | null;
}

/** Who can be reached where after the import: persons and channels, with a space between. */
export type Linked = ReadonlySet<string>;

/**
 * Plans the contacts: only addresses that were confirmed from the channel's side, and of two persons with one the last who
 * confirmed it. Whoever used a channel and can't be taken over there has to link it again.
 */
export function planContacts(planning: Planning): Linked {
  const linked = new Set<string>();
  for (const [userId, { digests }] of planning.target.preferences)
    for (const channel of LINKABLE_CHANNELS)
      if (digests[channel] !== null) linked.add(`${userId} ${channel}`);
  const wanted = new Set<string>();
  const found = planning.rows(TABLE).flatMap((row) => contactOf(planning, row, wanted));
  for (const channel of LINKABLE_CHANNELS) {
    const rows = found.filter((row) => row.channel === channel);
    for (const userId of planChannel(planning, channel, rows)) linked.add(`${userId} ${channel}`);
  }
  for (const row of planning.source.tables.get('subscription_preferences')?.rows ?? []) {
    const userId = planning.people.idOf(row['user_id']);
    const preferred = row['preferred_channel']?.trim().toLowerCase();
    for (const channel of LINKABLE_CHANNELS) {
      const isWanted = preferred === channel || row[`${channel}_handle_encrypted`] != null;
      if (userId !== null && isWanted) wanted.add(`${userId} ${channel}`);
    }
  }
  for (const each of [...wanted].sort()) {
    const [userId = '', name] = each.split(' ');
    const channel = LINKABLE_CHANNELS.find((known) => known === name);
    if (channel && !linked.has(each) && !planning.isErased(userId)) planLinkAgain(planning, userId, channel);
  }
  return linked;
}

function contactOf(planning: Planning, row: SourceRow, wanted: Set<string>): ContactRow[] {
  const { source, tally } = planning;
  const userId = planning.personOf(TABLE, row['user_id']);
  if (userId === null) return [];
  const channel = LINKABLE_CHANNELS.find((known) => known === row['channel_type']?.trim().toLowerCase());
  // Discord reaches people by their id.
  if (channel === undefined) {
    tally.add(
      TABLE,
      row['channel_type']?.trim().toLowerCase() === 'discord' ? 'only_read' : 'unknown_channel',
    );
    return [];
  }
  const isVerified = (row['verified_at']?.trim() ?? '') !== '';
  // A token that was asked for and never used says nothing.
  if (isVerified || (row['destination'] ?? '') !== '') wanted.add(`${userId} ${channel}`);
  const address = addressIn(channel, row['destination']);
  if (!isVerified) tally.add(TABLE, 'not_verified');
  else if (address === null) tally.add(TABLE, 'unusable_address');
  else {
    const at = instantIn(row['verified_at'], source.zone);
    return [{ userId, channel, address, at }];
  }
  return [];
}

/** @returns whom the import links. */
function planChannel(
  planning: Planning,
  channel: LinkableChannel,
  rows: readonly ContactRow[],
): readonly string[] {
  const { tally, context } = planning;
  const order = ({ at, userId, address }: ContactRow) => ({ at, tie: `${userId} ${address}` });
  const ofPerson = newestOf(rows, ({ userId }) => userId, order);
  const ofAddress = newestOf([...ofPerson], ({ address }) => address, order);
  const claims: (ContactRow & { readonly thing: string; readonly fate: Fate })[] = [];
  for (const row of rows) {
    if (!ofPerson.has(row)) tally.add(TABLE, 'superseded');
    else if (!ofAddress.has(row)) tally.add(TABLE, 'address_taken');
    else if (!context.vault.enabled) tally.add(TABLE, 'no_key');
    else {
      const fate = fateOfContact(planning, row);
      if (isTaken(fate)) claims.push({ ...row, thing: row.address, fate });
      else tally.add(TABLE, fate);
    }
  }
  const holders = holdersOn(planning, channel);
  const settled = settledClaims(claims, (address) => {
    const holder = context.vault.digests(channel, address).map((digest) => holders.get(digest));
    return holder.find((userId) => userId !== undefined) ?? null;
  });
  const goes = new Set(settled);
  for (const claim of claims) tally.add(TABLE, goes.has(claim) ? claim.fate : 'address_taken');
  for (const { userId, address, at } of settled) {
    planning.change({
      kind: 'contact',
      userId,
      channel,
      address,
      verifiedAt: planning.past(at),
      sourceAt: at,
    });
    planning.note(channel, userId);
  }
  return settled.map(({ userId }) => userId);
}

/** Which digests are whose here. */
function holdersOn({ target }: Planning, channel: LinkableChannel): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const [userId, { digests, signalAccountDigest }] of target.preferences) {
    const own = [digests[channel], channel === 'signal' ? signalAccountDigest : null];
    for (const digest of own) if (digest !== null) holders.set(digest, userId);
  }
  return holders;
}

function fateOfContact(planning: Planning, { userId, channel, address, at }: ContactRow): Fate {
  const { target, context } = planning;
  const digest = target.preferences.get(userId)?.digests[channel] ?? null;
  const account = channel === 'signal' ? (target.preferences.get(userId)?.signalAccountDigest ?? null) : null;
  const mark = planning.mark(userId, channel);
  const known = context.vault.digests(channel, address);
  const isSame = [digest, account].some((each) => each !== null && known.includes(each));
  if (isSame) planning.seen(userId, channel, at);
  return fateOf(
    {
      exists: digest !== null,
      isSame,
      isAsImported: mark?.mark === digest,
      isTheirs: target.doings.has(`${userId} ${channel}`),
    },
    mark,
    at,
  );
}

/** Once: whoever links it, or lets go of it here, is not told again. */
function planLinkAgain(planning: Planning, userId: string, channel: LinkableChannel): void {
  const { target } = planning;
  if (target.doings.has(`${userId} ${channel}`) || planning.mark(userId, channel) !== null) return;
  planning.note(`link_again_${channel}`, userId);
  if (planning.mark(userId, `link_again:${channel}`) === null)
    planning.change({ kind: 'link_again', userId, channel });
}
