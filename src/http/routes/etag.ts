import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';

/** A body as it goes over the wire, and the tag by which a client tells whether it has it. */
export interface Encoded {
  readonly text: string;
  readonly tag: string;
}

/** A body, without what its schema does not declare. @throws when it is not as declared. */
export function encoded<S extends z.ZodType>(schema: S, body: z.input<S>): Encoded {
  return tagged(JSON.stringify(schema.parse(body)));
}

/** A body that is written already. */
export function tagged(text: string): Encoded {
  return { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"` };
}

/** Sends a body, which is JSON unless told, or a 304 when the client has it already. */
export function sendIfNews(
  request: FastifyRequest,
  reply: FastifyReply,
  { text, tag }: Encoded,
  type = 'application/json; charset=utf-8',
): FastifyReply {
  // Each viewer has their own; no cache uses it without asking.
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (namesTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.header('content-type', type).send(text);
}

/** Whether an `If-None-Match` names a tag. A compressing proxy makes it `W/"…"`, which counts too. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined || header === tag) return header === tag;
  return header.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));
}
