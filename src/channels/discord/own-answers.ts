import type { RESTOptions, ResponseLike } from 'discord.js';
import { ForeignAnswer } from '../known-answer.js';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * Lets through to discord.js only what may be Discord's own: JSON, and errors of its servers (5xx). discord.js takes a
 * login page for success, a redirect for an answer, and a 429 of an edge that blocks our address for a limit that is
 * over at once. The request it makes throws ForeignAnswer for anything else.
 */
export function onlyOwnAnswers(makeRequest: MakeRequest): MakeRequest {
  return async (url, init) => {
    const response = await makeRequest(url, init);
    if (isOwn(response)) return response;
    // Else its connection would stay open. A body that breaks off, or never ends, changes nothing.
    await response.arrayBuffer().catch(() => undefined);
    throw new ForeignAnswer(response.status);
  };
}

function isOwn({ status, headers }: ResponseLike): boolean {
  if (status >= 500) return true;
  const isRedirect = status >= 300 && status < 400;
  return !isRedirect && (headers.get('Content-Type') ?? '').startsWith('application/json');
}
