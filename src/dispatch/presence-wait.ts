/** The code of a follow-up that waits, or waited in vain, until it is known who is there. */
export const PRESENCE_UNKNOWN_CODE = 'presence_unknown';
