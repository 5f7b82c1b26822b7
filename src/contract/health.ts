import * as z from 'zod';

/** What `/readyz` looks at. */
export const CHECKS = ['database', 'commands', 'gateway', 'scheduler'] as const;

const checksSchema = z.object(
  Object.fromEntries(CHECKS.map((name) => [name, z.string()])) as Record<
    (typeof CHECKS)[number],
    z.ZodString
  >,
);

export const aliveSchema = z.object({ status: z.literal('ok') });

export const readySchema = z.object({
  status: z.literal('ready'),
  checks: checksSchema,
  /** What this process does and no other. */
  roles: z.array(z.string()),
});
