import type { TypedWords } from '../texts/typed.js';

/** What people may type in English. */
export const typed: TypedWords = {
  commands: {
    link: ['link', 'start'],
    today: ['today'],
    stop: ['stop'],
    unlink: ['unlink'],
    status: ['status'],
    help: ['help'],
  },
  statuses: {
    LOOKING: ['looking'],
    AVAILABLE: ['available'],
    MAYBE: ['maybe'],
    NOT_PLAYING: ['no', 'not playing'],
  },
  notToday: ['not today', 'not tonight'],
  polite: ['please'],
  days: { today: ['today'], tomorrow: ['tomorrow'] },
};
