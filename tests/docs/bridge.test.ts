import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIV3_1 } from 'openapi-types';
import { describe, expect, it } from 'vitest';
import { BODY_LIMIT } from '../../src/http/problems.js';
import { ID, testBridge } from '../http/test-bridge.js';
import { JWT_SECRET } from '../http/tokens.js';
import { tempDir } from '../support/temp-dir.js';
import { read, rows, section } from './documents.js';

const PAGE = 'docs/bridge.md';

/** The first code block of a language. */
function block(language: string): string {
  const [, code] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(read(PAGE)) ?? [];
  if (code === undefined) throw new Error(`${PAGE} has no block of ${language}`);
  return code;
}

interface Example {
  readonly file: string;
  readonly command: string;
  readonly around: (code: string) => string;
}

/** How each example is run; a language that is not on this machine is told, and its example only read. */
const EXAMPLES: Readonly<Record<'js' | 'python' | 'php', Example>> = {
  js: {
    file: 'token.mjs',
    command: process.execPath,
    around: (code) => `${code}\nprocess.stdout.write(musterToken('${ID.linked}'));`,
  },
  python: {
    file: 'token.py',
    command: 'python3',
    around: (code) => `${code}\nprint(muster_token('${ID.linked}'), end='')`,
  },
  php: {
    file: 'token.php',
    command: 'php',
    around: (code) => `<?php\n${code}\necho muster_token('${ID.linked}');`,
  },
};

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a token minted as docs/bridge.md says', () => {
  for (const [language, { file, command, around }] of Object.entries(EXAMPLES)) {
    const there = isThere(command);
    it(`in ${language} is taken${there ? '' : ` (NOT RUN: there is no ${command} on this machine)`}`, async () => {
      const code = block(language);
      for (const part of ['BRIDGE_JWT_SECRET', 'sub', 'aud', 'muster', 'iat', 'exp', 'HS256', 'sha256']) {
        expect(code).toContain(part);
      }
      if (!there) {
        process.stderr.write(`docs/bridge.md: there is no ${command} here, so its example was not run.\n`);
        return;
      }
      const path = join(tempDir(), file);
      writeFileSync(path, around(code));
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], BRIDGE_JWT_SECRET: JWT_SECRET };
      const token = execFileSync(command, [path], { encoding: 'utf8', env });
      const bridge = await testBridge({ at: new Date().toISOString() });
      await bridge.put('linked');
      const response = await bridge.ask({
        method: 'GET',
        url: '/api/availability/access',
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.json()).toMatchObject({ authenticated: true, linked_discord: true });
    });
  }
});

describe('docs/bridge.md', () => {
  it('lists every route of the API, and no other', async () => {
    const bridge = await testBridge();
    const document = (await bridge.ask({ method: 'GET', url: '/openapi.json' })).json<OpenAPIV3_1.Document>();
    const routes = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      path.startsWith('/api/')
        ? Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`)
        : [],
    );
    const listed = rows(section(PAGE, '## Routes')).map(([route = '']) => route.replaceAll('`', ''));
    expect(listed.sort()).toEqual(routes.sort());
  });

  it('says how large a body may be', () => {
    expect(section(PAGE, '## When something goes wrong')).toContain(`${String(BODY_LIMIT / 1024)} KiB`);
  });

  it('shows a problem that looks like one', async () => {
    const bridge = await testBridge();
    await bridge.put('unlinked');
    const body = { date: 'today', status: 'MAYBE' };
    const problem = (await bridge.as(ID.unlinked, 'POST', '/api/availability', body)).json<object>();
    const shown = JSON.parse(block('json')) as { instance: string };
    expect(shown).toEqual({ ...problem, instance: shown.instance });
  });
});
