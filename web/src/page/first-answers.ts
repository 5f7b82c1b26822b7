import type { Access, Board } from '../../../src/contract/availability.js';
import type { Answer } from '../api.js';
import type { Bridge } from '../bridge.js';
import { daysAfter } from '../format.js';

/** How many days are shown, today among them. */
export const DAYS = 14;

/** What the page can't be drawn without. */
export interface FirstAnswers {
  readonly access: Answer<Access>;
  readonly board: Answer<Board>;
}

/** Asks who is here and who plays when. What fails is an answer too: it throws nothing. */
export async function askFirst(bridge: Bridge): Promise<FirstAnswers> {
  // A day more than shown: the community's today may be the browser's tomorrow.
  const today = new Date().toISOString().slice(0, 10);
  const [access, board] = await Promise.all([
    bridge.access(),
    bridge.board({ from: 'today', to: daysAfter(today, DAYS) }),
  ]);
  return { access, board };
}
