import type { AvailabilityStatus } from '../domain/availability.js';
import { looksLikeToken } from '../services/link-channel.js';

/** What somebody asks for in a chat. */
export type ChatCommand =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'today'; readonly status: AvailabilityStatus | null }
  | { readonly kind: 'stop' | 'unlink' | 'status' }
  | { readonly kind: 'help' };

const TODAY: ReadonlyMap<string, AvailabilityStatus> = new Map([
  ['looking', 'LOOKING'],
  ['available', 'AVAILABLE'],
  ['maybe', 'MAYBE'],
  ['no', 'NOT_PLAYING'],
  ['not_playing', 'NOT_PLAYING'],
]);

/** Reads a message: `/stop` and `STOP` alike, with or without a bot's name behind it. A token alone is one to link. */
export function parseCommand(text: string): ChatCommand {
  const words = text.trim().split(/\s+/u);
  const [first = '', second = ''] = words;
  if (words.length === 1 && looksLikeToken(first)) return { kind: 'link', token: first };
  const name = first
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/@\w+$/, '')
    .replace(/[.!]+$/, '');
  switch (name) {
    case 'start':
    case 'link':
      return second === '' ? { kind: 'help' } : { kind: 'link', token: second };
    case 'today':
      return { kind: 'today', status: TODAY.get(second.toLowerCase().replace(/[.!]+$/, '')) ?? null };
    case 'stop':
    case 'unlink':
    case 'status':
      return { kind: name };
    default:
      return { kind: 'help' };
  }
}
