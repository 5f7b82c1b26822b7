const bit = (n: number): bigint => 1n << BigInt(n);

/** The permission bits that the stand-in uses. */
export const Permission = {
  administrator: bit(3),
  manageGuild: bit(5),
  viewChannel: bit(10),
} as const;

/** All permissions: owners and administrators have them. */
export const ALL_PERMISSIONS = bit(53) - 1n;

/** Everybody's permissions: see, write, attach, embed, react, connect, speak, use commands. */
export const EVERYONE_PERMISSIONS = [6, 10, 11, 14, 15, 16, 20, 21, 25, 26, 31].reduce(
  (sum, n) => sum | bit(n),
  0n,
);
