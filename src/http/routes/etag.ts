import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Tells a client whether what it has is still what there is: sets the headers, and answers 304 by itself when it is.
 * @returns whether the body is to be sent.
 */
export function isNews(request: FastifyRequest, reply: FastifyReply, body: unknown): boolean {
  const tag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`;
  // Each viewer's own, and never used without asking.
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
  return !namesTag(request.headers['if-none-match'], tag);
}

/** Whether an `If-None-Match` names a tag. A proxy that compresses makes `W/"…"` of it, which is as good. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')));
}
