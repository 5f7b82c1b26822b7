import { problemSchema } from '../../contract/problem.js';

/** What a status of a problem means, as the document tells it. */
const MEANING = {
  400: 'Malformed or invalid.',
  401: 'Not signed in, or a token that is not good.',
  403: 'Not allowed, or a cookie without its header or from a foreign origin.',
  404: "Not there, or not yours to see: the two can't be told apart.",
  409: 'A limit is used up, or they have said no to it since.',
  413: 'More than 16 KiB.',
  415: 'The body is not JSON.',
  422: 'Understood, but not possible.',
  429: 'Too soon or too often: see the header `Retry-After`.',
  500: 'A fault of ours.',
  503: 'Something needed is off, Discord can not be asked, or Muster was held up: see the header `Retry-After`, where there is one.',
} as const;

type ProblemStatus = keyof typeof MEANING;

interface ProblemResponse {
  description: string;
  content: Record<'application/problem+json', { schema: typeof problemSchema }>;
}

/** The problems a route may answer with: those named, and those any may. */
export function problemResponses<S extends ProblemStatus>(
  ...statuses: readonly S[]
): Record<S | 400 | 401 | 429 | 500, ProblemResponse> {
  const all = [...new Set<ProblemStatus>([400, 401, 429, 500, ...statuses])];
  const responses = all.map((status) => {
    const content = { 'application/problem+json': { schema: problemSchema } };
    return [status, { description: MEANING[status], content }];
  });
  return Object.fromEntries(responses) as Record<S | 400 | 401 | 429 | 500, ProblemResponse>;
}

/** What else a route with a body may answer with. */
export const BODY_PROBLEMS = [403, 413, 415] as const;
