/** Why a backup was made. Only the nightly ones are counted when old ones go. */
export type BackupKind = 'nightly' | 'manual' | 'upgrade';

/** Why a backup could not be made. */
export type BackupFault = 'disk_full' | 'not_writable' | 'damaged' | 'other';
