import type { Weekday } from '../../domain/session-plan.js';
import type { NotOutReason } from '../../domain/standing-campaigns.js';
import { discordRelative, timeOfDay } from '../moment.js';
import type { StandingCampaignTexts } from '../texts/standing-campaigns.js';
import { dayAndYear } from './phrases.js';
import { standing } from './standing.js';
import { words } from './words.js';

const REASON: Record<Exclude<NotOutReason, 'stopped'>, string> = {
  changed: 'Die wöchentlichen Einladungen wurden geändert oder entfernt.',
  taken: 'Jemand hat die Einladungen für heute selbst geplant oder abgesagt.',
  switched_off: 'Der Versand war zu dieser Zeit pausiert oder abgeschaltet.',
  nobody_told: 'Niemand konnte rechtzeitig benachrichtigt werden, also hätte auch niemand Nein sagen können.',
  too_few: 'Es suchten nicht mehr genug eine Runde.',
  nobody_to_call: 'Es war niemand einzuladen.',
  no_session: 'An diesem Tag ist keine Runde mehr geplant.',
  too_late: 'Die Runde hatte schon begonnen.',
  left: 'Wer sie eingestellt hat, ist nicht mehr auf dem Server.',
  may_not: 'Wer sie eingestellt hat, ist kein Promoter mit verknüpftem Profil mehr.',
  restored: 'Ein Backup wurde eingespielt.',
};

const days = (list: readonly Weekday[]): string => list.map((day) => standing.weekday(day)).join(', ');

export const standingCampaigns: StandingCampaignTexts = {
  title: 'Wöchentliche Einladungen',
  about: (threshold) =>
    `An diesen Tagen gehen die Einladungen von selbst hinaus, wenn eine halbe Stunde vor der Erinnerung oder bald danach ${threshold === 1 ? '1 Person eine Runde sucht' : `${threshold} eine Runde suchen`}. Promoter, die Bescheid möchten, dass es losgeht, erfahren es vorher, und jeder von ihnen kann Nein sagen.`,
  none: 'Es gehen keine Einladungen von selbst hinaus. `/promote standing set` legt Tage dafür fest.',
  day: ({ day, name, includeAvailable, includeMaybe, hasSession }) => {
    const also = [
      ...(includeAvailable ? [words.status.AVAILABLE] : []),
      ...(includeMaybe ? [words.status.MAYBE] : []),
    ];
    const parts = [
      ...(name === null ? [] : [`im Namen von ${name}`]),
      ...(also.length > 0 ? [`auch: ${also.join(', ')}`] : []),
      ...(hasSession ? [] : ['an diesem Tag ist keine Runde geplant']),
    ];
    return `**${standing.weekday(day)}**${parts.length > 0 ? `: ${parts.join('; ')}` : ''}`;
  },
  until: (date) =>
    `Der letzte Tag ist ${dayAndYear(date)}, wenn bis dahin kein Promoter sie ändert oder einen ihrer Knöpfe drückt.`,
  proposal: ({ at, startAt, looking, name }) =>
    `**Die Einladungen für heute gehen um ${timeOfDay(at, 'discord')} hinaus, wenn niemand von euch Nein sagt.** ${looking === 1 ? '1 Person sucht' : `${looking} suchen`} eine Runde; sie beginnt ${discordRelative(startAt)}.${name === null ? '' : ` Eingeladen wird im Namen von ${name}.`}`,
  goesOut: (at, style = 'discord') =>
    `Die Einladungen für heute gehen um ${timeOfDay(at, style)} hinaus, wenn niemand Nein sagt.`,
  made: 'Die Einladungen für heute sind von selbst hinausgegangen; `/promote status` zeigt den Stand.',
  notOut: (reason, name) =>
    reason === 'stopped'
      ? `**Die Einladungen für heute gehen nicht von selbst hinaus:** ${name ?? 'Jemand'} hat Nein gesagt. Mit \`/promote create\` geht es weiterhin.`
      : `**Die Einladungen für heute gehen nicht von selbst hinaus:** ${REASON[reason]}`,
  nearLapse: (until) =>
    `**Die wöchentlichen Einladungen enden bald: Der letzte Tag ist ${dayAndYear(until)}.** Seit sieben Wochen hat niemand sie geändert oder einen ihrer Knöpfe gedrückt. Behalten?`,
  lapsed: (until) =>
    `**Die wöchentlichen Einladungen sind zu Ende**, weil niemand sie behalten hat; der letzte Tag war ${dayAndYear(until)}. \`/promote standing set\` legt wieder Tage fest.`,
  ended: (reason) =>
    `**Wöchentliche Einladungen sind zu Ende:** ${REASON[reason]} \`/promote standing show\` zeigt, welche es noch gibt, und \`/promote standing set\` legt Tage in deinem Namen fest.`,
  stop: 'Stoppen',
  preview: 'Vorschau',
  keep: 'Behalten',
  set: (list) => `Eingestellt für ${days(list)}, in deinem Namen.`,
  removed: (list) => `Entfernt: ${days(list)}.`,
  kept: (until) => `Behalten bis ${dayAndYear(until)}.`,
  stopped:
    '**Gestoppt.** Die Einladungen für heute gehen nicht von selbst hinaus; mit `/promote create` geht es weiterhin.',
  goneOut: (mayCancel) =>
    mayCancel
      ? '**Die Einladungen für heute sind schon geplant.** Abbrechen?'
      : '**Die Einladungen für heute sind schon geplant.** Abbrechen kann sie nur, in wessen Namen sie hinausgehen, oder ein Admin.',
};
