import * as z from 'zod';

const instant = z.iso.datetime().describe('ISO 8601, UTC');
const date = z.iso.date();
/** What a campaign writes down of whom it lists. */
const listed = z.object({
  campaign_date: date,
  status: z.string().describe('What they had said.'),
  channel: z.string(),
  display_name: z.string(),
});

/**
 * The file an export gives, on Discord and by the bridge: JSON in snake_case, instants as ISO 8601 in UTC, dates as
 * `YYYY-MM-DD`, what is not there as `null` or an empty list. A field is never renamed or dropped without a higher
 * `version`; new ones may be added. Addresses on other channels are told as linked or not.
 */
export const personalDataExportSchema = z
  .object({
    format: z.literal('muster-personal-data'),
    version: z.literal(1),
    exported_at: instant,
    user_id: z.string().describe('The Discord id.'),
    player_link: z
      .object({
        player_guid: z.string(),
        player_name: z.string(),
        verified_at: instant.nullable().describe('When it was proved or confirmed.'),
      })
      .nullable(),
    player_proof: z
      .object({ player_guid: z.string(), expires_at: instant, looks: z.number().int() })
      .nullable()
      .describe('A code they were given to prove their link, of which only a digest is kept.'),
    channel_links: z
      .array(z.object({ channel: z.string(), linked_at: instant }))
      .describe('Telegram and Signal, where confirmed.'),
    link_requests: z
      .array(
        z.object({
          channel: z.string(),
          requested_at: instant.nullable(),
          expires_at: instant.nullable(),
          attempts: z.number().int(),
        }),
      )
      .describe('Links they began on those and have not finished; of the code only a digest is kept.'),
    preferences: z
      .object({
        allow_promotions: z.boolean(),
        consented_at: instant.nullable(),
        max_calls_per_week: z.int().nullable().describe('How many calls a week at most; `null`: no limit.'),
        calls_counted_from: instant
          .nullable()
          .describe(
            'Calls since then count as without a sign of life; moved by one where it changes anything.',
          ),
        calls_asked_at: instant
          .nullable()
          .describe('When a call asked whether they still want any, if unanswered.'),
        calls_rest_since: instant
          .nullable()
          .describe('Since when no call comes for want of an answer to that.'),
        allow_questions: z.boolean(),
        questions_consented_at: instant.nullable(),
        questions_counted_from: instant
          .nullable()
          .describe('Questions since then count as unanswered; moved by each answer.'),
        allow_ready_notices: z.boolean(),
        ready_consented_at: instant.nullable(),
        preferred_channel: z.string(),
        discord_dms: z.boolean(),
        discord_dm_channel_id: z.string().nullable(),
        telegram_linked: z.boolean(),
        signal_linked: z.boolean(),
        quiet_hours: z
          .object({ start: z.string(), end: z.string() })
          .nullable()
          .describe('Wall times `HH:MM` in `timezone`, or where that is `null` in `server_timezone`.'),
        ready_sound: z.boolean(),
        timezone: z.string().nullable().describe('The zone they named; `null`: none.'),
        server_timezone: z.string(),
        locale: z.string(),
      })
      .nullable(),
    availability: z.array(z.object({ date, status: z.string(), user_name: z.string() })),
    conditions: z
      .array(
        z.object({ date, at_least: z.number().int(), met: z.boolean().describe('It turned their answer.') }),
      )
      .describe('On which days they are in as soon as so many are, they among them.'),
    weekly_answers: z
      .array(
        z.object({
          weekday: z.string().describe('`mon` to `sun`.'),
          status: z.string(),
          counts_from: date,
          counts_until: date.describe('The last day it counts.'),
          user_name: z.string(),
        }),
      )
      .describe('What they answer for weekdays where they have not answered for the day; lapsed ones too.'),
    absence: z
      .object({ away_from: date, away_until: date.describe('The last day.') })
      .nullable()
      .describe('When they are away, or were last.'),
    answers: z
      .array(
        z.object({
          date,
          answer: z.string(),
          late_until: instant.nullable().describe('When they come who said they come later.'),
          channel: z.string().nullable().describe('Where they said it, if that is known.'),
        }),
      )
      .describe('What they answered for evenings, such as under a ping; soonest first.'),
    calendar: z
      .object({ created_at: instant })
      .nullable()
      .describe('When their calendar address was made, of which only a digest is kept.'),
    sessions: z
      .array(z.object({ signed_in_at: instant, last_seen_at: instant, expires_at: instant }))
      .describe('The browsers they are signed in with, oldest first.'),
    contacts: z
      .array(
        z.object({
          at: instant,
          campaign_date: date,
          job_type: z.string(),
          promoter_id: z
            .string()
            .describe('Who asked for it: a Discord id, or a stand-in once they have erased their data.'),
          channel: z.string().nullable(),
          outcome: z.string(),
          reason: z.string().nullable(),
        }),
      )
      .describe('Every time they were called, or were left out, oldest first.'),
    notices: z
      .array(z.object({ at: instant, key: z.string(), channel: z.string(), state: z.string() }))
      .describe(
        'What they were told as a promoter, or are to be told, of standing campaigns and of too few; oldest first.',
      ),
    listed_for: z
      .array(listed)
      .describe('The evenings for which they were on the list of those to be called, oldest first.'),
    standby_for: z
      .array(listed)
      .describe('The evenings they might have been called for where players were missing, oldest first.'),
    campaigns: z
      .array(
        z.object({
          campaign_date: date,
          created_at: instant,
          status: z.string(),
          recipient_count: z.int(),
          dry_run: z.boolean(),
          note: z.string().nullable(),
        }),
      )
      .describe('The campaigns they started, oldest first.'),
    standing_campaigns: z
      .array(
        z.object({
          weekday: z.string().describe('`mon` to `sun`.'),
          include_available: z.boolean(),
          include_maybe: z.boolean(),
          counts_until: date.describe('The last day it counts.'),
        }),
      )
      .describe('The weekdays on which campaigns go out by themselves in their name; lapsed ones too.'),
    standing_evenings: z
      .array(
        z.object({
          campaign_date: date,
          goes_out_at: instant,
          state: z.enum(['open', 'made', 'dropped']),
          reason: z.string().nullable().describe('Why it did not go out.'),
        }),
      )
      .describe(
        'The evenings of which promoters were told that a campaign goes out in their name, oldest first.',
      ),
    setting_changes: z
      .array(
        z.object({
          at: instant,
          key: z.string(),
          old_value: z.string().nullable(),
          new_value: z.string().nullable(),
        }),
      )
      .describe('The settings of the deployment they changed, oldest first; `null`: the default.'),
    settings_set: z
      .array(z.object({ key: z.string(), at: instant }))
      .describe('The settings that are as they set them.'),
    paused_since: instant.nullable().describe('Since when they have paused all campaigns, if they have.'),
    made_ready: z
      .array(date)
      .describe('The evenings that are on by their answer, as long as that is still to be told.'),
    imported: z
      .array(z.object({ item: z.string(), at: instant }))
      .describe('What was brought over when their community moved here, and when.'),
    history: z
      .array(z.object({ at: instant, action: z.string(), actor_id: z.string() }))
      .describe('What happened to their links and their consent, oldest first.'),
    deeds: z
      .array(z.object({ at: instant, action: z.string() }))
      .describe('What they did that is on record of somebody else, who is not named; oldest first.'),
  })
  .describe('Everything that is kept about you.');

export type PersonalDataExport = z.output<typeof personalDataExportSchema>;
