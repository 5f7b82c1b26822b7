import type { Weekday } from '../../domain/session-plan.js';
import type { NotOutReason } from '../../domain/standing-campaigns.js';
import { discordRelative, timeOfDay } from '../moment.js';
import type { StandingCampaignTexts } from '../texts/standing-campaigns.js';
import { count, dayAndYear } from './phrases.js';
import { standing } from './standing.js';
import { words } from './words.js';

const REASON: Record<Exclude<NotOutReason, 'stopped'>, string> = {
  changed: 'the standing pings were changed or removed.',
  taken: 'a promoter planned or cancelled tonight’s pings.',
  switched_off: 'sending was paused or switched off at that time.',
  nobody_told: 'no promoter could be told in time, so nobody could have said no.',
  too_few: 'not enough were looking any more.',
  nobody_to_call: 'there was nobody to ping.',
  no_session: 'no session is planned that day any more.',
  too_late: 'the session had started.',
  left: 'whoever set them has left the server.',
  may_not: 'whoever set them is no promoter with a linked player any more.',
  restored: 'a backup was restored.',
};

const days = (list: readonly Weekday[]): string => list.map((day) => standing.weekday(day)).join(', ');

export const standingCampaigns: StandingCampaignTexts = {
  title: 'Standing pings',
  about: (threshold) =>
    `On these days the pings go out by themselves, if ${count(threshold, 'player')} ${threshold === 1 ? 'is' : 'are'} looking half an hour before the reminder or soon after. Whoever set them, and promoters who turned on the notice that it’s on, are told first, and each of them can say no.`,
  none: 'No pings go out by themselves. `/promote standing set` sets days for that.',
  day: ({ day, name, includeAvailable, includeMaybe, hasSession }) => {
    const also = [
      ...(includeAvailable ? [words.status.AVAILABLE] : []),
      ...(includeMaybe ? [words.status.MAYBE] : []),
    ];
    const parts = [
      ...(name === null ? [] : [`in the name of ${name}`]),
      ...(also.length > 0 ? [`also: ${also.join(', ')}`] : []),
      ...(hasSession ? [] : ['no session is planned that day']),
    ];
    return `**${standing.weekday(day)}**${parts.length > 0 ? `: ${parts.join('; ')}` : ''}`;
  },
  until: (date) =>
    `They end after ${dayAndYear(date)}, unless a promoter changes them or presses one of their buttons before.`,
  proposal: ({ at, startAt, looking, name }) =>
    `**Tonight’s pings go out at ${timeOfDay(at, 'discord')} unless one of you says no.** ${looking === 1 ? '1 is' : `${looking} are`} looking to play; the session starts ${discordRelative(startAt)}.${name === null ? '' : ` They go out in the name of ${name}.`}`,
  goesOut: (at, style = 'discord') =>
    `Tonight’s pings go out at ${timeOfDay(at, style)} unless a promoter says no.`,
  made: 'Tonight’s pings went out by themselves; `/promote status` shows how they are going.',
  notOut: (reason, name) =>
    reason === 'stopped'
      ? `**Tonight’s pings don’t go out by themselves:** ${name ?? 'a promoter'} said no. \`/promote create\` still sends some.`
      : `**Tonight’s pings don’t go out by themselves:** ${REASON[reason]}`,
  nearLapse: (until) =>
    `**The standing pings end after ${dayAndYear(until)}.** For seven weeks no promoter has changed them or pressed one of their buttons. Keep them?`,
  lapsed: (until) =>
    `**The standing pings ended after ${dayAndYear(until)}**, as no promoter kept them. \`/promote standing set\` sets days again.`,
  ended: (reason) =>
    `**Standing pings have ended:** ${REASON[reason]} \`/promote standing show\` shows which are left, and \`/promote standing set\` sets days in your name.`,
  stop: 'Stop',
  preview: 'Preview',
  keep: 'Keep them',
  set: (list) => `Set for ${days(list)}, in your name.`,
  removed: (list) => `Removed: ${days(list)}.`,
  kept: (until) => `Kept until ${dayAndYear(until)}.`,
  stopped: '**Stopped.** Tonight’s pings don’t go out by themselves; `/promote create` still sends some.',
  goneOut: (mayCancel) =>
    mayCancel
      ? '**Tonight’s pings are scheduled already.** Cancel them?'
      : '**Tonight’s pings are scheduled already.** Only the promoter in whose name they go out, or an admin, can cancel them.',
};
