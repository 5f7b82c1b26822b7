import { userView, memberView } from './user-views.js';
import type { Json, WireCommand, WireOption } from './wire.js';
import type { World } from './world.js';

/** What a person types into a slash command. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** The option a person is typing into. */
export interface FocusedOption {
  readonly name: string;
  readonly value: string;
}

const SUBCOMMAND = 1;
const GROUP = 2;
const TYPE_NAMES: Record<number, string> = {
  3: 'string',
  4: 'integer',
  5: 'boolean',
  6: 'user',
  10: 'number',
};

/**
 * The `data` of a slash command's interaction: options nested under group and subcommand, with their
 * registered types. Throws a plain sentence if a person could not have typed this; a forger can send any
 * value.
 */
export function commandData(
  world: World,
  command: WireCommand,
  path: readonly string[],
  values: OptionValues,
  { focused, forged }: { readonly focused?: FocusedOption; readonly forged?: boolean } = {},
): Json {
  const levels: WireOption[] = [];
  let known = command.options ?? [];
  for (const name of path) {
    const level = known.find(
      (option) => option.name === name && (option.type === SUBCOMMAND || option.type === GROUP),
    );
    if (!level) throw new Error(`/${command.name} has no subcommand "${name}", only: ${names(known)}.`);
    levels.push(level);
    known = level.options ?? [];
  }
  if (known.some((option) => option.type === SUBCOMMAND || option.type === GROUP)) {
    throw new Error(`/${[command.name, ...path].join(' ')} needs a subcommand: ${names(known)}.`);
  }
  const resolved: Json = {};
  const typed = { ...values, ...(focused && { [focused.name]: focused.value }) };
  let options: Json[] = Object.entries(typed).map(([name, value]) => {
    const option = known.find((candidate) => candidate.name === name);
    if (!option) throw new Error(`/${command.name} has no option "${name}" here, only: ${names(known)}.`);
    if (focused?.name === name) return { type: option.type, name, value, focused: true };
    if (!forged) checkValue(option, value);
    if (option.type === 6) resolveUser(world, resolved, String(value));
    return { type: option.type, name, value };
  });
  if (!focused) {
    const missing = known.filter((option) => option.required && !(option.name in typed));
    if (missing.length > 0) throw new Error(`/${command.name} needs the option ${names(missing)}.`);
  }
  for (const level of levels.reverse()) options = [{ type: level.type, name: level.name, options }];
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    options,
    ...(Object.keys(resolved).length > 0 && { resolved }),
    ...(command.guild_id && { guild_id: command.guild_id }),
  };
}

/** Adds a user, and their membership if there is one, to an interaction's resolved data. */
export function resolveUser(world: World, resolved: Json, userId: string): void {
  const user = world.users.get(userId);
  if (!user) throw new Error(`There is no user ${userId}.`);
  const member = world.members.get(userId);
  resolved['users'] = { ...(resolved['users'] as Json | undefined), [userId]: userView(user) };
  if (!member) return;
  const { user: _inUsers, deaf: _deaf, mute: _mute, ...partial } = memberView(member);
  const withPermissions = { ...partial, permissions: world.permissionsOf(userId).toString() };
  resolved['members'] = { ...(resolved['members'] as Json | undefined), [userId]: withPermissions };
}

function checkValue(option: WireOption, value: string | number | boolean): void {
  const fits =
    option.type === 5
      ? typeof value === 'boolean'
      : option.type === 4
        ? Number.isInteger(value)
        : option.type === 10
          ? typeof value === 'number'
          : typeof value === 'string';
  if (!fits)
    throw new Error(
      `"${option.name}" takes a ${TYPE_NAMES[option.type] ?? 'snowflake'}, not ${String(value)}.`,
    );
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value)) {
    const choices = option.choices.map((choice) => String(choice.value)).join(', ');
    throw new Error(`"${option.name}" is one of ${choices}; not ${String(value)}.`);
  }
  const size = typeof value === 'string' ? value.length : 0;
  const max = (option['max_length'] as number | undefined) ?? 6000;
  const min = (option['min_length'] as number | undefined) ?? 0;
  if (typeof value === 'string' && (size > max || size < min)) {
    throw new Error(`"${option.name}" takes ${min} to ${max} characters; ${size} were typed.`);
  }
}

function names(options: readonly WireOption[]): string {
  return options.map((option) => option.name).join(', ') || '(none)';
}
