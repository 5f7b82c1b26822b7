import { VARIABLES, type VariableName } from '../src/config/schema.js';
import type { Variable } from '../src/config/variable.js';
import { SETTING_KEYS, settingOf } from '../src/domain/setting-list.js';
import { wrapped } from '../src/config/wrapped.js';

const WIDTH = 110;

const LIVE: ReadonlySet<string> = new Set(SETTING_KEYS.map((key) => settingOf(key).variable));

/** A chapter reaches from its first setting to the next chapter, in the order of the schema. */
interface Chapter {
  readonly title: string;
  readonly from: VariableName;
  /** Where the reader learns more. */
  readonly more: string;
}

const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Discord',
    from: 'DISCORD_TOKEN',
    more: 'The application in the developer portal: [install.md](install.md#the-discord-application). Sign-in: [bridge.md](bridge.md#sign-in).',
  },
  {
    title: 'The evening',
    from: 'PROMOTER_DISCORD_IDS',
    more: 'What happens when: [commands.md](commands.md#an-evening-step-by-step).',
  },
  {
    title: 'The follow-up',
    from: 'AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED',
    more: 'Its rules: [state-machine.md](state-machine.md#the-follow-up).',
  },
  {
    title: 'The game server',
    from: 'GAME_SERVER_TYPE',
    more: 'How to connect one: [install.md](install.md#a-game-server).',
  },
  {
    title: 'Telegram and Signal',
    from: 'AVAILABILITY_LINK_TOKEN_MIN_INTERVAL_SECONDS',
    more: 'How to connect them: [install.md](install.md#telegram). How to replace the key: [operations.md](operations.md#the-key-has-to-be-replaced).',
  },
  {
    title: 'Data',
    from: 'DATABASE_URL',
    more: 'Backups: [operations.md](operations.md#daily-care). Redis: [install.md](install.md#redis).',
  },
  {
    title: 'The bridge',
    from: 'AVAILABILITY_SESSION_READY_THRESHOLD',
    more: 'All about it: [bridge.md](bridge.md).',
  },
  {
    title: 'Alerts, logs and history',
    from: 'ALERT_CHANNEL_ID',
    more: 'What to watch: [operations.md](operations.md#daily-care). What stays how long: [privacy.md](privacy.md).',
  },
];

/** The text of docs/settings.md: every setting of the schema, chapter by chapter. */
export function settingsDocument(): string {
  const intro = [
    '# Settings',
    '<!-- "npm run settings" writes this page from src/config/schema.ts: edit that file. -->',
    paragraph(
      'Muster reads its settings from the environment, and from the file `.env` in the folder you start it from; the environment wins. Two are required, and five are the essentials (`npm run setup` asks for them): the token, the server, the time zone, the start time and the promoters. The others have a default or may stay unset. A change takes effect at the next start. Where it says _Also without a restart_, admins change the setting on Discord with `/settings`, or by `PATCH /api/settings`, while its variable is not set: the variable, where it is set, fixes it. Muster does not start with a setting at fault, a line of `.env` that it can’t read, or a name that is nearly a setting’s: it names all of them at once and exits with code 78. Settings that have no effect together with the others are warnings in the log and in `npm run check`.',
    ),
    paragraph(
      '`.env.example` holds the same in the form of an `.env`. Keep a value marked _Secret_ out of chats, screenshots and version control.',
    ),
  ];
  const pages = VARIABLES.flatMap((variable) => {
    const chapter = CHAPTERS.find(({ from }) => from === variable.name);
    return [...(chapter ? [`## ${chapter.title}`, paragraph(chapter.more)] : []), ...entry(variable)];
  });
  return `${[...intro, ...pages].join('\n\n')}\n`;
}

function entry({ name, description, example, secret, required, default: value }: Variable): string[] {
  const need = required ? 'Required.' : value === undefined ? 'Optional.' : `Default: ${code(value)}.`;
  const also = LIVE.has(name) ? ' Also without a restart.' : '';
  const notes = `${need} Example: ${code(example)}.${secret ? ' Secret.' : ''}${also}`;
  return [`### ${name}`, paragraph(inCode(description)), notes];
}

function code(text: string): string {
  return text.includes('`') ? `\`\`${text}\`\`` : `\`${text}\``;
}

const NAMES = new RegExp(`\`[^\`]*\`|\\b(?:${VARIABLES.map(({ name }) => name).join('|')})\\b`, 'g');

/** Names of settings stand in backticks, unless they stand in some already. */
function inCode(text: string): string {
  return text.replaceAll(NAMES, (found) => (found.startsWith('`') ? found : `\`${found}\``));
}

function paragraph(text: string): string {
  return wrapped(text, WIDTH).join('\n');
}
