import { type Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { RawAnswer } from './bot-api-answer.js';

/**
 * Posts JSON, once: no redirect is followed, for that would send the message again, who knows where.
 * @throws what Node throws for the connection, and an abort.
 */
export async function postJson(
  url: URL,
  payload: unknown,
  { agent, signal }: { agent: Agent | undefined; signal: AbortSignal },
): Promise<RawAnswer> {
  const body = JSON.stringify(payload);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    request(url, {
      method: 'POST',
      agent,
      signal,
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
  return { status: answer.statusCode ?? 0, text: await text(answer) };
}
