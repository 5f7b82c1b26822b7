import { z } from 'zod';

/** RFC 9457, as every answer that is not what was asked for. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Always `about:blank`: `code` tells problems apart.'),
    title: z.string().describe("The status's own name."),
    status: z.int().min(400).max(599),
    detail: z
      .string()
      .describe('What is wrong and what to do about it, for people; the same words as on Discord.'),
    instance: z.string().describe('The id of the request, under which the log has it.'),
    code: z.string().optional().describe('What a program can tell this problem by, where a rule said no.'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        detail:
          'You have not linked your player yet. Use `/link player` with your GUID and the name others know you by, then try again.',
        instance: 'urn:uuid:8a3e4c92-0f7b-4f4e-a3f4-7c1f7c0a52b7',
        code: 'not_linked',
      },
    ],
  });

const MEANING = {
  400: 'Malformed or invalid.',
  401: 'Not signed in, or a token that is not good.',
  403: 'Not allowed, or a cookie without its header or from a foreign origin.',
  404: "Not there, or not yours to see: the two can't be told apart.",
  409: 'A limit is used up.',
  413: 'More than 16 KiB.',
  415: 'The body is not JSON.',
  422: 'Understood, but not possible.',
  429: 'Too soon or too often: see the header `Retry-After`.',
  500: 'A fault of ours.',
  503: 'Something needed is off, or Discord can not be asked.',
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

/** What a client has is still what there is: no body. */
export const notModified = z
  .undefined()
  .describe('Nothing is new since the answer with that `ETag`; no body.');
