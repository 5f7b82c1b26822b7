/** Why a database can't be read or written. */
export const DATABASE_FAULTS = [
  'disk_full',
  'not_writable',
  'damaged',
  'locked',
  'disk_error',
  'unreachable',
] as const;

export type DatabaseFault = (typeof DATABASE_FAULTS)[number];
