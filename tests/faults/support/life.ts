import { EveningClock, Headless } from './headless.js';
import { type ChildOrders, EVENING, type Said } from './orders.js';

/** What whoever runs a life hears of it. */
export interface Witness {
  say(what: Said): void;
  /** From here on it may die. */
  arm(): void;
}

/** One life of a Muster without its gateway: it takes up what is left of the evening, and brings it to its end. */
export async function live(orders: Omit<ChildOrders, 'kill' | 'stop'>, { say, arm }: Witness): Promise<void> {
  const clock = new EveningClock((offset) => say({ said: 'time', offset }));
  clock.set(orders.wakesAt ?? EVENING.createdAt);
  const muster = await Headless.open(orders, clock);
  muster.events.on((event) => {
    if (event.type === 'job_error' || event.type === 'background_error') {
      say({ said: 'error', error: String(event.error) });
    }
    if (event.type === 'held_up') say({ said: 'held_up' });
  });
  say({ said: 'begun' });
  if (!orders.callsOff || (await muster.isCalledOff())) arm();
  await muster.dispatcher.recover();
  await muster.dispatcher.sweep();
  await muster.dispatcher.scheduleAll();
  if (orders.posts) await muster.untilPosted(orders.posts.what);
  // A campaign that is not in the file has been seen by nobody: its promoter asks for it again, at the same moment.
  const beginsByItself = orders.questionTime !== undefined || orders.readyThreshold !== undefined;
  if (beginsByItself) await muster.untilCampaign();
  else if (!(await muster.hasCampaign())) await muster.create({ dryRun: orders.dryRun ?? false });
  if (orders.callsOff && !(await muster.isCalledOff())) {
    await muster.untilReminded();
    arm();
    await muster.callOff();
  }
  if (orders.more && !(await muster.hasAskedForMore())) await muster.askForMore(orders.more);
  await muster.untilOver();
  await muster.close();
}
