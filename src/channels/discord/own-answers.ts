import { DefaultRestOptions, type ResponseLike } from 'discord.js';
import { ForeignAnswer } from '../known-answer.js';

type MakeRequest = typeof DefaultRestOptions.makeRequest;

/**
 * Makes a request for discord.js, and lets through only what may be Discord's own: JSON, and errors of its servers
 * (5xx). discord.js takes a login page for success, a redirect for an answer, and a 429 of an edge that blocks our
 * address for a limit that is over at once.
 * @throws ForeignAnswer for anything else.
 */
export const requestOfDiscord: MakeRequest = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (isOwn(response)) return response;
  // Else its connection would stay open. A body that breaks off, or never ends, changes nothing.
  await response.arrayBuffer().catch(() => undefined);
  throw new ForeignAnswer(response.status);
};

function isOwn({ status, headers }: ResponseLike): boolean {
  if (status >= 500) return true;
  const isRedirect = status >= 300 && status < 400;
  return !isRedirect && (headers.get('Content-Type') ?? '').startsWith('application/json');
}
