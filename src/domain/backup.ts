/** Why a backup was made. Only the nightly ones are counted when old ones go. */
export type BackupKind = 'nightly' | 'manual' | 'upgrade';

/** What keeps a backup from being made. */
export type BackupFault = 'disk_full' | 'not_writable' | 'damaged' | 'other';
