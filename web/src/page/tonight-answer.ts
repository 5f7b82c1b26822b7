import { html, type TemplateResult } from 'lit';
import type { Board } from '../../../src/contract/availability.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Surroundings } from './page-element.js';

const MINUTE = 60_000;

/** "in 4 h 20 min", or how long ago it started; whole minutes of the time from `now` to `startAt`, both in ms. */
export function distance(startAt: number, now: number, { page }: Pick<WebTexts, 'page'>): string {
  if (now >= startAt) return page.startedAgo(Math.floor((now - startAt) / MINUTE));
  const minutes = Math.ceil((startAt - now) / MINUTE);
  return page.startsIn(Math.floor(minutes / 60), minutes % 60);
}

/** "Tonight, 21:00 (in 4 h 20)" and whether enough want to play. */
export function tonightAnswer(
  ready: Board['session_ready'],
  { texts, formats }: Surroundings,
  now: number,
): TemplateResult {
  const { page } = texts;
  const { looking_count: looking, threshold } = ready;
  const time = formats.timeBeside(ready.date, ready.start_at);
  return html`<h1 id="tonight">
      ${page.title(time)} <span class="distance">${distance(Date.parse(ready.start_at), now, texts)}</span>
    </h1>
    <p class=${ready.ready ? 'ready on' : 'ready'}>
      ${ready.ready ? page.ready(looking, threshold) : page.notReady(looking, threshold)}
    </p>`;
}
