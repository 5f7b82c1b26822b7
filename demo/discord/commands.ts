import { ApiError, FormErrors, type FormPath, refuse } from './api-error.js';
import type { Bulletin } from './bulletin.js';
import type { Snowflakes } from './snowflake.js';
import { LOCALES } from './locales.js';
import type { Json, WireChoice, WireCommand, WireOption } from './wire.js';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** The commands the bot registered, global (scope `null`) and for the guild. */
export class CommandRegistry {
  readonly #commands = new Map<string, WireCommand>();

  constructor(
    private readonly applicationId: string,
    private readonly snowflakes: Snowflakes,
    private readonly bulletin: Bulletin,
  ) {}

  /** All commands, of both scopes. */
  all(): WireCommand[] {
    return [...this.#commands.values()];
  }

  /** The commands of one scope. */
  list(guildId: string | null): WireCommand[] {
    return this.all().filter((command) => (command.guild_id ?? null) === guildId);
  }

  /** The command of a scope with this id. */
  get(guildId: string | null, id: string): WireCommand {
    const command = this.#commands.get(id);
    if (!command || (command.guild_id ?? null) !== guildId) throw refuse.unknownCommand();
    return command;
  }

  /** The slash command that typing this name starts: the guild's own before the global one. */
  find(name: string, guildId: string | null): WireCommand | undefined {
    const usable = this.all().filter((command) => command.name === name && command.type === 1);
    return (
      usable.find((command) => command.guild_id === guildId) ?? usable.find((command) => !command.guild_id)
    );
  }

  /** Creates a command, or overwrites the one with that name and type. */
  upsert(guildId: string | null, body: Json): { command: WireCommand; created: boolean } {
    checkCommands([body], false);
    const old = this.#named(guildId, body);
    const command = this.#keep(guildId, body, old?.id);
    this.bulletin.announce();
    return { command, created: !old };
  }

  /** Replaces all commands of a scope; those that keep their name keep their id. */
  replaceAll(guildId: string | null, bodies: Json[]): WireCommand[] {
    checkCommands(bodies, true);
    const ids = bodies.map((body) => this.#named(guildId, body)?.id);
    for (const command of this.list(guildId)) this.#commands.delete(command.id);
    const kept = bodies.map((body, index) => this.#keep(guildId, body, ids[index]));
    this.bulletin.announce();
    return kept;
  }

  /** Changes the fields of a command that the body names. */
  edit(guildId: string | null, id: string, body: Json): WireCommand {
    const merged: Json = { ...this.get(guildId, id), ...body };
    checkCommands([merged], false);
    const command = this.#keep(guildId, merged, id);
    this.bulletin.announce();
    return command;
  }

  /** Deletes one command. */
  delete(guildId: string | null, id: string): void {
    this.#commands.delete(this.get(guildId, id).id);
    this.bulletin.announce();
  }

  #named(guildId: string | null, body: Json): WireCommand | undefined {
    const type = body['type'] ?? 1;
    return this.list(guildId).find((old) => old.name === body['name'] && old.type === type);
  }

  #keep(guildId: string | null, body: Json, id = this.snowflakes.next()): WireCommand {
    const permissions = body['default_member_permissions'] as string | number | null | undefined;
    const command: WireCommand = {
      id,
      application_id: this.applicationId,
      ...(guildId !== null && { guild_id: guildId }),
      version: this.snowflakes.next(),
      default_member_permissions:
        permissions === undefined || permissions === null ? null : String(permissions),
      type: (body['type'] as number | undefined) ?? 1,
      name: body['name'] as string,
      name_localizations: body['name_localizations'] ?? null,
      description: body['description'] ?? '',
      description_localizations: body['description_localizations'] ?? null,
      ...(guildId === null && {
        dm_permission: body['dm_permission'] ?? true,
        contexts: body['contexts'] ?? null,
        integration_types: body['integration_types'] ?? [0],
      }),
      nsfw: body['nsfw'] ?? false,
      ...(Array.isArray(body['options']) && {
        options: (body['options'] as WireOption[]).map(completeOption),
      }),
    };
    this.#commands.set(id, command);
    return command;
  }
}

/** A command in the form of a list without `with_localizations`. */
export function withoutLocalizations(command: WireCommand): Json {
  return { ...bare(command), ...(command.options && { options: command.options.map(bareOption) }) };
}

function bareOption(option: WireOption): Json {
  return {
    ...bare(option),
    ...(option.options && { options: option.options.map(bareOption) }),
    ...(option.choices && { choices: option.choices.map(bare) }),
  };
}

function bare(localized: Json): Json {
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = localized;
  return rest;
}

function completeOption(option: WireOption): WireOption {
  const container = option.type === 1 || option.type === 2;
  return {
    ...option,
    name_localizations: option['name_localizations'] ?? null,
    description_localizations: option['description_localizations'] ?? null,
    ...(option.required && { required: true }),
    ...(option.options && { options: option.options.map(completeOption) }),
    ...(container && !option.options && { options: [] }),
  };
}

function checkCommands(bodies: readonly Json[], bulk: boolean): void {
  if (bodies.length > 100)
    throw new ApiError(400, 30032, 'Maximum number of application commands reached (100).');
  const errors = new FormErrors();
  const seen = new Set<string>();
  bodies.forEach((body, index) => {
    const at = bulk ? [index] : [];
    const slash = (body['type'] ?? 1) === 1;
    checkName(errors, [...at, 'name'], body['name'], slash);
    checkLocalizations(errors, at, body, slash);
    if (slash) errors.length([...at, 'description'], body['description'], 1, 100);
    checkOptions(errors, [...at, 'options'], (body['options'] as WireOption[] | undefined) ?? [], 0);
    const key = `${String((body['type'] as number | undefined) ?? 1)} ${String(body['name'])}`;
    if (seen.has(key)) {
      errors.add(at, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    seen.add(key);
  });
  errors.throwIfAny();
}

function checkName(errors: FormErrors, at: FormPath, name: unknown, slash: boolean): void {
  if (!slash || typeof name !== 'string') errors.length(at, name, 1, 32);
  else if (!NAME.test(name) || name !== name.toLowerCase()) {
    errors.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkChoice(errors: FormErrors, at: FormPath, choice: WireChoice): void {
  errors.length([...at, 'name'], choice.name, 1, 100);
  eachLocalization(errors, [...at, 'name_localizations'], choice['name_localizations'], (here, name) =>
    errors.length(here, name, 1, 100),
  );
}

/** Localized names follow the rules for names, localized descriptions those for descriptions. */
function checkLocalizations(errors: FormErrors, at: FormPath, body: Json, slash: boolean): void {
  eachLocalization(errors, [...at, 'name_localizations'], body['name_localizations'], (here, name) =>
    checkName(errors, here, name, slash),
  );
  eachLocalization(
    errors,
    [...at, 'description_localizations'],
    body['description_localizations'],
    (here, text) => errors.length(here, text, 1, 100),
  );
}

function eachLocalization(
  errors: FormErrors,
  at: FormPath,
  localizations: unknown,
  check: (at: FormPath, text: unknown) => void,
): void {
  for (const [locale, text] of Object.entries((localizations ?? {}) as Json)) {
    const here = [...at, locale];
    if (!LOCALES.has(locale)) errors.add(here, 'LOCALE_INVALID', 'Not a locale Discord knows');
    else check(here, text);
  }
}

function checkOptions(
  errors: FormErrors,
  at: (string | number)[],
  options: WireOption[],
  depth: number,
): void {
  errors.count(at, options, 0, 25);
  const seen = new Set<string>();
  let optional = false;
  options.forEach((option, index) => {
    const here = [...at, index];
    checkName(errors, [...here, 'name'], option.name, true);
    checkLocalizations(errors, here, option, true);
    errors.length([...here, 'description'], option.description, 1, 100);
    if (seen.has(option.name)) {
      errors.add(here, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
    seen.add(option.name);
    if (option.required && optional) {
      const message = 'Required options must be placed before non-required options';
      errors.add(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    optional ||= !option.required;
    const choices = option.choices ?? [];
    errors.count([...here, 'choices'], choices, 0, 25);
    choices.forEach((choice, n) => checkChoice(errors, [...here, 'choices', n], choice));
    if (option.autocomplete && choices.length > 0) {
      errors.add(
        here,
        'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES',
        'Choices and autocomplete exclude each other',
      );
    }
    if ((option.type === 2 && depth > 0) || (option.type === 1 && depth > 1)) {
      errors.add(
        [...here, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command option type is invalid here',
      );
    }
    checkOptions(errors, [...here, 'options'], option.options ?? [], depth + (option.type === 2 ? 1 : 2));
  });
}
