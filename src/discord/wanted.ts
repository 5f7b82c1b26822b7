import type { CampaignRequest } from '../domain/campaign.js';

/** What somebody asked for that takes a linked player. It can wait, in a custom id, until they have linked theirs. */
export type Wanted =
  /** `date` as `YYYY-MM-DD`, or as typed where it is no date. */
  | {
      readonly kind: 'answer';
      readonly date: string;
      readonly status: string;
      /** In as soon as so many are; `null` or left out: without a condition. */
      readonly ifAtLeast?: number | null;
    }
  /** To come tonight, or to the evening of a message's campaign; `null`: on time, and under no message. */
  | { readonly kind: 'come'; readonly minutesLate: number | null; readonly campaignId: string | null }
  | { readonly kind: 'preview' | 'create'; readonly request: CampaignRequest };

const SEPARATOR = '|';

/** A wish in a text of one line, for {@link wantedIn}; empty for none. What was typed freely stands last. */
export function wantedText(wanted: Wanted | null): string {
  if (!wanted) return '';
  switch (wanted.kind) {
    case 'answer':
      return joined(
        wanted.kind,
        wanted.ifAtLeast == null ? wanted.status : `${wanted.status}:${wanted.ifAtLeast}`,
        wanted.date,
      );
    case 'come':
      return joined(wanted.kind, String(wanted.minutesLate ?? ''), wanted.campaignId ?? '');
    default: {
      const { includeAvailable, includeMaybe, dryRun, startTime = '', note = '' } = wanted.request;
      const flags = [includeAvailable, includeMaybe, dryRun].map(Number).join('');
      return joined(wanted.kind, flags, startTime, note);
    }
  }
}

/** The wish in a text; `null` where there is none. What is forged is judged like anything somebody asks for. */
export function wantedIn(text: string): Wanted | null {
  const [kind, first = '', second = '', ...rest] = text.split(SEPARATOR);
  switch (kind) {
    case 'answer':
      return answerIn(first, [second, ...rest].join(SEPARATOR));
    case 'come':
      return {
        kind,
        minutesLate: first === '' ? null : Number(first),
        campaignId: second === '' ? null : second,
      };
    case 'preview':
    case 'create': {
      const [includeAvailable, includeMaybe, dryRun] = Array.from(
        { length: 3 },
        (_, at) => first[at] === '1',
      );
      const note = rest.join(SEPARATOR);
      const request: CampaignRequest = {
        includeAvailable: includeAvailable ?? false,
        includeMaybe: includeMaybe ?? false,
        dryRun: dryRun ?? false,
        ...(second !== '' && { startTime: second }),
        ...(note !== '' && { note }),
      };
      return { kind, request };
    }
    default:
      return null;
  }
}

function answerIn(said: string, date: string): Wanted {
  const [status = '', atLeast] = said.split(':', 2);
  return { kind: 'answer', status, date, ...(atLeast !== undefined && { ifAtLeast: Number(atLeast) }) };
}

function joined(...parts: readonly string[]): string {
  return parts.join(SEPARATOR);
}
