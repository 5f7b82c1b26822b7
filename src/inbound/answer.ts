import { type EndAction, ENDS } from '../domain/consent.js';
import { identityOf } from '../domain/contact.js';
import type { PressAction } from '../domain/channel.js';
import { ANSWERS } from '../domain/limits.js';
import { type EveningPress, latenessIn } from '../domain/evening-buttons.js';
import type { AnswerAction } from '../domain/question.js';
import { type Soon, whenKnown } from '../domain/soon.js';
import type { Messages } from '../messages/messages.js';
import { answerFor as answerOfPerson } from '../persistence/stores/standing-store.js';
import type { ServiceContext } from '../services/context.js';
import { linkedAccount, nameOfAccount, redeemChannelLink, unlinkChat } from '../services/link-channel.js';
import { comeTonight, keptYesWords, mayStillAnswer, pressShown } from '../services/answer-evening.js';
import { answerQuestion } from '../services/answer-question.js';
import { dateToSet, type SetAvailability, setAvailability } from '../services/set-availability.js';
import { type AvailabilityBoard, showAvailability } from '../services/show-availability.js';
import { followingWords } from '../services/what-follows.js';
import { clearInChat, declineInChat, everyAccount, stopChat } from '../services/way-out.js';
import { isWayOut, languageOf, parseCommand, type TypedAnswer } from './command.js';
import { actorOf, done, type Done, doneFor, refused, type Sender, today, wordsFor } from './done.js';
import { keepPings, limitPings } from './own-pings.js';
import { comeBackFrom, goAwayUntil, keepWeek, weeklyFrom } from './standing.js';

/**
 * Whether a chat gets an answer now; if so, counts it. Requests are always carried out, but endless messages
 * must not make us write endlessly: that gets a number or a bot blocked.
 */
export function mayAnswer({ limits }: ServiceContext, { channel, contact }: Sender): Soon<boolean> {
  return whenKnown(limits.take(ANSWERS, `${channel}:${identityOf(contact)}`), (waitMs) => waitMs === 0);
}

/** How we treat a message. */
export interface Attention {
  /** Do what it says. */
  readonly act: boolean;
  /** Say what was done. */
  readonly answer: boolean;
  /** It says no to us. */
  readonly wayOut: boolean;
}

/**
 * Decides how we treat a message, before acting on it, where `answer` says whether it may be answered. A person who
 * writes more than that is ignored, except for ways out. An edit counts like a message, but gets no help text.
 */
export function attentionFor(message: { text: string; edited: boolean }, answer: boolean): Attention {
  const command = parseCommand(message.text);
  const wayOut = isWayOut(command);
  if (message.edited && command.kind === 'help') return { act: false, answer: false, wayOut };
  return { act: answer || wayOut, answer, wayOut };
}

/** The person blocked us: nothing can reach them there, so the link goes at once. */
export async function forgetBlocked(services: ServiceContext, sender: Sender): Promise<Done> {
  const unlinked = await unlinkChat(services, sender, 'blocked');
  return unlinked.ok ? done('') : refused(services, sender, unlinked.refusal);
}

/** Does what a message in a private chat asks for, and words the answer. */
export async function answerTo(services: ServiceContext, from: Sender, text: string): Promise<Done> {
  const command = parseCommand(text);
  const sender = { ...from, locale: from.locale ?? languageOf(text) ?? undefined };
  switch (command.kind) {
    case 'help':
      return done(wordsFor(services, sender).then(({ chat }) => chat.help(sender.channel)));
    case 'link':
      return link(services, sender, command.token);
    case 'stop':
      return stop(services, sender);
    case 'dont-ask':
    case 'stop-ready':
      return end(services, sender, command.kind);
    case 'unlink':
      return unlink(services, sender);
    case 'status':
      return tellStatus(services, sender);
    case 'coming':
      return come(services, sender, { minutesLate: null });
    case 'late':
      return command.minutes === null
        ? tellLateHow(services, sender)
        : come(services, sender, { minutesLate: command.minutes });
    case 'today':
      return answerFor(services, sender, today(services), command);
    case 'on':
      return answerOn(services, sender, command);
    case 'clear':
      return clear(services, sender, command.date);
    case 'weekly':
      return weeklyFrom(services, sender, command);
    case 'away':
      return goAwayUntil(services, sender, command.date);
    case 'back':
      return comeBackFrom(services, sender);
    case 'keep':
      return keepPings(services, sender);
    case 'limit':
      return limitPings(services, sender, command.most);
  }
}

/** A button under one of our messages that was pressed. */
export interface Press {
  readonly action: PressAction;
  readonly campaignId: string;
}

/** The press whose buttons a message has after one: "Back" shows the answer they have given. */
export async function pressToShow<Action extends PressAction>(
  services: ServiceContext,
  sender: Sender,
  { action, campaignId }: { readonly action: Action; readonly campaignId: string },
): Promise<Action | EveningPress> {
  if (action !== 'back') return action;
  const account = await linkedAccount(services, sender.channel, sender.contact);
  return account.ok ? pressShown(services, account.value.userId, campaignId) : action;
}

/** What a press of a button under one of our messages does; worded like {@link answerTo}. */
export function answerToPress(
  services: ServiceContext,
  sender: Sender,
  { action, campaignId }: Press,
): Promise<Done> {
  switch (action) {
    case 'stop':
      return stop(services, sender);
    case 'not-tonight':
      return declineUnder(services, sender, campaignId);
    case 'dont-ask':
    case 'stop-ready':
      return end(services, sender, action, false);
    case 'later':
      return askHowMuchLater(services, sender, campaignId);
    case 'back':
      return Promise.resolve(done(''));
    case 'keep-weekly':
      return keepWeek(services, sender);
    case 'keep-pings':
      return keepPings(services, sender);
    case 'looking':
    case 'available':
    case 'maybe':
    case 'not-playing':
      return answerQuestionBy(services, sender, { action, campaignId });
    default:
      return come(services, sender, { minutesLate: latenessIn(action) ?? null, campaignId });
  }
}

async function link(services: ServiceContext, sender: Sender, token: string): Promise<Done> {
  const { channel, contact } = sender;
  const linked = await redeemChannelLink(services, channel, token, contact);
  if (!linked.ok) return refused(services, sender, linked.refusal);
  const { userId, allowPromotions, locale } = linked.value;
  const { chat } = services.messagesFor(locale);
  return done(
    nameOfAccount(services, userId).then((accountName) => chat.linked(channel, accountName, allowPromotions)),
  );
}

async function stop(services: ServiceContext, sender: Sender): Promise<Done> {
  const stopped = await stopChat(services, sender);
  if (!stopped.ok) return refused(services, sender, stopped.refusal);
  return doneFor(stopped.value, services.messagesFor(stopped.value.locale).replies.stopped);
}

/** Ends one kind of message alone. `asWords`: no button offers to end the rest as well, so the words do. */
async function end(
  services: ServiceContext,
  sender: Sender,
  action: EndAction,
  asWords = true,
): Promise<Done> {
  const stopped = await stopChat(services, sender, [ENDS[action]]);
  if (!stopped.ok) return refused(services, sender, stopped.refusal);
  const { replies, chat } = services.messagesFor(stopped.value.locale);
  const ended = replies.ended[action];
  return doneFor(stopped.value, asWords ? `${ended} ${chat.stopEverything(sender.channel)}` : ended);
}

async function unlink(services: ServiceContext, sender: Sender): Promise<Done> {
  const { channel } = sender;
  const unlinked = await unlinkChat(services, sender, channel);
  if (!unlinked.ok) return refused(services, sender, unlinked.refusal);
  return done(services.messagesFor(unlinked.value.locale).chat.unlinked(channel));
}

/** A no under a message. Its button makes room for another one, which takes it back. */
async function declineUnder(services: ServiceContext, sender: Sender, campaignId: string): Promise<Done> {
  const declined = await declineInChat(services, sender, { campaignId });
  if (!declined.ok) return refused(services, sender, declined.refusal);
  const { account, date } = declined.value;
  const { replies, wayOut } = services.messagesFor(account.locale);
  return doneFor(account, date === today(services) ? replies.notTonight : wayOut.notThatEvening(date));
}

/** A no in words. */
async function decline(services: ServiceContext, sender: Sender, date: string): Promise<Done> {
  const declined = await declineInChat(services, sender, { date });
  if (!declined.ok) return refused(services, sender, declined.refusal);
  const { account, stored } = declined.value;
  const { replies, chat } = services.messagesFor(account.locale);
  const now = today(services);
  if (date === now) return doneFor(account, `${replies.notTonight} ${chat.changedYourMind(sender.channel)}`);
  if (!stored.ok)
    return { ...(await refused(services, sender, stored.refusal)), accounts: everyAccount(account) };
  return doneFor(account, replies.availabilitySet('NOT_PLAYING', date, now));
}

/** A yes to tonight, or under a message to its evening. */
async function come(
  services: ServiceContext,
  sender: Sender,
  yes: { readonly minutesLate: number | null; readonly campaignId?: string },
): Promise<Done> {
  const { channel } = sender;
  const account = await linkedAccount(services, channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const kept = await comeTonight(services, actorOf(services, sender, account.value), { ...yes, channel });
  if (!kept.ok) return refused(services, sender, kept.refusal);
  return done(keptYesWords(services.messagesFor(account.value.locale), kept.value, 'plain'));
}

/** "Later" without the minutes, in words. */
async function tellLateHow(services: ServiceContext, sender: Sender): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  return done(services.messagesFor(account.value.locale).chat.lateHow(sender.channel));
}

/** "Later" under a message, whose buttons make room for the minutes. */
async function askHowMuchLater(services: ServiceContext, sender: Sender, campaignId: string): Promise<Done> {
  const may = await mayStillAnswer(services, campaignId);
  if (!may.ok) return refused(services, sender, may.refusal);
  return done((await wordsFor(services, sender)).wayOut.howMuchLater);
}

async function tellStatus(services: ServiceContext, sender: Sender): Promise<Done> {
  const { channel, contact } = sender;
  const account = await linkedAccount(services, channel, contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const { userId, allowPromotions, callsRest, callsPerWeek, allowReadyNotices, locale } = account.value;
  const offered = services.settings.questionTime != null || account.value.allowQuestions;
  const allowQuestions = offered ? account.value.allowQuestions : null;
  const date = today(services);
  const { status, origin } = await answerOfPerson(services.database.view, userId, date);
  const { chat } = services.messagesFor(locale);
  return done(
    nameOfAccount(services, userId).then((accountName) =>
      chat.status({
        channel,
        accountName,
        allowPromotions,
        callsRest,
        callsPerWeek,
        allowQuestions,
        allowReadyNotices,
        date,
        status,
        weekly: origin === 'weekly',
      }),
    ),
  );
}

/** What somebody says about a date as they typed it. */
async function answerOn(
  services: ServiceContext,
  sender: Sender,
  { date: typed, ...answer }: { readonly date: string } & TypedAnswer,
): Promise<Done> {
  const { status } = answer;
  const date = dateToSet(services, typed);
  if (date.ok) return answerFor(services, sender, date.value, answer);
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  // Without a status it is open which of the words was meant for the date.
  const unclear = typed === '' || (status === null && date.refusal.code === 'invalid_date');
  if (!unclear) return refused(services, sender, date.refusal);
  return done(services.messagesFor(account.value.locale).chat.onHow(sender.channel));
}

/** Stores what somebody says about a date; without a status, shows what is known of it. */
async function answerFor(
  services: ServiceContext,
  sender: Sender,
  date: string,
  { status, ifAtLeast }: TypedAnswer,
): Promise<Done> {
  if (status === 'NOT_PLAYING') return decline(services, sender, date);
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const actor = actorOf(services, sender, account.value);
  const messages = services.messagesFor(account.value.locale);
  if (status === null) {
    const shown = await showAvailability(services, actor, date);
    return shown.ok
      ? done(dayWords(services, messages, sender, shown.value))
      : refused(services, sender, shown.refusal);
  }
  const result = await setAvailability(services, actor, { status, date, ifAtLeast: ifAtLeast ?? null });
  if (!result.ok) return refused(services, sender, result.refusal);
  return done(savedWords(services, messages, result.value));
}

/** What was saved, and what will come of it. */
function savedWords(
  services: ServiceContext,
  messages: Messages,
  { status, date, atLeast, follows }: SetAvailability,
): string {
  const saved = messages.replies.availabilitySet(status, date, today(services), atLeast);
  const next =
    follows.kind === 'pings_off' ? messages.chat.pingsOff : followingWords(messages, follows, 'plain');
  return [saved, ...(next === null ? [] : [next])].join(' ');
}

function dayWords(
  services: ServiceContext,
  { chat }: Messages,
  { channel }: Sender,
  { date, own, ownIsWeekly, ownAtLeast = null, counts }: AvailabilityBoard,
): string {
  const now = today(services);
  return [
    chat.day({ date, today: now, own, ownIsWeekly, ownAtLeast, counts }),
    chat.answerHow(channel, date, now),
  ].join('\n');
}

/** Takes back what somebody said about a date. */
async function clear(services: ServiceContext, sender: Sender, typed: string): Promise<Done> {
  const date = typed === '' ? null : dateToSet(services, typed);
  if (!date?.ok) {
    const account = await linkedAccount(services, sender.channel, sender.contact);
    if (!account.ok) return refused(services, sender, account.refusal);
    if (date) return refused(services, sender, date.refusal);
    return done(services.messagesFor(account.value.locale).chat.clearHow(sender.channel));
  }
  const cleared = await clearInChat(services, sender, date.value);
  if (!cleared.ok) return refused(services, sender, cleared.refusal);
  const { account, cleared: had, left } = cleared.value;
  const { replies, chat, standing } = services.messagesFor(account.locale);
  const asked = [date.value, today(services)] as const;
  const words = had ? replies.availabilityCleared(...asked) : chat.notAnswered(...asked);
  return doneFor(account, left === null ? words : `${words} ${standing.countsThen(left)}`);
}

/** Says by a button under a question whether they play. */
async function answerQuestionBy(
  services: ServiceContext,
  sender: Sender,
  answer: { readonly action: AnswerAction; readonly campaignId: string },
): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const set = await answerQuestion(services, actorOf(services, sender, account.value), answer);
  if (!set.ok) return refused(services, sender, set.refusal);
  return done(savedWords(services, services.messagesFor(account.value.locale), set.value));
}
