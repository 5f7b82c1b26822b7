import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** A player on the server. */
export interface StandInPlayer {
  /** As sent, with colour codes. */
  readonly name: string;
  readonly score?: number;
  /** 0 for a player who has just joined. */
  readonly ping?: number;
}

/** How the server answers. */
export type AnswerMode =
  /** A proper answer. */
  | 'proper'
  /** No answer, like a server that is down. */
  | 'silent'
  /** Bytes without meaning. */
  | 'garbage'
  /** The right head, then nonsense. */
  | 'broken';

const HEAD = Buffer.from([0xff, 0xff, 0xff, 0xff]);

/** A stand-in for a game server on loopback, in the protocol of Quake 3, which Enemy Territory speaks too. */
export class GameServerStandIn {
  players: StandInPlayer[] = [];
  mode: AnswerMode = 'proper';
  /** The questions so far, by their first word. */
  readonly questions: string[] = [];
  readonly #socket: Socket = createSocket('udp4');
  #noticed: () => void = () => undefined;

  private constructor(private readonly name: string) {
    this.#socket.on('message', (data, from) => this.#answer(data, from));
  }

  /** Starts a server; it answers when this resolves. */
  static async start(options: { name?: string; port?: number } = {}): Promise<GameServerStandIn> {
    const server = new GameServerStandIn(options.name ?? 'The Club');
    await new Promise<void>((resolve) => server.#socket.bind(options.port ?? 0, '127.0.0.1', resolve));
    return server;
  }

  get host(): string {
    return '127.0.0.1';
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Resolves at the next question. */
  nextQuestion(): Promise<void> {
    return new Promise((resolve) => (this.#noticed = resolve));
  }

  /** Stops answering for good. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #answer(data: Buffer, from: RemoteInfo): void {
    if (!data.subarray(0, 4).equals(HEAD)) return;
    const question = /^\w*/.exec(data.toString('latin1', 4))?.[0] ?? '';
    this.questions.push(question);
    const answer = this.#answerTo(question);
    if (answer) this.#socket.send(answer, from.port, from.address);
    this.#noticed();
  }

  #answerTo(question: string): Buffer | null {
    if (this.mode === 'silent') return null;
    if (this.mode === 'garbage') return Buffer.from([0x00, 0x13, 0x37, 0xff, 0xfe, 0x80]);
    if (question === 'getstatus') {
      if (this.mode === 'broken') return packet('statusResponse', 'no settings here\nnor a player "\n');
      return packet('statusResponse', `${this.#settings()}\n${this.players.map(line).join('')}`);
    }
    if (question === 'getinfo') {
      return packet('infoResponse', `${this.#settings()}\\clients\\${this.players.length}`);
    }
    return null;
  }

  #settings(): string {
    return `\\sv_hostname\\${this.name}\\sv_maxclients\\32\\mapname\\oasis\\version\\ET Legacy 2.83`;
  }
}

function packet(head: string, body: string): Buffer {
  return Buffer.concat([HEAD, Buffer.from(`${head}\n${body}`)]);
}

function line({ name, score = 0, ping = 48 }: StandInPlayer): string {
  return `${score} ${ping} "${name}"\n`;
}
