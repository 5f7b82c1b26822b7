/** What a given-back job waits for. */
export type WaitReason =
  | 'retry'
  | 'channel_paused'
  | 'start_open'
  | 'late'
  | 'directory'
  | 'presence'
  | 'paused'
  | 'draining'
  | 'early'
  | 'standbys';
