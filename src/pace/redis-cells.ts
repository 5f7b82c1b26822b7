import type { Redis } from 'ioredis';
import type { Cells, Contents, Held } from './cells.js';

/** How long until a lost connection is tried again, in milliseconds. */
const RECONNECT_MS = 100;
/** How long connecting may take, in milliseconds. */
const CONNECT_WITHIN_MS = 2_000;

/** A cell's mark stands before its value, on a line of its own. */
const READ = `
local time = redis.call('TIME')
return { time[1], time[2], redis.call('GET', KEYS[1]) }`;
const SWAP = `
local held = redis.call('GET', KEYS[1])
local mark = ''
if held then mark = string.sub(held, 1, string.find(held, '\\n', 1, true) - 1) end
if mark ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. '\\n' .. ARGV[3], 'PX', ARGV[4])
return 1`;

interface Scripts extends Redis {
  musterRead(key: string): Promise<[seconds: string, micros: string, held: string | null]>;
  musterSwap(key: string, seen: string, mark: string, value: string, forMs: number): Promise<0 | 1>;
}

/** Cells in Redis. */
export class RedisCells implements Cells {
  /** The first attempt to connect is waited for; from then on who asks while there is no connection is told so. */
  readonly #firstTry: Promise<void>;

  private constructor(
    private readonly redis: Scripts,
    private readonly prefix: string,
  ) {
    this.#firstTry = new Promise((resolve) => {
      redis.once('ready', resolve);
      redis.once('close', resolve);
    });
  }

  /** Begins to connect to `redis://…`; nobody waits for it. Every key begins with `prefix`. */
  static async open(url: string, prefix: string): Promise<RedisCells> {
    const { Redis } = await import('ioredis');
    const redis = new Redis(url, {
      connectionName: 'muster',
      connectTimeout: CONNECT_WITHIN_MS,
      retryStrategy: () => RECONNECT_MS,
      // Whoever asks knows better than to wait for one that is not there.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: null,
      scripts: {
        musterRead: { lua: READ, numberOfKeys: 1 },
        musterSwap: { lua: SWAP, numberOfKeys: 1 },
      },
    });
    // Whoever asks is told.
    redis.on('error', () => undefined);
    return new RedisCells(redis as Scripts, prefix);
  }

  async read(key: string): Promise<Held> {
    await this.#firstTry;
    const [seconds, micros, held] = await this.redis.musterRead(this.prefix + key);
    const now = Number(seconds) * 1000 + Number(micros) / 1000;
    if (held === null) return { mark: null, value: null, now };
    const end = held.indexOf('\n');
    return { mark: held.slice(0, end), value: held.slice(end + 1), now };
  }

  async swap(key: string, seen: string | null, { mark, value, forMs }: Contents): Promise<boolean> {
    return (await this.redis.musterSwap(this.prefix + key, seen ?? '', mark, value, Math.ceil(forMs))) === 1;
  }

  reconnect(): void {
    this.redis.disconnect(true);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }
}
