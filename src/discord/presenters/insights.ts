import { answersTogether, FEWEST_TOLD } from '../../domain/answer.js';
import { FEWEST_EVENINGS } from '../../domain/weekdays.js';
import type { Messages } from '../../messages/messages.js';
import type { EveningInsight, Insights } from '../../services/insights.js';
import { fit, MAX_FIELD } from './fit.js';
import { COLOUR } from './payload.js';
import type { ReplyPayload } from './reply-payload.js';

const FILE = 'turnout.png';
/** An embed takes 6,000 characters: this much leaves the three fields their room. */
const MAX_EVENINGS = 3_000;

/** The evenings' numbers as text, and drawn where there is a picture; `png` is `null` where it could not be drawn. */
export function presentInsights(
  messages: Messages,
  { evenings, why, standbys, weekdays, threshold }: Insights,
  png: Uint8Array | null,
): ReplyPayload {
  const { turnout: words, insights: more } = messages;
  const turnouts = evenings.map(({ turnout }) => turnout);
  const answered = evenings.flatMap(({ answers }) => (answers ? [answers] : []));
  // The latest first: those are asked about.
  const lines = evenings.map((evening) => lineOf(messages, evening)).reverse();
  const together = [
    words.together(turnouts),
    ...(answered.length > 0 ? [words.answered(answered.length, answersTogether(answered))] : []),
  ];
  const days = weekdays.weekdays.map((day) => more.weekday(day, threshold));
  const fields = [
    ...(why ? [{ name: more.whyTitle, value: more.whyTogether(why) }] : []),
    {
      name: more.weekdayTitle,
      value: fit(
        messages,
        [
          ...(weekdays.best ? [`**${more.best(weekdays.best.weekday)}**`] : []),
          ...(days.length > 0 ? days : [more.restsOn(FEWEST_EVENINGS, FEWEST_TOLD)]),
        ],
        '\n',
        MAX_FIELD,
      ),
    },
    ...(standbys ? [{ name: more.standbyTitle, value: more.steppedIn(standbys) }] : []),
  ];
  return {
    embeds: [
      {
        title: words.insightsTitle,
        color: COLOUR.planned,
        description: [...together, '', fit(messages, lines, '\n', MAX_EVENINGS)].join('\n'),
        fields,
        ...(png && { image: { url: `attachment://${FILE}` } }),
      },
    ],
    files: png ? [{ name: FILE, attachment: Buffer.from(png), description: words.chartOf(turnouts) }] : [],
  };
}

function lineOf(
  { turnout: words, insights: more }: Messages,
  { turnout, answers, why, standbys }: EveningInsight,
): string {
  const missing = why && more.why(why);
  return [
    words.evening(turnout),
    ...(answers ? [words.answers(answers)] : []),
    ...(missing ? [missing] : []),
    ...(standbys ? [more.steppedIn(standbys)] : []),
  ].join(' · ');
}
