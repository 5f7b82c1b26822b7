import type { CalendarTexts } from '../texts/calendar.js';

export const calendar: CalendarTexts = {
  name: (community) => (community === null ? 'Igralni večeri' : `Igralni večeri · ${community}`),
  event: (community) => (community === null ? 'Igralni večer' : `Igralni večer · ${community}`),
  calledOff: (event) => `Odpovedano: ${event}`,
  said: {
    yes: 'Zraven si.',
    available: 'Na voljo si, če bodo manjkali igralci.',
  },
  off: 'Ta večer je odpovedan.',
  about:
    'Naroči se na zasebni naslov v svoji aplikaciji za koledar: pokazala bo večere s tvojim odgovorom „da“ in povedala, če kateri odpade. Tedenskih odgovorov in „morda“ tam ni.',
  since: (made) =>
    `Tvoj naslov je nastal ${made}. Znova ga ni mogoče pokazati; če ga potrebuješ, ustvari novega.`,
  none: 'Naslova koledarja še nimaš.',
  shown:
    'To je tvoj naslov. Kopiraj ga zdaj, ker ne bo več prikazan, in ne deli ga: kdor ga ima, vidi te večere.',
  make: 'Ustvari naslov',
  renew: 'Ustvari nov naslov',
  end: 'Izklopi',
  open: 'Odpri v moji aplikaciji za koledar',
  renewHint: 'Z novim naslovom stari preneha veljati.',
  ended: 'Izklopljeno: tvoj naslov koledarja ne deluje več.',
};
