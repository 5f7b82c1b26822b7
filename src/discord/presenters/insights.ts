import type { Turnout } from '../../domain/turnout.js';
import type { Messages } from '../../messages/messages.js';
import { fit } from './fit.js';
import { COLOUR } from './payload.js';
import type { ReplyPayload } from './reply-payload.js';

const FILE = 'turnout.png';
const MAX_DESCRIPTION = 4_000;

/** The evenings' numbers as text, and drawn where there is a picture; `png` is `null` where it could not be drawn. */
export function presentInsights(
  messages: Messages,
  turnouts: readonly Turnout[],
  png: Uint8Array | null,
): ReplyPayload {
  const words = messages.turnout;
  // The latest first: those are asked about.
  const lines = turnouts.map((turnout) => words.evening(turnout)).reverse();
  return {
    embeds: [
      {
        title: words.insightsTitle,
        color: COLOUR.planned,
        description: [words.together(turnouts), '', fit(messages, lines, '\n', MAX_DESCRIPTION - 300)].join(
          '\n',
        ),
        ...(png && { image: { url: `attachment://${FILE}` } }),
      },
    ],
    files: png ? [{ name: FILE, attachment: Buffer.from(png), description: words.chartOf(turnouts) }] : [],
  };
}
