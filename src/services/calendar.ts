import { createHash, randomBytes } from 'node:crypto';
import { MAX_DAYS_AHEAD } from '../domain/availability.js';
import {
  CALENDAR_DAYS_BACK,
  type CalendarEvening,
  calendarEvenings,
  EVENING_LASTS_MS,
} from '../domain/calendar.js';
import { cleanName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { type CalendarEvent, calendarFile, yearsAround } from '../domain/icalendar.js';
import { addDays, instantOf } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { CalendarTexts } from '../messages/texts/calendar.js';
import {
  calendarOf,
  campaignsOfEvenings,
  deleteCalendar,
  findCalendar,
  redigestCalendar,
  saidOfEvenings,
  saveCalendar,
  timesChangedAt,
} from '../persistence/stores/calendar-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { linkThatCounts, requireLinked } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, stillWanted } from './said-since.js';

const TOKEN_BYTES = 32;

/** The address of a calendar, which nobody can be told a second time, and when it was made (ms). */
export interface MadeCalendar {
  readonly address: string;
  readonly createdAt: number;
}

/**
 * Gives a linked member an address under which a calendar program reads their evenings, and ends the one they had. Only a digest
 * of it is kept.
 */
export async function makeCalendar(context: ServiceContext, actor: Actor): Promise<Result<MadeCalendar>> {
  const arrival = arrivalOf(context, actor);
  const { clock, database, settings, calendarIndex } = context;
  const linked = await requireLinked(context, actor);
  if (!linked.ok) return linked;
  const { pageUrl } = settings;
  if (pageUrl === null) return refuse({ code: 'no_page_address' });
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const { userId } = actor;
  const now = clock.now();
  return database.withTransaction(async (tx): Promise<Result<MadeCalendar>> => {
    const wanted = await stillWanted(context, userId, ['calendar'], arrival);
    if (!wanted.ok) return wanted;
    const link = await linkThatCounts(context, tx, userId);
    if (!link.ok) return link;
    await saveCalendar(tx, { userId, tokenDigest: calendarIndex.digest(token) }, now);
    return ok({ address: `${pageUrl}/calendar/${token}.ics`, createdAt: now });
  });
}

/**
 * Ends a person's address: a way out, open to everybody, for which Discord is not asked. What their program has read already it
 * may keep. @returns whether they had one.
 */
export async function endCalendar(
  context: ServiceContext,
  actor: Pick<Actor, 'userId' | 'cameIn'>,
): Promise<boolean> {
  const arrival = arrivalOf(context, actor);
  return context.database.withTransaction(async (tx) => {
    await context.waysOut.note(actor.userId, ['calendar'], arrival);
    return deleteCalendar(tx, actor.userId);
  });
}

/** Since when (ms) a person has the address they have; `null`: they have none. */
export async function calendarSince(
  { database }: Pick<ServiceContext, 'database'>,
  userId: string,
): Promise<number | null> {
  return (await calendarOf(database.view, userId))?.createdAt ?? null;
}

/**
 * What a calendar program reads under an address, by its token, in its person's language or else in that of a BCP 47 tag: the
 * evenings they said yes to. It tells of nobody else. Who asks is not looked at, for the token is the right to it. `null`: there
 * is no such address, or it has ended.
 */
export async function readCalendar(
  context: ServiceContext,
  token: string,
  locale: string,
): Promise<string | null> {
  const { clock, database, settings, directory, messagesFor } = context;
  const userId = await ownerOf(context, token);
  if (userId === null) return null;
  const { view } = database;
  const today = eveningAt(clock.now(), settings);
  const dates = { from: addDays(today, -CALENDAR_DAYS_BACK), to: addDays(today, MAX_DAYS_AHEAD) };
  const evenings = calendarEvenings(
    await saidOfEvenings(view, userId, dates),
    await campaignsOfEvenings(view, dates),
    { session: settings, timesChangedAt: await timesChangedAt(view) },
  );
  const { calendar } = messagesFor((await findPreferences(view, userId))?.locale ?? locale);
  const { timezone: zone } = settings;
  const community = cleanName(directory.guildName() ?? '') || null;
  return calendarFile({
    name: calendar.name(community),
    zone,
    ...yearsAround(instantOf(dates.from, '12:00', zone), instantOf(dates.to, '12:00', zone)),
    events: evenings.map((evening) => eventOf(evening, calendar, { ...settings, community })),
  });
}

/** Whose address it is. One that is known by an earlier key is kept under today's, for that key may go. */
async function ownerOf({ database, calendarIndex }: ServiceContext, token: string): Promise<string | null> {
  const digests = calendarIndex.all(token);
  const found = await findCalendar(database.view, digests);
  const digest = calendarIndex.digest(token);
  if (found && found.tokenDigest !== digest)
    await database.withTransaction((tx) => redigestCalendar(tx, found, digest));
  return found?.userId ?? null;
}

function eventOf(
  { date, startAt, said, isOff, changedAt }: CalendarEvening,
  texts: CalendarTexts,
  place: { readonly guildId: string; readonly pageUrl: string | null; readonly community: string | null },
): CalendarEvent {
  const { guildId, pageUrl, community } = place;
  const event = texts.event(community);
  return {
    uid: `${date}@${createHash('sha256').update(guildId).digest('hex').slice(0, 20)}.muster`,
    startAt,
    endAt: startAt + EVENING_LASTS_MS,
    status: isOff ? 'CANCELLED' : said === 'yes' ? 'CONFIRMED' : 'TENTATIVE',
    summary: isOff ? texts.calledOff(event) : event,
    description: isOff ? texts.off : texts.said[said],
    url: pageUrl,
    changedAt,
  };
}
