import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Weekday } from '../../domain/session-plan.js';
import type { StandingInput, StandingTexts } from '../texts/standing.js';
import { board } from './board.js';
import { dayAndYear, dayFrom, markedStatus } from './phrases.js';
import { words } from './words.js';

const WEEKDAY: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

function typed(channel: LinkableChannel, command: string): string {
  return channel === 'telegram' ? `/${command}` : command.toUpperCase();
}

const marked = (text: string): string => `${text} (${words.weekly})`;

function summary({ week, weeklyUntil, awayUntil }: StandingInput): string {
  const lines = week.flatMap(({ day, status }) =>
    status === null ? [] : [`${WEEKDAY[day]}: ${markedStatus[status]}`],
  );
  return [
    ...(lines.length === 0 ? ['You have no weekly answers.'] : lines),
    ...(weeklyUntil === null
      ? []
      : [`They count until ${dayAndYear(weeklyUntil)}, and then end unless you keep them.`]),
    ...(awayUntil === null ? [] : [`You’re away until ${dayAndYear(awayUntil)}, that day included.`]),
  ].join('\n');
}

export const standing: StandingTexts = {
  title: 'Your weekly answers',
  about: 'They count on days you haven’t answered for, for eight weeks. Others see them marked “weekly”.',
  weekday: (day) => WEEKDAY[day],
  summary,
  choose: (status) => `${words.status[status]} every week on …`,
  keep: 'Keep for 8 more weeks',
  back: 'I’m back',
  open: 'Weekly answers',
  kept: (until) =>
    until === null
      ? 'You have no weekly answers to keep.'
      : `Kept: your weekly answers count until ${dayAndYear(until)}.`,
  wentAway: (until, today, declined) =>
    [
      until === today
        ? 'You’re away tonight.'
        : `You’re away until ${dayFrom(until, today)}, that day included.`,
      'Your weekly answers don’t count until then, and I won’t ask whether you’re playing.',
      ...(declined === 0
        ? []
        : [
            declined === 1
              ? 'Your answer for one day in that time is now a no.'
              : `Your answers for ${declined} days in that time are now a no.`,
          ]),
    ].join(' '),
  cameBack: 'Welcome back: your weekly answers count again. Days you said no to stay a no.',
  countsThen: (status) => `Your weekly answer counts then: ${markedStatus[status]}.`,
  endSoon: (until, asWords) =>
    asWords
      ? `Your weekly answers end on ${dayAndYear(until)}. Reply WEEKLY keep to keep them for 8 more weeks.`
      : `Your weekly answers end on ${dayAndYear(until)}. Press “Keep for 8 more weeks” to keep them.`,
  marked,
  own: (status, weekly) => (weekly ? marked(board.own(status)) : board.own(status)),
  weeklyHow: (channel) =>
    `To change it, send for example: ${typed(channel, 'weekly')} friday maybe, ${typed(channel, 'weekly')} friday off, or ${typed(channel, 'weekly')} keep.`,
  awayHow: (channel) =>
    `Send the last day you’re away, for example: ${typed(channel, 'away')} friday. When you’re back early: ${typed(channel, 'back')}.`,
};
