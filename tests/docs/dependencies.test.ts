import { describe, expect, it } from 'vitest';
import { licencesDocument, licensed, type Lockfile } from '../../scripts/licences-document.js';
import { read, rows, section } from './documents.js';

type Versions = Readonly<Record<string, string>>;

const FILE = 'docs/dependencies.md';
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Versions;
  devDependencies: Versions;
  optionalDependencies: Versions;
  overrides: Readonly<Record<string, string | Versions>>;
  allowScripts: Readonly<Record<string, boolean>>;
};
const lockfile = JSON.parse(read('package-lock.json')) as Lockfile & {
  packages: Readonly<
    Record<
      string,
      Lockfile['packages'][string] & {
        integrity?: string;
        link?: boolean;
        hasInstallScript?: boolean;
        dependencies?: Versions;
        devDependencies?: Versions;
        optionalDependencies?: Versions;
      }
    >
  >;
};
/** A version, of the package itself or of the one it is another name for. */
const EXACT = /^(npm:[a-z0-9@/-]+@)?\d+\.\d+\.\d+$/;
const inProduction = { ...manifest.dependencies, ...manifest.optionalDependencies };

/** Licences under which a package may be a part of Muster without asking anybody. */
const GOOD = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Bitstream-Vera',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MPL-2.0',
];

describe('docs/dependencies.md', () => {
  it.each([
    ['## In production', inProduction],
    ['## In development', manifest.devDependencies],
  ])('tells under "%s" of every package, its licence and why it is there', (heading, versions) => {
    const told = rows(section(FILE, heading));
    expect(told.map(([name]) => name)).toEqual(Object.keys(versions).sort());
    for (const [name = '', licence, why] of told) {
      const known = licensed(lockfile).find((each) => each.name === name)?.licence;
      expect([name, licence]).toEqual([name, known ?? lockfile.packages[`node_modules/${name}`]?.license]);
      expect(why?.length, `why ${name}`).toBeGreaterThan(3);
    }
  });

  it('gives a reason for every override', () => {
    const named = Object.entries(manifest.overrides).flatMap(([name, to]) =>
      typeof to === 'string' ? [name] : Object.keys(to).map((inner) => `${name}: ${inner}`),
    );
    expect(rows(section(FILE, '## Overrides')).map(([name]) => name)).toEqual(named);
  });

  it('tells of what is held back, and it is', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const told = rows(section(FILE, '## How they are held'));
    expect(told.length).toBeGreaterThan(0);
    for (const [name = '', version] of told) expect(all[name]).toMatch(new RegExp(`^${version}\\.`));
  });
});

describe('what is installed', () => {
  it('is named by its exact version everywhere', () => {
    const overrides = Object.values(manifest.overrides).flatMap((to) =>
      typeof to === 'string' ? [to] : Object.values(to),
    );
    const versions = [
      ...Object.values(inProduction),
      ...Object.values(manifest.devDependencies),
      ...overrides,
    ];
    expect(versions.filter((version) => !EXACT.test(version))).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = lockfile.packages[''] ?? {};
    expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    });
  });

  it('is held by the hash of its contents', () => {
    const loose = Object.entries(lockfile.packages).filter(
      ([path, { integrity }]) => path !== '' && !integrity?.startsWith('sha512-'),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('runs code of its own at the install only where package.json says so', () => {
    const running = Object.entries(lockfile.packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    const allowed = Object.entries(manifest.allowScripts).flatMap(([name, may]) => (may ? [name] : []));
    // fsevents is only ever installed on macOS, for those who develop there.
    expect([...new Set(running)].filter((name) => name !== 'fsevents').sort()).toEqual(allowed.sort());
  });

  it('may be a part of Muster by its licence', () => {
    const choices = (licence: string): string[] => licence.replaceAll(/[()]/g, '').split(' OR ');
    const bad = licensed(lockfile).filter(
      ({ licence }) => !choices(licence).some((each) => GOOD.includes(each)),
    );
    expect(bad).toEqual([]);
  });
});

it('docs/licences.md is what package-lock.json says; if not, run "npm run licences"', () => {
  expect(read('docs/licences.md')).toBe(licencesDocument(lockfile));
});
