/** What of package-lock.json tells about licences. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** A package that runs in production, and under what. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly licence: string;
  /** Installed only on the platforms it is for. */
  readonly optional: boolean;
}

/** What packages that say it in another way than the others say, and where. */
const SAID_ELSEWHERE: Readonly<Record<string, { readonly licence: string; readonly where: string }>> = {
  'dejavu-fonts-ttf': {
    licence: 'Bitstream-Vera',
    where: 'its LICENSE: Bitstream Vera, changes in the public domain',
  },
  'emitter-component': { licence: 'MIT', where: 'its bower.json' },
  gbxremote: { licence: 'MIT', where: 'its package.json, in an old form, and its LICENSE' },
  'urlsafe-base64': { licence: 'MIT', where: 'its readme.md' },
};

/** Every package that production installs, on whatever platform, by name. */
export function licensed({ packages }: Lockfile): Licensed[] {
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version = '', license, optional = false }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const licence = SAID_ELSEWHERE[name]?.licence ?? license ?? 'unknown';
      return { name, version, licence, optional };
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** The text of docs/licences.md. */
export function licencesDocument(lockfile: Lockfile): string {
  const all = licensed(lockfile);
  const byLicence = new Map<string, number>();
  for (const { licence } of all) byLicence.set(licence, (byLicence.get(licence) ?? 0) + 1);
  const counts = [...byLicence].sort(([a, n], [b, m]) => m - n || compare(a, b));
  const notes = Object.entries(SAID_ELSEWHERE).filter(([name]) => all.some((each) => each.name === name));
  return [
    '# Licences',
    '',
    'The packages a production install brings, on whatever platform, with their licences. Written by',
    '`npm run licences` from package-lock.json. Muster itself is under the [MIT licence](../LICENSE).',
    '',
    ...table(
      ['licence', 'packages'],
      counts.map(([licence, count]) => [licence, String(count)]),
    ),
    '',
    'All of them allow use, change and redistribution as part of a program, with or without charge, where their notices',
    'are kept: every package carries its own in `node_modules`, and so does the container image. MPL-2.0 asks besides',
    'that changes to its files be published, and Muster makes none. The Bitstream Vera fonts may not be sold alone.',
    '',
    'Some say it in another way than the rest:',
    '',
    ...notes.map(([name, { licence, where }]) => `- ${name}: ${licence}, by ${where}.`),
    '',
    '## Packages',
    '',
    ...table(
      ['package', 'version', 'licence', ''],
      all.map(({ name, version, licence, optional }) => [
        name,
        version,
        licence,
        optional ? 'on some platforms' : '',
      ]),
    ),
    '',
  ].join('\n');
}

/** A table as Prettier writes it, so that formatting the document leaves it as it is. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}

/** By code unit, which is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
