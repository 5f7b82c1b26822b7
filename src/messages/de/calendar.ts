import type { CalendarTexts } from '../texts/calendar.js';

export const calendar: CalendarTexts = {
  name: (community) => (community === null ? 'Spielabende' : `Spielabende · ${community}`),
  event: (community) => (community === null ? 'Spielabend' : `Spielabend · ${community}`),
  calledOff: (event) => `Abgesagt: ${event}`,
  said: {
    yes: 'Du bist dabei.',
    available: 'Du kommst, wenn noch Leute fehlen.',
  },
  off: 'Diese Runde wurde abgesagt.',
  about:
    'Abonnier eine private Adresse in deiner Kalender-App, und du siehst dort die Abende, zu denen du Ja gesagt hast, und wenn einer abgesagt wird. Wöchentliche Antworten und „vielleicht“ stehen nicht dort.',
  since: (made) =>
    `Deine Adresse hast du am ${made} erstellt. Noch einmal anzeigen lässt sie sich nicht; erstell eine neue, wenn du sie brauchst.`,
  none: 'Du hast noch keine Kalender-Adresse.',
  shown:
    'Hier ist deine Adresse. Kopier sie jetzt, sie wird nicht noch einmal angezeigt, und gib sie nicht weiter: Wer sie hat, sieht diese Abende.',
  make: 'Adresse erstellen',
  renew: 'Neue Adresse erstellen',
  end: 'Ausschalten',
  open: 'In meiner Kalender-App öffnen',
  renewHint: 'Eine neue Adresse beendet die alte.',
  ended: 'Ausgeschaltet: Deine Kalender-Adresse funktioniert nicht mehr.',
};
