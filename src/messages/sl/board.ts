import type { BoardTexts } from '../texts/board.js';
import { discordFull } from '../moment.js';
import { capital, day, markedStatus, onDay, players, playersLooking } from './phrases.js';
import { form } from './words.js';

export const board: BoardTexts = {
  title: (date) => `${capital(day(date))}: kdo bo zraven?`,
  heading: ({ date, isTonight, time }) =>
    `**${isTonight ? `Nocoj, ${day(date)}` : capital(day(date))}${time === null ? '' : `, ob ${time}`}**: kdo bo zraven?`,
  starts: (at) => `Začetek: ${discordFull(at)}`,
  towards: (looking, threshold) =>
    looking >= threshold
      ? `Igramo: ${players(looking)} (potrebnih ${threshold}).`
      : `${looking} od ${threshold}: ${stillMissing(threshold - looking)}.`,
  went: (looking, threshold) =>
    looking >= threshold
      ? `Prijave: ${looking} (potrebnih ${threshold}).`
      : `Prijave: ${looking} od ${threshold}.`,
  ready: (looking) => `**Igramo:** nocoj ${playersLooking(looking)}.`,
  oneShort: '**Še en igralec in igramo.** Boš zraven? `/availability set status:LOOKING`',
  came: (number) =>
    `${form(number, 'Prišel', 'Prišla', 'Prišli', 'Prišlo')} ${form(number, 'je', 'sta', 'so', 'je')} ${players(number)}.`,
  count: (status, number) => `${markedStatus[status]}: ${number}`,
  ifAtLeast: (number) => `Zraven, če nas bo ${number}`,
  own: (status) => `Ti: ${markedStatus[status]}`,
  meanings: {
    LOOKING: 'vabilo vsakič',
    AVAILABLE: 'vabilo, kadar manjkajo igralci',
    MAYBE: 'vabilo le, kadar iščemo tudi med „morda“',
    NOT_PLAYING: 'brez vabila',
  },
  hint: 'Za odgovor pritisni gumb. Potrditev vidiš le ti.',
  namesForLinked: 'Za ogled imen poveži svoj profil v igri (`/link player`).',
  posted: (date) =>
    `Tabla za ${onDay(date)} je objavljena spodaj. Gumbe lahko uporabi vsak s povezanim profilom v igri.`,
};

/** „manjka še 1 igralec“, „manjkata še 2 igralca“. */
function stillMissing(number: number): string {
  return `${form(number, 'manjka', 'manjkata', 'manjkajo', 'manjka')} še ${players(number)}`;
}
