import type { Result } from '../domain/refusal.js';
import type { LinkedAccount } from '../services/link-channel.js';
import { comeBack, goAwayInChat } from '../services/away.js';
import type { Actor, ServiceContext } from '../services/context.js';
import { linkedAccount } from '../services/link-channel.js';
import { dateToSet } from '../services/set-availability.js';
import {
  clearWeeklyInChat,
  keepWeekly,
  setWeekly,
  standingOf,
  type StandingView,
} from '../services/standing-answers.js';
import type { ChatCommand } from './command.js';
import { actorOf, done, type Done, doneFor, refused, type Sender } from './done.js';

type Weekly = Extract<ChatCommand, { kind: 'weekly' }>;

/** What somebody writes about weekdays. */
export async function weeklyFrom(services: ServiceContext, sender: Sender, asked: Weekly): Promise<Done> {
  switch (asked.what) {
    case 'keep':
      return keepWeek(services, sender);
    case 'show':
    case 'how':
      return showWeek(services, sender, asked.what === 'show');
    case null: {
      const cleared = await clearWeeklyInChat(services, sender, [asked.day]);
      if (!cleared.ok) return refused(services, sender, cleared.refusal);
      const { account, view } = cleared.value;
      return doneFor(account, services.messagesFor(account.locale).standing.summary(view));
    }
    default: {
      const { day, what } = asked;
      return changed(services, sender, (actor) => setWeekly(services, actor, { [day]: what }));
    }
  }
}

/** Keeps somebody's weekly answers, by a word or a button under a question. */
export async function keepWeek(services: ServiceContext, sender: Sender): Promise<Done> {
  const asked = (actor: Actor) => keepWeekly(services, actor);
  return changed(services, sender, asked, ({ weeklyUntil }, { locale }) =>
    services.messagesFor(locale).standing.kept(weeklyUntil),
  );
}

/** Somebody is away until a date as they typed it. */
export async function goAwayUntil(services: ServiceContext, sender: Sender, typed: string): Promise<Done> {
  const until = typed === '' ? null : dateToSet(services, typed);
  if (!until?.ok) {
    const account = await linkedAccount(services, sender.channel, sender.contact);
    if (!account.ok) return refused(services, sender, account.refusal);
    if (until) return refused(services, sender, until.refusal);
    return done(services.messagesFor(account.value.locale).standing.awayHow(sender.channel));
  }
  const left = await goAwayInChat(services, sender, until.value);
  if (!left.ok) return refused(services, sender, left.refusal);
  const { account, went } = left.value;
  const { standing } = services.messagesFor(account.locale);
  return doneFor(account, standing.wentAway(went.until, went.today, went.declined.length));
}

/** Somebody is there again. */
export async function comeBackFrom(services: ServiceContext, sender: Sender): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  await comeBack(services, account.value);
  return done(services.messagesFor(account.value.locale).standing.cameBack);
}

/** What somebody says about weekdays, and how to change it; where they asked for it, that comes first. */
async function showWeek(services: ServiceContext, sender: Sender, whole: boolean): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const { standing } = services.messagesFor(account.value.locale);
  const how = standing.weeklyHow(sender.channel);
  if (!whole) return done(how);
  return done([standing.summary(await standingOf(services, account.value.userId)), how].join('\n'));
}

async function changed(
  services: ServiceContext,
  sender: Sender,
  ask: (actor: Actor) => Promise<Result<StandingView>>,
  words?: (view: StandingView, account: LinkedAccount) => string,
): Promise<Done> {
  const account = await linkedAccount(services, sender.channel, sender.contact);
  if (!account.ok) return refused(services, sender, account.refusal);
  const came = await ask(actorOf(services, sender, account.value));
  if (!came.ok) return refused(services, sender, came.refusal);
  const { standing } = services.messagesFor(account.value.locale);
  return done(words ? words(came.value, account.value) : standing.summary(came.value));
}
