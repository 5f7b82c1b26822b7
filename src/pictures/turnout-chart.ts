import type { Turnout } from '../domain/turnout.js';
import { card, label, legend, LOOK } from './look.js';

const WIDTH = 800;
const HEIGHT = 340;
const PLOT = { left: 56, right: 24, top: 64, bottom: 84 };
const PLOT_HEIGHT = HEIGHT - PLOT.top - PLOT.bottom;
const MAX_BAR = 46;
/** Roughly this many lines across. */
const LINES = 4;

/** The words around the chart. */
export interface ChartWords {
  readonly title: string;
  readonly atFollowUp: string;
  readonly joinedLater: string;
  readonly missing: string;
  readonly notKnown: string;
  /** Under a bar, such as `10 Mar`. */
  day(date: string): string;
}

/**
 * One bar per evening, as high as people were expected: those there at the follow-up, those who came within a
 * quarter of an hour after the last call, and those who did not. An outline is unknown. An SVG document.
 */
export function turnoutChart(turnouts: readonly Turnout[], words: ChartWords): string {
  const most = Math.max(1, ...turnouts.map(({ expected }) => expected));
  const step = niceStep(most / LINES);
  const top = Math.ceil(most / step) * step;
  const y = (count: number): number => PLOT.top + PLOT_HEIGHT * (1 - count / top);
  const lines = Array.from({ length: top / step + 1 }, (_, index) => index * step).flatMap((count) => [
    `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${y(count)}" y2="${y(count)}" stroke="${LOOK.line}"/>`,
    label(PLOT.left - 10, y(count) + 5, String(count), { size: 13, fill: LOOK.dim, anchor: 'end' }),
  ]);
  const room = (WIDTH - PLOT.left - PLOT.right) / Math.max(1, turnouts.length);
  const width = Math.min(MAX_BAR, room * 0.64);
  const bars = turnouts.flatMap((turnout, index) => {
    const middle = PLOT.left + room * (index + 0.5);
    return [
      ...barOf(turnout, { x: middle - width / 2, width, y }),
      label(middle, HEIGHT - PLOT.bottom + 20, words.day(turnout.date), {
        size: room < 50 ? 10 : 12,
        fill: LOOK.dim,
        anchor: 'middle',
      }),
    ];
  });
  return card(WIDTH, HEIGHT, [
    label(24, 36, words.title, { size: 17, bold: true }),
    ...lines,
    ...bars,
    ...legend(PLOT.left, HEIGHT - 24, [
      { fill: LOOK.here, text: words.atFollowUp },
      { fill: LOOK.joined, text: words.joinedLater },
      { fill: LOOK.missing, text: words.missing },
    ]),
    ...(turnouts.some(({ joined }) => joined === null)
      ? [label(WIDTH - PLOT.right, 36, words.notKnown, { size: 13, fill: LOOK.dim, anchor: 'end' })]
      : []),
  ]);
}

function barOf(turnout: Turnout, at: { x: number; width: number; y: (count: number) => number }): string[] {
  const { x, width, y } = at;
  const { expected, joined } = turnout;
  const filled = (from: number, to: number, fill: string): string[] =>
    to > from
      ? [`<rect x="${x}" y="${y(to)}" width="${width}" height="${y(from) - y(to)}" fill="${fill}"/>`]
      : [];
  const dashed = (from: number): string[] =>
    expected > from
      ? [
          `<rect x="${x + 1}" y="${y(expected)}" width="${width - 2}" height="${y(from) - y(expected)}" fill="none" stroke="${LOOK.missing}" stroke-width="2" stroke-dasharray="5 4"/>`,
        ]
      : [];
  const here = hereOf(turnout);
  if (joined === null) return [...filled(0, here, LOOK.here), ...dashed(here)];
  const came = Math.max(here, joined);
  return [
    ...filled(0, here, LOOK.here),
    ...filled(here, came, LOOK.joined),
    ...filled(came, expected, LOOK.missing),
  ];
}

/** How many were there when the follow-up looked, by the first of its checks. */
function hereOf({ inVoice, onServer }: Turnout): number {
  return inVoice ?? onServer ?? 0;
}

/** 1, 2, 5, 10, 20, 50 …: the least that is not below `raw`. */
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, raw)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= raw) ?? power * 10;
}
