import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problemSchema } from '../../src/contract/problem.js';

/** What a route declares for a status. */
type Declared =
  z.ZodType | { readonly content: Readonly<Record<string, { readonly schema: z.ZodType } | undefined>> };

/** How Fastify makes each new server known: https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks */
const NEW_SERVER = 'fastify.initialization';
const PROBLEM = 'application/problem+json';
/** Too large, too long, not JSON: what any request may be told before it comes to its route. */
const PROTOCOL = new Set([413, 414, 415]);

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const compiled = new Map<z.ZodType, ValidateFunction>();

/**
 * Builds a server of which every answer is held against what its route declares: before what is not declared is left
 * out of it, which happens without a word, and as it goes over the wire. `misfits` says what did not fit.
 */
export async function strictServer<S extends FastifyInstance>(
  build: () => Promise<S>,
): Promise<{ readonly server: S; readonly misfits: readonly string[] }> {
  const misfits: string[] = [];
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    for (const moment of ['preSerialization', 'onSend'] as const) {
      fastify.addHook(moment, async (request, { statusCode }, payload: unknown) => {
        const misfit = misfitOf(request, statusCode, payload);
        const { method, url } = request.routeOptions;
        if (misfit !== null) misfits.push(`${String(method)} ${url ?? ''} ${String(statusCode)}: ${misfit}`);
        return payload;
      });
    }
  };
  subscribe(NEW_SERVER, watch);
  try {
    return { server: await build(), misfits };
  } finally {
    unsubscribe(NEW_SERVER, watch);
  }
}

function misfitOf({ routeOptions, method }: FastifyRequest, status: number, payload: unknown): string | null {
  const responses = routeOptions.schema?.response as
    Readonly<Record<number, Declared | undefined>> | undefined;
  // Not of the contract: a page, a redirect of a sign-in, the metrics, the document itself, no route at all.
  if (!responses || method === 'HEAD') return null;
  const declared = responses[status];
  if (!declared) {
    const isApi = routeOptions.url?.startsWith('/api/') ?? false;
    if (status < 400 || (isApi && !PROTOCOL.has(status))) return 'the status is not declared';
    return fit(problemSchema, payload);
  }
  const schema = 'content' in declared ? declared.content[PROBLEM]?.schema : declared;
  return schema ? fit(schema, payload) : `nothing of type ${PROBLEM} is declared`;
}

/** Why a payload does not fit a schema with not a field more than it has; `null`: it does. */
function fit(schema: z.ZodType, payload: unknown): string | null {
  if (payload === null || payload === undefined || payload === '') {
    return schema instanceof z.ZodUndefined ? null : 'there is no body';
  }
  if (schema instanceof z.ZodUndefined) return 'there is a body';
  const validate = compiled.get(schema) ?? ajv.compile(z.toJSONSchema(schema, { io: 'output' }));
  compiled.set(schema, validate);
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return validate(JSON.parse(text)) ? null : ajv.errorsText(validate.errors);
}
