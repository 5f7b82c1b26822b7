import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turnout } from '../../src/domain/turnout.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { LOOK } from '../../src/pictures/look.js';
import { pngOf } from '../../src/pictures/png.js';
import { turnoutBar } from '../../src/pictures/turnout-bar.js';
import { turnoutChart } from '../../src/pictures/turnout-chart.js';

const { bar, chart } = messagesFor('en').turnout;

const turnoutOf = (numbers: Partial<Turnout>): Turnout => ({
  campaignId: 'c1',
  date: '2026-03-10',
  expected: 9,
  inVoice: 4,
  onServer: 1,
  joined: 7,
  steppedIn: null,
  ...numbers,
});

/** The rectangles of a colour: how wide and how high each is. */
function boxes(svg: string, fill: string): { width: number; height: number }[] {
  const found = svg.matchAll(/<rect [^>]*width="([\d.]+)" height="([\d.]+)"[^>]*fill="(#\w+)"[^>]*>/g);
  return [...found]
    .filter((match) => match[3] === fill)
    .map((match) => ({ width: Number(match[1]), height: Number(match[2]) }));
}

/** Width and height as a PNG's header tells them. */
function sizeOf(png: Uint8Array): [number, number] {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

const anyTurnout = fc
  .record({
    expected: fc.integer({ min: 1, max: 500 }),
    cuts: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  })
  .chain(({ expected, cuts }) => {
    const [a, b, c] = cuts.map((cut) => cut % (expected + 1)) as [number, number, number];
    const inVoice = Math.min(a, b);
    return fc.record({
      expected: fc.constant(expected),
      inVoice: fc.option(fc.constant(inVoice)),
      onServer: fc.option(fc.constant(Math.min(c, expected - inVoice))),
      joined: fc.option(fc.integer({ min: inVoice, max: expected })),
    });
  })
  .map(turnoutOf);

describe('the bar of a summary', () => {
  it('is as long as its parts together, each as long as its number', () => {
    fc.assert(
      fc.property(anyTurnout, (turnout) => {
        const svg = turnoutBar(turnout, bar);
        const part = (fill: string): number => boxes(svg, fill)[0]?.width ?? 0;
        const unit = 552 / turnout.expected;
        expect(part(LOOK.here)).toBeCloseTo((turnout.inVoice ?? 0) * unit, 6);
        expect(part(LOOK.server)).toBeCloseTo((turnout.onServer ?? 0) * unit, 6);
        expect(part(LOOK.here) + part(LOOK.server) + part(LOOK.missing)).toBeCloseTo(552, 6);
      }),
    );
  });

  it('tells its numbers, and is silent about what was not looked at', () => {
    expect(turnoutBar(turnoutOf({}), bar)).toContain('4 in voice');
    expect(turnoutBar(turnoutOf({}), bar)).toContain('4 not here yet');
    expect(turnoutBar(turnoutOf({ onServer: null }), bar)).not.toContain('game server');
    expect(turnoutBar(turnoutOf({ inVoice: null }), bar)).not.toContain('in voice');
  });
});

describe('the chart of the last weeks', () => {
  it('draws each evening as high as people were expected, known parts filled and unknown ones dashed', () => {
    fc.assert(
      fc.property(fc.array(anyTurnout, { minLength: 1, maxLength: 20 }), (turnouts) => {
        const svg = turnoutChart(turnouts, chart);
        expect(svg.match(/stroke-dasharray/g)?.length ?? 0).toBe(
          turnouts.filter(({ joined, inVoice, onServer, expected }) => {
            return joined === null && (inVoice ?? onServer ?? 0) < expected;
          }).length,
        );
        expect(svg).not.toMatch(/NaN|Infinity|="-/);
      }),
    );
  });

  it('does not call anybody absent of whom that is not known', () => {
    const svg = turnoutChart([turnoutOf({ joined: null })], chart);
    // Only the legend has the colour.
    expect(boxes(svg, LOOK.missing)).toEqual([{ width: 13, height: 13 }]);
    expect(svg).toContain(chart.notKnown);
  });

  it('can not be broken by words', () => {
    const svg = turnoutChart([turnoutOf({})], { ...chart, title: '<script> & "co"' });
    expect(svg).toContain('&lt;script&gt; &amp; "co"');
  });
});

describe('a picture', () => {
  it('is drawn as PNG, two pixels a unit', async () => {
    expect(sizeOf(await pngOf(turnoutBar(turnoutOf({}), bar)))).toEqual([1200, 264]);
    expect(sizeOf(await pngOf(turnoutChart([turnoutOf({})], chart)))).toEqual([1600, 680]);
  });

  it('has its own letters, on a machine without fonts too', async () => {
    const lettered = await pngOf(turnoutBar(turnoutOf({}), bar));
    const blank = await pngOf(
      turnoutBar(turnoutOf({}), { title: '', inVoice: '', onServer: '', missing: '' }),
    );
    expect(lettered.length).toBeGreaterThan(blank.length + 1_000);
    expect(() => createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')).not.toThrow();
  });

  it('that can not be drawn is an error', async () => {
    await expect(pngOf('no picture')).rejects.toThrow();
  });
});
