import type { Command } from './command.js';

/** What `muster` can do. */
export const COMMANDS = {
  setup: {
    summary:
      'Asks for the five essentials and the database, and writes them to .env; --yes takes them from the environment.',
    usage: ['', '--yes'],
    options: ['yes'],
    words: 0,
    load: async () => (await import('./setup.js')).setup,
  },
  check: {
    summary: 'Looks at everything Muster needs, and says what to do where something is amiss.',
    usage: ['', '--json'],
    options: ['json'],
    words: 0,
    load: async () => (await import('./check.js')).check,
  },
  backup: {
    summary: 'Makes a backup of the database now. Muster may run meanwhile.',
    usage: [''],
    words: 0,
    load: async () => (await import('./backup.js')).backup,
  },
  restore: {
    summary:
      'Puts a backup in the place of the database while Muster is stopped, or lists the backups there are.',
    usage: ['', '<file>', '--yes <file>'],
    options: ['yes'],
    words: 1,
    load: async () => (await import('./restore.js')).restore,
  },
  import: {
    summary:
      'Says what a community would bring over from the original website, or from a list of links; --apply does it while Muster is stopped.',
    usage: [
      '<postgres://…>',
      '<folder of CSV>',
      '<file of links>',
      '<any of these> --apply',
      '<any of these> --zone <time zone>',
      '<any of these> --apply --despite-lost-keys',
    ],
    options: ['apply', 'despite-lost-keys'],
    values: ['zone'],
    words: 1,
    load: async () => (await import('./import.js')).importCommunity,
  },
  keys: {
    summary: 'Makes a contact key, or seals every contact with the first key. Muster may run meanwhile.',
    usage: ['new', 'rotate'],
    words: 1,
    load: async () => (await import('./keys.js')).keys,
  },
  migrate: {
    summary:
      'Brings the database up to date while Muster is stopped, or takes the newest migration back, with its data.',
    usage: ['up', 'down'],
    words: 1,
    load: async () => (await import('./migrate.js')).migrate,
  },
} as const satisfies Record<string, Command>;

/** Whether there is a command of this name. */
export function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}
