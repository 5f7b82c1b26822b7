import type { OwnPingTexts } from '../texts/own-pings.js';
import { count } from './phrases.js';

const invitations = (most: number): string => count(most, 'vabilo', 'vabili', 'vabila', 'vabil');
const limit = (most: number | null): string =>
  most === null ? 'Brez meje' : `Največ ${invitations(most)} v 7 dneh`;

export const ownPings: OwnPingTexts = {
  title: 'Vabila na teden',
  limit,
  placeholder: 'Največ koliko vabil na teden?',
  limited: (most) =>
    most === null
      ? 'Shranjeno: vabila so brez meje.'
      : `Shranjeno: največ ${invitations(most)} v 7 dneh. Potem ostanem tiho.`,
  limitHow: (channel, most) =>
    `${limit(most)}. Če želiš to spremeniti, pošlji na primer: ${channel === 'telegram' ? '/limit 3 ali /limit brez' : 'MEJA 3 ali MEJA brez'}.`,
  stillWanted: (before, asWords) =>
    `Jih še želiš? Ob zadnjih ${before} od tebe ni bilo nobenega znaka. ${asWords ? 'Odgovori NAPREJ' : 'Pritisni „Vabi me naprej“'}, da jih obdržiš; če ne bo odgovora, je to zadnje, dokler jih znova ne vklopiš.`,
  rest: 'Tvoja vabila mirujejo, ker ob ducatu zaporednih od tebe ni bilo nobenega znaka. „Vabi me naprej“ ali kateri koli odgovor jih vrne.',
  restHow: (channel) =>
    `Tvoja vabila mirujejo, ker ob ducatu zaporednih od tebe ni bilo nobenega znaka. Pošlji ${channel === 'telegram' ? '/keep' : 'NAPREJ'}, da se vrnejo.`,
  keep: 'Vabi me naprej',
  kept: (on) =>
    on
      ? 'Velja: vabila prihajajo naprej.'
      : 'Tvoja vabila so izklopljena. Vklopiš jih z /preferences na Discordu.',
};
