/** Why a database can't be read or written. */
export const DATABASE_FAULTS = [
  'disk_full',
  'not_writable',
  'damaged',
  'locked',
  'disk_error',
  'unreachable',
  /** Its server is a copy that follows another: what was the copy's before may be this one's soon. */
  'read_only',
] as const;

export type DatabaseFault = (typeof DATABASE_FAULTS)[number];
