import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Insights } from '../../../src/contract/insights.js';
import type { InsightsTexts } from '../../../src/messages/texts/insights.js';
import type { Surroundings } from './page-element.js';

type Evening = Insights['evenings'][number];

/** More bars would be too thin on a phone. */
const MOST_BARS = 10;
const WIDTH = 26;
const GAP = 44;
const HEIGHT = 120;

/**
 * Who came, evening by evening: a column as high as people were expected, from those at the follow-up and those who came
 * later up to those who did not. An outline is unknown. The same stands in words beside it.
 */
export function insightsPicture(
  evenings: readonly Evening[],
  words: InsightsTexts,
  around: Surroundings,
): TemplateResult {
  const shown = evenings.slice(-MOST_BARS);
  const most = Math.max(1, ...shown.map(({ expected }) => expected));
  const width = GAP * Math.max(shown.length, 5);
  const unknown = shown.some(({ joined }) => joined === null);
  return html`<figure class="week turnout">
    <figcaption><h3 id="turnout">${words.page.turnout}</h3></figcaption>
    <svg viewBox="0 -20 ${width} ${HEIGHT + 70}" aria-hidden="true" focusable="false">
      ${shown.map((evening, index) => column(evening, index, most, around))}
    </svg>
    <ul class="plain legend week-legend" aria-hidden="true">
      <li class="looking">${words.page.atFollowUp}</li>
      <li class="available">${words.page.joinedLater}</li>
      <li class="maybe">${words.page.missing}</li>
      ${unknown ? html`<li class="unknown">${words.page.notKnown}</li>` : nothing}
    </ul>
    <ul class="hidden-visually" aria-labelledby="turnout">
      ${shown.map((evening) => html`<li>${words.page.evening(around.formats.day(evening.date), evening.expected, evening.joined)}</li>`)}
    </ul>
  </figure>`;
}

function column(evening: Evening, index: number, most: number, { formats }: Surroundings): SVGTemplateResult {
  const { expected, joined, in_voice: inVoice, on_server: onServer, date } = evening;
  const x = index * GAP + (GAP - WIDTH) / 2;
  const here = Math.min(expected, (inVoice ?? 0) + (onServer ?? 0));
  const came = Math.max(here, joined ?? here);
  const y = (count: number): number => HEIGHT - (count / most) * HEIGHT;
  const piece = (kind: string, from: number, to: number): SVGTemplateResult | null =>
    to > from
      ? svg`<rect class=${kind} x=${x} y=${y(to)} width=${WIDTH} height=${Math.max(1, y(from) - y(to) - 2)} rx="3"></rect>`
      : null;
  const { weekday, day } = formats.shortDay(date);
  return svg`<g>
    <rect class="ground" x=${x} y=${HEIGHT - 1} width=${WIDTH} height="2"></rect>
    ${piece('looking', 0, here)} ${piece('available', here, came)}
    ${piece(joined === null ? 'maybe unknown' : 'maybe', came, expected)}
    <text class="date" x=${x + WIDTH / 2} y=${y(expected) - 6} text-anchor="middle">${joined ?? '?'}</text>
    <text x=${x + WIDTH / 2} y=${HEIGHT + 20} text-anchor="middle">${weekday}</text>
    <text class="date" x=${x + WIDTH / 2} y=${HEIGHT + 40} text-anchor="middle">${day}</text>
  </g>`;
}
