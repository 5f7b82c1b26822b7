import { describe, expect, it } from 'vitest';
import { presentInsights } from '../../../src/discord/presenters/insights.js';
import type { Turnout } from '../../../src/domain/turnout.js';
import { messagesFor } from '../../../src/messages/catalog.js';

const en = messagesFor('en');

const evenings = (count: number): Turnout[] =>
  Array.from({ length: count }, (_, index) => ({
    campaignId: `c${index}`,
    date: `2026-03-${String(index + 1).padStart(2, '0')}`,
    expected: 10,
    inVoice: 4,
    onServer: 1,
    joined: index === 0 ? null : 8,
  }));

describe('presentInsights', () => {
  it('tells every number in words, the latest evening first, beside the picture and under it', () => {
    const { embeds, files } = presentInsights(en, evenings(3), new Uint8Array([1]));
    const { description, image } = embeds![0]!;
    expect(description).toContain('Over 2 evenings, 16 of 20 players pinged came within 15 minutes (80 %).');
    expect(description).toContain('Attendance unknown for 1 evening.');
    expect(description!.indexOf('Tuesday 3 March')).toBeLessThan(description!.indexOf('Sunday 1 March'));
    expect(image).toEqual({ url: 'attachment://turnout.png' });
    expect(files).toMatchObject([{ name: 'turnout.png' }]);
    expect(files![0]!.description).toContain('Sunday 1 March: ? of 10; Monday 2 March: 8 of 10');
  });

  it('does without the picture where it could not be drawn', () => {
    const { embeds, files } = presentInsights(en, evenings(1), null);
    expect(embeds![0]).not.toHaveProperty('image');
    expect(embeds![0]!.description).toContain('Sunday 1 March 2026');
    expect(files).toEqual([]);
  });

  it('keeps within what Discord takes', () => {
    const { embeds, files } = presentInsights(en, evenings(20), new Uint8Array());
    expect(embeds![0]!.description!.length).toBeLessThanOrEqual(4096);
    expect(files![0]!.description!.length).toBeLessThanOrEqual(1024);
  });
});
