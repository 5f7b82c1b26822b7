import { answersTogether } from '../../domain/answer.js';
import type { Messages } from '../../messages/messages.js';
import type { EveningInsight } from '../../services/insights.js';
import { fit } from './fit.js';
import { COLOUR } from './payload.js';
import type { ReplyPayload } from './reply-payload.js';

const FILE = 'turnout.png';
const MAX_DESCRIPTION = 4_000;

/** The evenings' numbers as text, and drawn where there is a picture; `png` is `null` where it could not be drawn. */
export function presentInsights(
  messages: Messages,
  evenings: readonly EveningInsight[],
  png: Uint8Array | null,
): ReplyPayload {
  const words = messages.turnout;
  const turnouts = evenings.map(({ turnout }) => turnout);
  const answered = evenings.flatMap(({ answers }) => (answers ? [answers] : []));
  // The latest first: those are asked about.
  const lines = evenings
    .map(({ turnout, answers }) =>
      [words.evening(turnout), ...(answers ? [words.answers(answers)] : [])].join(' · '),
    )
    .reverse();
  const together = [
    words.together(turnouts),
    ...(answered.length > 0 ? [words.answered(answered.length, answersTogether(answered))] : []),
  ];
  return {
    embeds: [
      {
        title: words.insightsTitle,
        color: COLOUR.planned,
        description: [...together, '', fit(messages, lines, '\n', MAX_DESCRIPTION - 300)].join('\n'),
        ...(png && { image: { url: `attachment://${FILE}` } }),
      },
    ],
    files: png ? [{ name: FILE, attachment: Buffer.from(png), description: words.chartOf(turnouts) }] : [],
  };
}
