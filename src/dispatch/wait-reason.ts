/** What a job waits for that was given back. */
export type WaitReason =
  'retry' | 'channel_paused' | 'start_open' | 'directory' | 'presence' | 'paused' | 'draining' | 'early';
