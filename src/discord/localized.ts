import { type APIApplicationCommandOptionChoice, Locale, type LocalizationMap } from 'discord.js';
import { TRANSLATIONS } from '../messages/catalog.js';
import { en } from '../messages/en/messages.js';
import type { Messages } from '../messages/messages.js';
import type { CommandText } from '../messages/texts/commands.js';

/** What Discord shows beside a command, a subcommand or an option. */
interface Described {
  setDescription(text: string): this;
  setDescriptionLocalizations(texts: LocalizationMap | null): this;
}

/** Describes a command, a subcommand or an option in English and, for those who use Discord in one, in each other language. */
export function described<B extends Described>(builder: B, text: CommandText): B {
  return builder
    .setDescription(en.commands[text])
    .setDescriptionLocalizations(inOtherLanguages(({ commands }) => commands[text]));
}

/** Choices of an option, named in every language. */
export function namedChoices<V extends string>(
  values: readonly V[],
  nameOf: (messages: Messages, value: V) => string,
): APIApplicationCommandOptionChoice<V>[] {
  return values.map((value) => ({
    name: nameOf(en, value),
    name_localizations: inOtherLanguages((messages) => nameOf(messages, value)),
    value,
  }));
}

function inOtherLanguages(text: (messages: Messages) => string): LocalizationMap {
  const known = Object.values(Locale);
  return Object.fromEntries(
    [...TRANSLATIONS].flatMap(([language, messages]) =>
      known
        .filter((locale) => locale.split('-')[0] === language)
        .map((locale) => [locale, text(messages)] as const),
    ),
  );
}
