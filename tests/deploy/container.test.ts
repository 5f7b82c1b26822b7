import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseAddress } from '../../src/config/parsers.js';
import { VARIABLES } from '../../src/config/schema.js';
import { read, ROOT } from '../docs/documents.js';
import { admitted, clusterCompose, compose, instructions, longestStopMs } from './files.js';

const { main, scripts } = JSON.parse(read('package.json')) as {
  main: string;
  scripts: Record<string, string>;
};
const named = (name: string): string[] =>
  instructions().flatMap((each) => (each.name === name ? [each.rest] : []));
const SETTINGS = new Set<string>(VARIABLES.map(({ name }) => name));

describe('what the image is built from', () => {
  it('is named one by one, so that no secret gets in, and all of it is there', () => {
    expect(read('.dockerignore')).toMatch(/^\*$/m);
    expect(admitted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(admitted.filter((path) => /env|data|node_modules|\.git/.test(path))).toEqual([]);
  });

  it('is all the build reads', () => {
    const called =
      Object.values(scripts)
        .join(' ')
        .match(/scripts\/[\w.-]+/g) ?? [];
    expect(called.length).toBeGreaterThan(0);
    expect(admitted).toContain('scripts');
  });
});

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on the same pinned Node', () => {
    expect(named('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE} AS runtime']);
    expect(named('ARG')).toEqual([expect.stringMatching(/^NODE_IMAGE=node:24\.\d+\.\d+-[a-z]+-slim$/)]);
  });

  it('takes into the second stage what Muster runs from, and nothing of ours that is not there', () => {
    const copied = named('COPY').filter((rest) => rest.startsWith('--from=build'));
    const paths = copied.flatMap((rest) => rest.match(/\/app\/\S+/g) ?? []);
    expect(paths.sort()).toEqual(
      ['LICENSE', 'deploy/healthcheck.mjs', 'dist', 'node_modules', 'package.json'].map(
        (path) => `/app/${path}`,
      ),
    );
    const made = ['/app/dist', '/app/node_modules'];
    for (const path of paths.filter((each) => !made.includes(each))) {
      expect(existsSync(join(ROOT, path.slice('/app/'.length))), path).toBe(true);
    }
  });

  it('runs the program npm start runs, from the folder of package.json, as nobody in particular', () => {
    const start = scripts['start']?.split(' ') ?? [];
    expect([start.at(0), start.at(-1)]).toEqual(['node', main]);
    expect(named('CMD').map((json) => JSON.parse(json) as unknown)).toEqual([start]);
    expect(named('WORKDIR')).toEqual(['/app', '/app']);
    const order = instructions().map(({ name, rest }) => `${name} ${rest}`);
    expect(order.indexOf('USER node')).toBeGreaterThan(
      order.findLastIndex((each) => each.startsWith('RUN ')),
    );
    expect(named('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(named('HEALTHCHECK')[0]).toContain('CMD ["node", "deploy/healthcheck.mjs"]');
  });

  it('keeps the database in the one place that can be written to', () => {
    expect(named('VOLUME')).toEqual(['/data']);
    expect(named('ENV').join(' ')).toContain('DATABASE_URL=sqlite:/data/');
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = compose();

  it('gives Muster no right it does not need', () => {
    expect(services.muster).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      volumes: ['data:/data'],
      env_file: '.env',
    });
    expect(services.muster.tmpfs?.[0]).toMatch(/^\/tmp/);
  });

  it('lets this machine reach the bridge, and nobody else', () => {
    const { BRIDGE_HOST, BRIDGE_PORT } = services.muster.environment ?? {};
    expect(BRIDGE_HOST).toBe('0.0.0.0');
    expect(services.muster.ports).toEqual([`127.0.0.1:\${BRIDGE_PORT:-8080}:${BRIDGE_PORT ?? ''}`]);
    expect(VARIABLES.find(({ name }) => name === 'BRIDGE_PORT')?.default).toBe('8080');
  });

  it('waits for a stop to settle', () => {
    expect(longestStopMs()).toBeGreaterThan(5_000);
    expect(Number.parseInt(services.muster.stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(
      longestStopMs(),
    );
  });

  it('starts Signal and Redis only when asked to, pinned, and reachable by nobody else', () => {
    for (const name of ['signal', 'redis'] as const) {
      expect(services[name].profiles).toEqual([name]);
      expect(services[name].image).toMatch(/:\d+\.\d+/);
      expect(services[name].ports).toBeUndefined();
      expect(services[name].security_opt).toContain('no-new-privileges:true');
    }
    expect(services.redis.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('names settings and volumes that are ones', () => {
    const told = [...Object.keys(services.muster.environment ?? {})];
    expect(told.filter((name) => !SETTINGS.has(name))).toEqual([]);
    const mounted = Object.values(services).flatMap(({ volumes: each = [] }) =>
      each.map((v) => v.split(':')[0]),
    );
    expect(new Set(mounted)).toEqual(new Set(Object.keys(volumes)));
    const inComments = read('compose.yaml').match(/\b[A-Z]+_[A-Z_]*URL(?==)/g) ?? [];
    expect(inComments.length).toBeGreaterThan(0);
    expect(inComments.filter((name) => !SETTINGS.has(name))).toEqual([]);
  });
});

describe('compose.cluster.yaml', () => {
  const { services, volumes } = clusterCompose();
  const { muster } = compose().services;
  const bots = [services['muster-a'], services['muster-b']];

  it('runs the same Muster twice, with the rights it has alone, and reachable by nobody else', () => {
    for (const bot of bots) {
      const { ports, environment, tmpfs, ...same } = bot;
      const { ports: _ports, environment: _settings, tmpfs: _tmpfs, volumes: _data, ...alone } = muster;
      expect(same).toEqual(alone);
      expect(tmpfs).toEqual(expect.arrayContaining([...(muster.tmpfs ?? [])]));
      expect(environment).toEqual({ ...services['muster-a'].environment });
      expect(ports?.[0]).toMatch(/^127\.0\.0\.1:\d+:8080$/);
    }
    expect(services['muster-a'].ports).not.toEqual(services['muster-b'].ports);
  });

  it('names settings that are ones, and the database and the Redis that it starts', () => {
    const settings = services['muster-a'].environment ?? {};
    expect(Object.keys(settings).filter((name) => !SETTINGS.has(name))).toEqual([]);
    const { POSTGRES_USER, POSTGRES_DB } = services.postgres.environment ?? {};
    const url = new URL(settings['DATABASE_URL']!.replace(/\$\{.*\}/, 'secret'));
    expect([url.username, url.hostname, url.pathname]).toEqual([
      POSTGRES_USER,
      'postgres',
      `/${POSTGRES_DB ?? ''}`,
    ]);
    expect(new URL(settings['REDIS_URL']!).hostname).toBe('redis');
    expect(databaseAddress.parse(url.href)).toEqual({ kind: 'postgres', url: url.href });
  });

  it('has no password in it, and starts with none left out', () => {
    expect(read('compose.cluster.yaml').match(/\$\{POSTGRES_PASSWORD(?!:\?)/g)).toBeNull();
  });

  it('keeps what has to last, pins what it starts, and opens neither to the network', () => {
    expect(services.postgres.volumes).toEqual(['postgres:/var/lib/postgresql/data']);
    expect(Object.keys(volumes)).toEqual(['postgres']);
    expect(services.postgres.image).toMatch(/^postgres:(1[5-9]|[2-9]\d)\.\d+-alpine$/);
    expect(services.redis.image).toBe(compose().services.redis.image);
    for (const service of [services.postgres, services.redis]) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(service.ports).toBeUndefined();
    }
  });
});
