import { type APIOverwrite, OverwriteType, PermissionFlagsBits as P } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissionsIn } from '../../src/discord/channel-permissions.js';

const GUILD = '1';
const [HELPERS, MUTED] = ['2', '3'];
const BOT = '9';

const guild = (everyone: bigint, roles: Readonly<Record<string, bigint>> = {}, ownerId = '8') => ({
  id: GUILD,
  ownerId,
  roles: new Map(Object.entries({ [GUILD]: everyone, ...roles }).map(([id, bits]) => [id, String(bits)])),
});
const bot = (...roleIds: string[]) => ({ userId: BOT, roleIds });
const role = (id: string, { allow = 0n, deny = 0n }): APIOverwrite => ({
  id,
  type: OverwriteType.Role,
  allow: String(allow),
  deny: String(deny),
});
const member = (id: string, rule: { allow?: bigint; deny?: bigint }): APIOverwrite => ({
  ...role(id, rule),
  type: OverwriteType.Member,
});

const WRITE = P.ViewChannel | P.SendMessages;

describe('what a member may do in a channel', () => {
  it('is what their roles add up to, where nothing is overwritten', () => {
    expect(permissionsIn(guild(P.ViewChannel, { [HELPERS]: P.SendMessages }), bot(HELPERS), [])).toBe(WRITE);
    expect(permissionsIn(guild(P.ViewChannel, { [HELPERS]: P.SendMessages }), bot(), [])).toBe(P.ViewChannel);
  });

  it('is everything for the owner and for administrators, whatever is overwritten', () => {
    const closed = [role(GUILD, { deny: WRITE }), member(BOT, { deny: WRITE })];
    expect(permissionsIn(guild(0n, {}, BOT), bot(), closed) & WRITE).toBe(WRITE);
    const admins = guild(0n, { [HELPERS]: P.Administrator });
    expect(permissionsIn(admins, bot(HELPERS), closed) & WRITE).toBe(WRITE);
  });

  it('is nothing for who can’t see it', () => {
    expect(permissionsIn(guild(WRITE), bot(), [role(GUILD, { deny: P.ViewChannel })])).toBe(0n);
  });

  it('a role opens what is closed for everyone', () => {
    const overwrites = [role(HELPERS, { allow: P.ViewChannel }), role(GUILD, { deny: P.ViewChannel })];
    expect(permissionsIn(guild(WRITE, { [HELPERS]: 0n }), bot(HELPERS), overwrites)).toBe(WRITE);
    expect(permissionsIn(guild(WRITE, { [HELPERS]: 0n }), bot(), overwrites)).toBe(0n);
  });

  it('among roles, what one allows another can’t take', () => {
    const overwrites = [role(HELPERS, { allow: P.SendMessages }), role(MUTED, { deny: P.SendMessages })];
    const roles = guild(WRITE, { [HELPERS]: 0n, [MUTED]: 0n });
    expect(permissionsIn(roles, bot(HELPERS, MUTED), overwrites)).toBe(WRITE);
    expect(permissionsIn(roles, bot(MUTED, HELPERS), [...overwrites].reverse())).toBe(WRITE);
    expect(permissionsIn(roles, bot(MUTED), overwrites)).toBe(P.ViewChannel);
  });

  it('what is said of the member has the last word', () => {
    const overwrites = [member(BOT, { deny: P.SendMessages }), role(HELPERS, { allow: P.SendMessages })];
    expect(permissionsIn(guild(WRITE, { [HELPERS]: 0n }), bot(HELPERS), overwrites)).toBe(P.ViewChannel);
    expect(permissionsIn(guild(0n), bot(), [member(BOT, { allow: WRITE })])).toBe(WRITE);
    expect(permissionsIn(guild(WRITE), bot(), [member('7', { deny: WRITE })])).toBe(WRITE);
  });
});

it('the order in which overwrites are told does not matter', () => {
  const bits = fc.bigInt({ min: 0n, max: (1n << 16n) - 1n }).filter((b) => (b & P.Administrator) === 0n);
  const overwrite = fc.record({ allow: bits, deny: bits });
  const any = fc
    .tuple(overwrite, overwrite, overwrite, overwrite)
    .map(([everyone, helpers, muted, own]) => [
      role(GUILD, everyone),
      role(HELPERS, helpers),
      role(MUTED, muted),
      member(BOT, own),
    ]);
  fc.assert(
    fc.property(any, fc.integer(), bits, (overwrites, seed, everyone) => {
      const roles = guild(everyone, { [HELPERS]: 0n, [MUTED]: 0n });
      const turned = overwrites.map((_, i) => overwrites[(i + Math.abs(seed)) % 4] as APIOverwrite);
      expect(permissionsIn(roles, bot(HELPERS, MUTED), turned)).toBe(
        permissionsIn(roles, bot(HELPERS, MUTED), overwrites),
      );
    }),
  );
});
