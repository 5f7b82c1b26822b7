import { describe, expect, it } from 'vitest';
import { presentInsights } from '../../../src/discord/presenters/insights.js';
import { messagesFor } from '../../../src/messages/catalog.js';
import type { EveningInsight } from '../../../src/services/insights.js';

const en = messagesFor('en');

const ANSWERS = { coming: 4, later: 1, notTonight: 2, none: 3, droppedOut: 1 };

const evenings = (count: number, answers: EveningInsight['answers'] = ANSWERS): EveningInsight[] =>
  Array.from({ length: count }, (_, index) => ({
    turnout: {
      campaignId: `c${index}`,
      date: `2026-03-${String(index + 1).padStart(2, '0')}`,
      expected: 10,
      inVoice: 4,
      onServer: 1,
      joined: index === 0 ? null : 8,
    },
    answers,
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

  it('tells what was answered, of each evening and of all together, where it may be told', () => {
    const { description } = presentInsights(en, evenings(2), null).embeds![0]!;
    expect(description).toContain(
      'Answers on 2 evenings: 8 coming, 2 later, 4 not tonight, 6 no answer; 2 dropped out.',
    );
    expect(description).toContain('Answers: 4 coming, 1 later, 2 not tonight, 3 no answer; 1 dropped out');
    const untold = [...evenings(1, null), ...evenings(1)];
    expect(presentInsights(en, untold, null).embeds![0]!.description).toContain(
      'Answers on 1 evening: 4 coming',
    );
    expect(presentInsights(en, evenings(2, null), null).embeds![0]!.description).not.toContain('nswers');
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
