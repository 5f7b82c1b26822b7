import type { TypedWords } from '../texts/typed.js';

/** What people may type in German. */
export const typed: TypedWords = {
  commands: {
    link: ['verknupfen', 'verknuepfen'],
    today: ['heute'],
    tomorrow: ['morgen'],
    on: ['am'],
    clear: ['loschen', 'loeschen'],
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
  ends: { 'dont-ask': ['fragen', 'frage'], 'stop-ready': ['bescheid', 'bescheide'] },
  notToday: ['nicht heute'],
  polite: ['bitte'],
  days: { yesterday: ['gestern'], today: ['heute', 'heute abend'], tomorrow: ['morgen'] },
  weekdays: [
    ['montag', 'mo'],
    ['dienstag', 'di'],
    ['mittwoch', 'mi'],
    ['donnerstag', 'do'],
    ['freitag', 'fr'],
    ['samstag', 'sa', 'sonnabend'],
    ['sonntag', 'so'],
  ],
  months: [
    ['januar', 'jan', 'jänner'],
    ['februar', 'feb', 'feber'],
    ['märz'],
    ['april', 'apr'],
    ['mai'],
    ['juni', 'jun'],
    ['juli', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['oktober', 'okt'],
    ['november', 'nov'],
    ['dezember', 'dez'],
  ],
};
