import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Day } from '../../../src/contract/availability.js';
import type { AvailabilityStatus } from '../../../src/domain/availability.js';
import type { Surroundings } from './page-element.js';

const STACKED: readonly AvailabilityStatus[] = ['LOOKING', 'AVAILABLE', 'MAYBE'];
const WIDTH = 36;
const GAP = 64;
const HEIGHT = 120;

/** The week as a small picture: a column a day, from those who look for a game up to those who may come. */
export function weekPicture(days: readonly Day[], threshold: number, around: Surroundings): TemplateResult {
  const week = days.slice(0, 7);
  const sums = week.map(({ counts }) => STACKED.reduce((sum, status) => sum + counts[status], 0));
  const most = Math.max(threshold, 1, ...sums);
  const y = HEIGHT - (threshold / most) * HEIGHT;
  return html`<figure class="week">
    <figcaption><h2 id="week">${around.texts.page.week}</h2></figcaption>
    <svg viewBox="0 -24 ${GAP * 7} ${HEIGHT + 80}" aria-hidden="true" focusable="false">
      ${week.map((day, index) => column(day, index, most, around))}
      <line class="threshold" x1="0" x2=${GAP * 7} y1=${y} y2=${y}></line>
      <text class="threshold-label" x=${GAP * 7} y=${y - 6} text-anchor="end">${threshold}</text>
    </svg>
    <ul class="plain legend week-legend" aria-hidden="true">
      ${STACKED.map((status) => html`<li class=${status.toLowerCase()}>${around.texts.status[status]}</li>`)}
    </ul>
    <ul class="hidden-visually" aria-labelledby="week">
      ${week.map((day) => html`<li>${inWords(day, around)}</li>`)}
    </ul>
  </figure>`;
}

function column(day: Day, index: number, most: number, { formats }: Surroundings): SVGTemplateResult {
  const x = index * GAP + (GAP - WIDTH) / 2;
  const { weekday, day: number } = formats.shortDay(day.date);
  let top = HEIGHT;
  const pieces = STACKED.map((status) => {
    const height = (day.counts[status] / most) * HEIGHT;
    top -= height;
    return svg`<rect class=${status.toLowerCase()} x=${x} y=${top} width=${WIDTH} height=${Math.max(0, height - 2)} rx="3"></rect>`;
  });
  return svg`<g>
    <rect class="ground" x=${x} y=${HEIGHT - 1} width=${WIDTH} height="2"></rect>
    ${pieces}
    <text class=${index === 0 ? 'first' : ''} x=${x + WIDTH / 2} y=${HEIGHT + 24} text-anchor="middle">${weekday}</text>
    <text class="date" x=${x + WIDTH / 2} y=${HEIGHT + 46} text-anchor="middle">${number}</text>
  </g>`;
}

function inWords(day: Day, { texts, formats }: Surroundings): string {
  const said = STACKED.filter((status) => day.counts[status] > 0)
    .map((status) => `${day.counts[status]} ${texts.status[status]}`)
    .join(', ');
  return texts.page.weekDay(formats.day(day.date), said || texts.page.nobodyYet);
}
