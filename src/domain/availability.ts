/** What a player says about one evening, in the order they are shown. */
export const AVAILABILITY_STATUSES = ['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING'] as const;
export type AvailabilityStatus = (typeof AVAILABILITY_STATUSES)[number];

/** How far ahead availability may be set, in days. */
export const MAX_DAYS_AHEAD = 90;
