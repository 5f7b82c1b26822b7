import * as z from 'zod';
import { availabilityStatus, localDate, success } from './common.js';

export const eraseBody = z.object({
  confirm: z.literal('erase').describe('That this is meant: it can not be undone.'),
});
export type EraseBody = z.output<typeof eraseBody>;

export const erasedSchema = z.object({ success, detail: z.string() }).describe('Nothing is kept any more.');
export type Erased = z.output<typeof erasedSchema>;

export const stoppedSchema = z
  .object({
    success,
    allow_promotions: z.literal(false),
    allow_questions: z.literal(false),
    allow_ready_notices: z.literal(false),
    detail: z.string(),
  })
  .describe('No message comes any more.');

export const notTonightSchema = z
  .object({
    success,
    date: localDate,
    status: availabilityStatus,
    detail: z.string(),
  })
  .describe('What is recorded for today now.');
export type NotTonight = z.output<typeof notTonightSchema>;
