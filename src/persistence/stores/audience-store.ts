import type { AvailabilityStatus } from '../../domain/availability.js';
import { isOverOwnCap, LONGEST_WEEK_MS } from '../../domain/own-cap.js';
import type { PlayerLinkPolicy } from '../../domain/player-link.js';
import type { EffectiveAnswer, WeeklyStatus } from '../../domain/standing-answers.js';
import type { View } from '../engine/database.js';
import { callsOfCapped } from './call-count-store.js';
import { CALLABLE, type CallablePerson, callableIn, type CallableRow, type CanOpen } from './person-store.js';
import { ANSWERS_OF_DAY, weeklyCountsOn } from './standing-store.js';

interface AudienceRow extends CallableRow {
  status: AvailabilityStatus;
  weekly: number | string;
}

/**
 * Everybody who plays on a date in one way or another, in the order of their ids; named by links that count. Whoever said no
 * is only counted, by `refusalsOn`. `lastCallAt` (ms): when they would be called last, to tell who will have had as many calls as
 * they want at most even then; `null`: that is not asked.
 */
export async function peopleOf(
  view: View,
  date: string,
  defaultTimezone: string,
  contacts: CanOpen,
  policy: PlayerLinkPolicy,
  lastCallAt: number | null = null,
): Promise<CallablePerson[]> {
  const rows: AudienceRow[] = await view.sql`
    WITH day(date) AS (SELECT CAST(${date} AS TEXT))
    SELECT s.user_id, k.player_name, s.user_name, s.status, s.weekly, ${() => CALLABLE}
    FROM ${() => ANSWERS_OF_DAY} s
    LEFT JOIN subscription_preferences p ON p.user_id = s.user_id
    LEFT JOIN player_links k ON k.user_id = s.user_id AND (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE s.status <> 'NOT_PLAYING'
    ORDER BY s.user_id`;
  const people = rows.map((row) => callableIn(row, answerIn(row), defaultTimezone, contacts));
  if (lastCallAt === null || people.every(({ callsPerWeek }) => callsPerWeek === null)) return people;
  const calls = await callsOfCapped(view, lastCallAt - LONGEST_WEEK_MS);
  return people.map((person) => {
    const { callsPerWeek: cap, timezone: zone } = person;
    return cap !== null && isOverOwnCap({ cap, zone }, calls.get(person.userId) ?? [], lastCallAt)
      ? { ...person, isOverOwnCap: true }
      : person;
  });
}

function answerIn({ status, weekly }: AudienceRow): EffectiveAnswer {
  return Number(weekly) === 1
    ? { origin: 'weekly', status: status as WeeklyStatus }
    : { origin: 'said', status };
}

/** How many players with a link that counts have said nothing about a date, by its weekday neither, nor that they are away. */
export async function countSilent(view: View, date: string, policy: PlayerLinkPolicy): Promise<number> {
  // A look for each player, and not NOT IN: that would go through everybody's answers whoever is linked.
  const rows: { count: number | string }[] = await view.sql`
    WITH day(date) AS (SELECT CAST(${date} AS TEXT))
    SELECT COUNT(*) AS count FROM day
    JOIN player_links k ON (${policy} = 'self' OR k.verified_at IS NOT NULL)
    WHERE NOT EXISTS (SELECT 1 FROM availability_entries e WHERE e.user_id = k.user_id AND e.entry_date = day.date)
      AND NOT EXISTS (SELECT 1 FROM availability_weekly_answers w
        WHERE w.user_id = k.user_id AND ${() => weeklyCountsOn('day.date')})
      AND NOT EXISTS (SELECT 1 FROM availability_absences b
        WHERE b.user_id = k.user_id AND b.away_from <= day.date AND b.away_until >= day.date)`;
  return Number(rows[0]?.count ?? 0);
}
