import { addDays } from '../../src/domain/local-time.js';
import type { Actor } from '../../src/services/context.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { DATE, MINUTE, START_AT, type TestApp, value } from './test-app.js';

/** From one evening to the next, where clocks do nothing. */
export const DAY = 24 * 60 * MINUTE;

/** Somebody says once for so many evenings that they play, and nothing more. */
export async function saysAhead(app: TestApp, who: Actor, evenings: number, from = 0): Promise<void> {
  for (let day = from; day < from + evenings; day += 1)
    value(await setAvailability(app.context, who, { status: 'LOOKING', date: addDays(DATE, day) }));
}

/** A promoter's evening, so many days after the first, from half an hour before it until it is over. @returns its campaign. */
export async function evening(app: TestApp, promoter: Actor, day: number): Promise<string> {
  await app.advanceTo(START_AT + day * DAY - 30 * MINUTE);
  const { campaign } = await app.campaign(promoter);
  await app.advanceTo(START_AT + day * DAY + 50 * MINUTE);
  return campaign.id;
}
