/** How our programs end, in the numbers of sysexits.h that supervisors and scripts know. */
export const EXIT = {
  ok: 0,
  failed: 1,
  /** `EX_USAGE`: somebody used the program wrongly. */
  wrongUse: 64,
  /** `EX_TEMPFAIL`: a newer release works on the database; started again, this one says so, and that one goes on. */
  outdated: 75,
  /** `EX_CONFIG`: the settings are at fault; a restart without changing them is useless. */
  misconfigured: 78,
} as const;
