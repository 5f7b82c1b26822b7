import { once } from 'node:events';
import { connect as connectPlainly, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type Check, fault, type Finding, ok, warning } from './finding.js';

const DEFAULT_PORT = 6379;
const HINT = 'Muster sweeps by itself while Redis is away, but start it, or take REDIS_URL away';
/** BullMQ refuses an older one to work with, and advises against one before 6.2 (https://docs.bullmq.io). */
const OLDEST = [5, 0] as const;
const GOOD = [6, 2] as const;
/** With less of its memory left a Redis will be full one evening. */
const NEARLY_FULL = 0.9;

/** Whether Redis answers, takes the user and the password of the address, and is one that can be written to and keeps it. */
export function redisCheck(redisUrl: string): Check {
  const what = 'Redis';
  return {
    what,
    async look(signal) {
      const url = new URL(redisUrl);
      // The address may hold a password: only where it leads is told.
      const where = `${url.hostname}:${url.port || DEFAULT_PORT}`;
      try {
        const { refused, info } = await ask(url, signal);
        if (info !== null) return whatItSays(what, where, info);
        if (refused === 'PONG') return ok(what, `answers at ${where}`);
        return /^-(NOAUTH|WRONGPASS|ERR AUTH|NOPERM)/.test(refused)
          ? fault(what, `${where} refuses the user or the password in REDIS_URL`)
          : fault(what, `what answers at ${where} is no Redis: correct REDIS_URL`);
      } catch {
        return fault(what, `nothing answers at ${where}: ${HINT}`);
      }
    },
  };
}

/** What Redis's own report (https://redis.io/docs/latest/commands/info/) means for us. */
function whatItSays(what: string, where: string, info: ReadonlyMap<string, string>): Finding {
  const version = info.get('redis_version') ?? '0';
  const number = (name: string): number => Number(info.get(name) ?? 0);
  const [most, used] = [number('maxmemory'), number('used_memory')];
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (isBefore(version, OLDEST)) {
    return fault(what, `${where} is Redis ${version}, and BullMQ needs 5 or newer, better 6.2: upgrade it`);
  }
  if (info.get('role') === 'slave') {
    return fault(what, `${where} is a copy that only reads: name the one to write to in REDIS_URL`);
  }
  if (most > 0 && policy === 'noeviction' && used >= most) {
    return fault(
      what,
      `${where} is full (${mib(used)} of ${mib(most)} MiB): raise its maxmemory, or find what fills it`,
    );
  }
  if (isBefore(version, GOOD)) {
    return warning(what, `answers at ${where}, but is Redis ${version}: upgrade it to 6.2 or newer`);
  }
  if (most > 0 && policy !== 'noeviction') {
    return warning(
      what,
      `answers at ${where}, but forgets what Muster keeps there when its memory is full (maxmemory-policy ${policy}): set noeviction`,
    );
  }
  if (most > 0 && used >= most * NEARLY_FULL) {
    return warning(
      what,
      `answers at ${where}, but is nearly full (${mib(used)} of ${mib(most)} MiB): raise its maxmemory`,
    );
  }
  return ok(what, `answers at ${where} (Redis ${version})`);
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [theirs = 0, theirMinor = 0] = version.split('.').map(Number);
  return theirs < major || (theirs === major && theirMinor < minor);
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/** The first refusal, or PONG; and the report, where there is one. */
interface Told {
  readonly refused: string;
  readonly info: ReadonlyMap<string, string> | null;
}

/** Asks for an answer and the report. Some lines of its protocol, and not a client that reconnects. */
async function ask(url: URL, signal: AbortSignal): Promise<Told> {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const auth = password === '' ? [] : [['AUTH', ...(user === '' ? [] : [user]), password]];
  const commands = [...auth, ['PING'], ['INFO']];
  const socket = open(url);
  const abandon = (): void => {
    socket.destroy(new Error('the time is over'));
  };
  signal.addEventListener('abort', abandon);
  try {
    await once(socket, url.protocol === 'rediss:' ? 'secureConnect' : 'connect');
    socket.write(commands.map(encoded).join(''));
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      const told = toldIn(text, auth.length + 1);
      if (told) return told;
    }
    return { refused: /(?:^|\n)\+PONG\r\n/.test(text) ? 'PONG' : text, info: null };
  } finally {
    signal.removeEventListener('abort', abandon);
    socket.destroy();
  }
}

/** What a text tells by now; `null`: not enough. `lines`: how many come before the report. */
function toldIn(text: string, lines: number): Told | null {
  const answers = text.split('\r\n').slice(0, -1);
  const refused = answers.slice(0, lines).find((answer) => !answer.startsWith('+'));
  if (refused !== undefined) return { refused, info: null };
  const head = answers[lines];
  if (head === undefined) return null;
  // Who may not ask for the report may still do what Muster does.
  if (!head.startsWith('$')) return { refused: 'PONG', info: null };
  const body = text.slice(text.indexOf(`\r\n${head}\r\n`) + head.length + 4);
  if (Buffer.byteLength(body) < Number(head.slice(1)) + 2) return null;
  const entries = [...body.matchAll(/^(\w+):(.*?)\r?$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  return { refused: 'PONG', info: new Map(entries) };
}

function open({ protocol, hostname, port }: URL): Socket {
  // An address of IPv6 stands in brackets in a URL, and nowhere else.
  const where = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORT) };
  return protocol === 'rediss:'
    ? connectSecurely({ ...where, servername: where.host })
    : connectPlainly(where);
}

function encoded(parts: readonly string[]): string {
  const bulk = parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  return `*${parts.length}\r\n${bulk.join('')}`;
}
