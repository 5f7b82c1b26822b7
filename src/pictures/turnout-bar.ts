import type { Turnout } from '../domain/turnout.js';
import { card, label, legend, LOOK } from './look.js';

const WIDTH = 600;
const HEIGHT = 132;
const PAD = 24;
const BAR = { y: 48, height: 30 };

/** The words around the bar. */
export interface BarWords {
  readonly title: string;
  readonly inVoice: string;
  readonly onServer: string;
  readonly missing: string;
}

/** One bar of everybody expected: who is in voice, who on the game server only, who is missing. An SVG document. */
export function turnoutBar(turnout: Turnout, words: BarWords): string {
  const { expected, inVoice, onServer } = turnout;
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  const parts = [
    { count: inVoice, fill: LOOK.here, text: words.inVoice },
    { count: onServer, fill: LOOK.server, text: words.onServer },
    { count: missing, fill: LOOK.missing, text: words.missing },
  ].filter((part) => part.count !== null);
  const unit = (WIDTH - 2 * PAD) / Math.max(1, expected);
  let x = PAD;
  const bars = parts.map(({ count, fill }) => {
    const width = (count ?? 0) * unit;
    const bar = `<rect x="${x}" y="${BAR.y}" width="${width}" height="${BAR.height}" fill="${fill}"/>`;
    x += width;
    return bar;
  });
  const clip = `<clipPath id="bar"><rect x="${PAD}" y="${BAR.y}" width="${WIDTH - 2 * PAD}" height="${BAR.height}" rx="7"/></clipPath>`;
  return card(WIDTH, HEIGHT, [
    label(PAD, 32, words.title, { size: 16, bold: true }),
    `<defs>${clip}</defs><g clip-path="url(#bar)">`,
    ...bars,
    '</g>',
    ...legend(
      PAD,
      108,
      parts.map(({ count, fill, text }) => ({ fill, text: `${count ?? 0} ${text}` })),
    ),
  ]);
}
