import type { TypedWords } from '../texts/typed.js';

/** What people may type in German. */
export const typed: TypedWords = {
  commands: {
    link: ['verknupfen', 'verknuepfen'],
    today: ['heute'],
    stop: ['stopp'],
    unlink: ['trennen'],
    status: ['status'],
    help: ['hilfe'],
  },
  statuses: {
    LOOKING: ['suche'],
    AVAILABLE: ['verfugbar', 'verfuegbar'],
    MAYBE: ['vielleicht'],
    NOT_PLAYING: ['nein', 'nicht'],
  },
  notToday: ['nicht heute'],
  polite: ['bitte'],
  days: { today: ['heute'], tomorrow: ['morgen'] },
};
