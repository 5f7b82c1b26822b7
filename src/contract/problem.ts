import * as z from 'zod';

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
export type ProblemDocument = z.output<typeof problemSchema>;
