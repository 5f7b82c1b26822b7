import type { TypedWords } from '../texts/typed.js';

/** What people may type in English. */
export const typed: TypedWords = {
  commands: {
    link: ['link', 'start'],
    today: ['today'],
    tomorrow: ['tomorrow'],
    on: ['on'],
    clear: ['clear'],
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
  ends: { 'dont-ask': ['questions', 'question'], 'stop-ready': ['ready', 'notices', 'notice'] },
  notToday: ['not today', 'not tonight'],
  polite: ['please'],
  days: { yesterday: ['yesterday'], today: ['today', 'tonight'], tomorrow: ['tomorrow'] },
  weekdays: [
    ['monday', 'mon'],
    ['tuesday', 'tue', 'tues'],
    ['wednesday', 'wed'],
    ['thursday', 'thu', 'thurs'],
    ['friday', 'fri'],
    ['saturday', 'sat'],
    ['sunday', 'sun'],
  ],
  months: [
    ['january', 'jan'],
    ['february', 'feb'],
    ['march', 'mar'],
    ['april', 'apr'],
    ['may'],
    ['june', 'jun'],
    ['july', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['october', 'oct'],
    ['november', 'nov'],
    ['december', 'dec'],
  ],
};
