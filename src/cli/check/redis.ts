import { once } from 'node:events';
import { connect as connectPlainly, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type Check, fault, ok } from './finding.js';

const DEFAULT_PORT = 6379;
const HINT = 'Muster sweeps by itself while Redis is away, but start it, or take REDIS_URL away';

/** Whether Redis answers, and takes the user and the password of the address. */
export function redisCheck(redisUrl: string): Check {
  const what = 'Redis';
  return {
    what,
    async look(signal) {
      const url = new URL(redisUrl);
      // The address may hold a password: only where it leads is told.
      const where = `${url.hostname}:${url.port || DEFAULT_PORT}`;
      try {
        const answer = await ping(url, signal);
        if (answer.startsWith('+PONG')) return ok(what, `answers at ${where}`);
        return /^-(NOAUTH|WRONGPASS|ERR AUTH|NOPERM)/.test(answer)
          ? fault(what, `${where} refuses the user or the password in REDIS_URL`)
          : fault(what, `what answers at ${where} is no Redis: correct REDIS_URL`);
      } catch {
        return fault(what, `nothing answers at ${where}: ${HINT}`);
      }
    },
  };
}

/** The first refusal, else the answer to PING. A dozen lines of its protocol, and not a client that reconnects. */
async function ping(url: URL, signal: AbortSignal): Promise<string> {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const auth = password === '' ? [] : [['AUTH', ...(user === '' ? [] : [user]), password]];
  const commands = [...auth, ['PING']];
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
      const answers = text.split('\r\n').slice(0, -1);
      const refused = answers.find((answer) => !answer.startsWith('+'));
      if (refused !== undefined) return refused;
      if (answers.length >= commands.length) return answers.at(-1) ?? '';
    }
    return text;
  } finally {
    signal.removeEventListener('abort', abandon);
    socket.destroy();
  }
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
