/** An object from the wire; its fields are still unknown. */
export type Json = Record<string, unknown>;

/** A file the bot uploaded. */
export interface UploadedFile {
  /** The `n` of the form field `files[n]`. */
  readonly index: string;
  readonly filename: string;
  readonly contentType?: string;
  readonly data: Buffer;
}

/** The parts of an embed that the stand-in reads. */
export interface WireEmbed extends Json {
  title?: string;
  description?: string;
  author?: { name?: string };
  footer?: { text?: string };
  fields?: { name: string; value: string; inline?: boolean }[];
}

/** A component of a message or a modal: a row, a button, a select, a text input, a label, a text … */
export interface WireComponent extends Json {
  type: number;
  custom_id?: string;
  label?: string;
  style?: number;
  disabled?: boolean;
  url?: string;
  content?: string;
  placeholder?: string;
  value?: string;
  min_values?: number;
  max_values?: number;
  options?: { label: string; value: string; description?: string; default?: boolean }[];
  components?: WireComponent[];
  component?: WireComponent;
  accessory?: WireComponent;
}

/** The parts of a message in a request. */
export interface MessageBody extends Json {
  content?: string | null;
  embeds?: WireEmbed[] | null;
  components?: WireComponent[] | null;
  attachments?: { id: string | number; filename?: string; description?: string }[] | null;
  allowed_mentions?: { parse?: string[]; users?: string[]; roles?: string[] } | null;
  flags?: number | null;
  nonce?: string | number;
  enforce_nonce?: boolean;
  tts?: boolean;
}

/** A choice of an option. */
export interface WireChoice extends Json {
  name: string;
  value: string | number;
}

/** An option of a registered command. */
export interface WireOption extends Json {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: WireChoice[];
  options?: WireOption[];
}

/** A command as the bot registers it. */
export interface WireCommand extends Json {
  id: string;
  name: string;
  type: number;
  guild_id?: string;
  options?: WireOption[];
}

/** Component types, by the names Discord gives them. */
export const ComponentType = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  TextInput: 4,
  UserSelect: 5,
  RoleSelect: 6,
  MentionableSelect: 7,
  ChannelSelect: 8,
  Section: 9,
  TextDisplay: 10,
  Container: 17,
  Label: 18,
} as const;

/** Every component in a tree, parents before children. */
export function* everyComponent(components: readonly WireComponent[]): Generator<WireComponent> {
  for (const component of components) {
    yield component;
    if (component.components) yield* everyComponent(component.components);
    if (component.component) yield* everyComponent([component.component]);
    if (component.accessory) yield* everyComponent([component.accessory]);
  }
}

/** True for string, user, role, mentionable and channel selects. */
export function isSelect(component: WireComponent): boolean {
  return component.type === 3 || (component.type >= 5 && component.type <= 8);
}
