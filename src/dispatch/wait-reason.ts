/** What a given-back job waits for. */
export type WaitReason =
  'retry' | 'channel_paused' | 'start_open' | 'directory' | 'presence' | 'paused' | 'draining' | 'early';
