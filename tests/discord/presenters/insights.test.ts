import { describe, expect, it } from 'vitest';
import { presentInsights } from '../../../src/discord/presenters/insights.js';
import { messagesFor } from '../../../src/messages/catalog.js';
import type { EveningInsight, Insights } from '../../../src/services/insights.js';

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
      steppedIn: null,
    },
    answers,
    why: null,
    standbys: null,
  }));

const WHY = {
  quietHours: 2,
  pingsOff: 1,
  ownLimit: 0,
  unreachable: null,
  saidNo: 0,
  droppedOut: 1,
  noAnswer: 3,
  saidNothing: 7,
};

/** Of these evenings nothing else is known. */
function insightsOf(evenings: readonly EveningInsight[], more: Partial<Insights> = {}): Insights {
  const weekdays = { weekdays: [], best: null };
  return { evenings, why: null, standbys: null, weekdays, threshold: 6, ...more };
}

describe('presentInsights', () => {
  it('tells every number in words, the latest evening first, beside the picture and under it', () => {
    const { embeds, files } = presentInsights(en, insightsOf(evenings(3)), new Uint8Array([1]));
    const { description, image } = embeds![0]!;
    expect(description).toContain('Over 2 evenings, 16 of 20 players pinged came within 15 minutes (80 %).');
    expect(description).toContain('Attendance unknown for 1 evening.');
    expect(description!.indexOf('Tuesday 3 March')).toBeLessThan(description!.indexOf('Sunday 1 March'));
    expect(image).toEqual({ url: 'attachment://turnout.png' });
    expect(files).toMatchObject([{ name: 'turnout.png' }]);
    expect(files![0]!.description).toContain('Sunday 1 March: ? of 10; Monday 2 March: 8 of 10');
  });

  it('tells what was answered, of each evening and of all together, where it may be told', () => {
    const { description } = presentInsights(en, insightsOf(evenings(2)), null).embeds![0]!;
    expect(description).toContain(
      'Answers on 2 evenings: 8 coming, 2 later, 4 not tonight, 6 no answer; 2 dropped out.',
    );
    expect(description).toContain('Answers: 4 coming, 1 later, 2 not tonight, 3 no answer; 1 dropped out');
    const untold = [...evenings(1, null), ...evenings(1)];
    expect(presentInsights(en, insightsOf(untold), null).embeds![0]!.description).toContain(
      'Answers on 1 evening: 4 coming',
    );
    expect(presentInsights(en, insightsOf(evenings(2, null)), null).embeds![0]!.description).not.toContain(
      'nswers',
    );
  });

  it('does without the picture where it could not be drawn', () => {
    const { embeds, files } = presentInsights(en, insightsOf(evenings(1)), null);
    expect(embeds![0]).not.toHaveProperty('image');
    expect(embeds![0]!.description).toContain('Sunday 1 March 2026');
    expect(files).toEqual([]);
  });

  it('keeps within what Discord takes', () => {
    const { embeds, files } = presentInsights(en, insightsOf(evenings(20)), new Uint8Array());
    expect(embeds![0]!.description!.length).toBeLessThanOrEqual(4096);
    expect(files![0]!.description!.length).toBeLessThanOrEqual(1024);
  });

  it('tells why it did not fill, the weekday that works and who stepped in', () => {
    const tuesdays = { weekday: 'tue', evenings: 5, reached: 4, came: 37 } as const;
    const one = { ...evenings(1)[0]!, why: WHY, standbys: { called: 2, came: 1 } };
    const { description, fields } = presentInsights(
      en,
      insightsOf([one], {
        why: { shortfall: WHY, evenings: 1, partly: true },
        standbys: { called: 2, came: 1 },
        weekdays: { weekdays: [tuesdays], best: tuesdays },
      }),
      null,
    ).embeds![0]!;
    const causes =
      '2 in quiet hours, 1 with session pings off, 1 dropped out, 3 absent without an answer, 7 hadn’t answered for the day';
    expect(description).toContain(` · Missing: ${causes} · 1 of 2 standbys pinged stepped in.`);
    expect(fields).toEqual([
      {
        name: 'Why it didn’t fill',
        value: `Over 1 evening: ${causes}. Some numbers aren’t known for every evening.`,
      },
      {
        name: 'The weekday that works',
        value: '**Tuesday works best.**\nTuesday: 5 evenings, 6 or more came on 4, 7.4 on average',
      },
      { name: 'Standbys', value: '1 of 2 standbys pinged stepped in.' },
    ]);
  });

  it('says on what a weekday has to rest where none does, and nothing of what may not be told', () => {
    const { fields } = presentInsights(en, insightsOf(evenings(1)), null).embeds![0]!;
    expect(fields).toEqual([
      {
        name: 'The weekday that works',
        value: 'A weekday counts once 3 evenings with at least 5 players pinged are on record.',
      },
    ]);
  });

  it('keeps within what Discord takes with every number there is', () => {
    const day = { weekday: 'wed', evenings: 8, reached: 7, came: 99 } as const;
    const full = evenings(20).map((each) => ({ ...each, why: WHY, standbys: { called: 2, came: 1 } }));
    for (const language of ['en', 'de']) {
      const embed = presentInsights(
        messagesFor(language),
        insightsOf(full, {
          why: { shortfall: WHY, evenings: 20, partly: true },
          standbys: { called: 40, came: 20 },
          weekdays: { weekdays: Array.from({ length: 7 }, () => day), best: day },
        }),
        null,
      ).embeds![0]!;
      const texts = [
        embed.title!,
        embed.description!,
        ...embed.fields!.flatMap(({ name, value }) => [name, value]),
      ];
      expect(embed.description!.length).toBeLessThanOrEqual(4096);
      for (const { value } of embed.fields!) expect(value.length).toBeLessThanOrEqual(1024);
      expect(texts.join('').length).toBeLessThanOrEqual(6000);
    }
  });
});
