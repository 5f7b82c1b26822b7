import type { RESTOptions, ResponseLike } from 'discord.js';
import { ForeignAnswer } from '../known-answer.js';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * Passes only answers to discord.js that may be Discord's own: JSON, and server errors (5xx). discord.js
 * takes a login page for success, a redirect for an answer, and a 429 of an edge that blocks our address for
 * a limit that ends at once. For anything else the request throws ForeignAnswer.
 */
export function onlyOwnAnswers(makeRequest: MakeRequest): MakeRequest {
  return async (url, init) => {
    const response = await makeRequest(url, init);
    if (isOwn(response)) return response;
    // Unread, it would keep its connection open. A body that breaks off or never ends changes nothing.
    await response.arrayBuffer().catch(() => undefined);
    throw new ForeignAnswer(response.status);
  };
}

function isOwn({ status, headers }: ResponseLike): boolean {
  if (status >= 500) return true;
  const isRedirect = status >= 300 && status < 400;
  return !isRedirect && (headers.get('Content-Type') ?? '').startsWith('application/json');
}
