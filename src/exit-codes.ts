/** How a program of ours ends, in the numbers of sysexits.h that supervisors and scripts know. */
export const EXIT = {
  ok: 0,
  failed: 1,
  /** `EX_USAGE`: it was not used as it can be. */
  wrongUse: 64,
  /** `EX_CONFIG`: the settings are at fault, starting again without changing them is useless. */
  misconfigured: 78,
} as const;
