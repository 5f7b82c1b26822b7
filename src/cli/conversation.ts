import { PassThrough, type Writable } from 'node:stream';
import { createInterface, type Interface } from 'node:readline/promises';
import { wrapped } from '../config/wrapped.js';

/** How many letters a terminal has in a line, where it does not say. */
const USUAL_WIDTH = 80;

/** Whoever was asked has left: Ctrl-C, Ctrl-D, or a terminal that is gone. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';

  constructor() {
    super('Stopped. Nothing was changed.');
  }
}

/** Questions and answers on a terminal. */
export class Conversation {
  readonly #lines: Interface;
  readonly #left: Promise<never>;
  #isSecret = false;

  constructor(
    input: NodeJS.ReadableStream,
    private readonly output: Writable & { readonly columns?: number },
  ) {
    // What is typed is echoed by readline, so what readline writes is what can be kept back.
    const echo = new PassThrough();
    echo.on('data', (chunk: Buffer) => {
      if (!this.#isSecret) output.write(chunk);
    });
    this.#lines = createInterface({ input, output: echo, terminal: true, historySize: 0 });
    this.#left = new Promise((_, reject) => {
      this.#lines.once('SIGINT', () => this.#lines.close());
      this.#lines.once('close', () => reject(new Abandoned()));
    });
    this.#left.catch(() => undefined);
  }

  /** Says a line, broken between words where the terminal ends. */
  say(line = ''): void {
    const [indent = ''] = /^ */.exec(line) ?? [];
    const width = (this.output.columns ?? USUAL_WIDTH) - indent.length;
    const lines = line.length > width ? wrapped(line, width).map((part) => `${indent}${part}`) : [line];
    this.output.write(`${lines.join('\n')}\n`);
  }

  /**
   * Asks; the answer without the spaces around it, or `otherwise` for none.
   * @throws Abandoned when there is nobody any more who could answer.
   */
  async ask(question: string, otherwise = ''): Promise<string> {
    const answer = await this.#answer(`${question}${otherwise === '' ? '' : ` [${otherwise}]`}: `);
    return answer === '' ? otherwise : answer;
  }

  /** Asks for something nobody may read over the shoulder or in what the terminal keeps: it is not echoed. */
  async askSecret(question: string): Promise<string> {
    this.output.write(`${question}: `);
    this.#isSecret = true;
    try {
      return await this.#answer('');
    } finally {
      this.#isSecret = false;
      this.say();
    }
  }

  /** Asks for a yes or a no. */
  async confirm(question: string, otherwise: boolean): Promise<boolean> {
    for (;;) {
      const answer = (await this.#answer(`${question} [${otherwise ? 'Y/n' : 'y/N'}] `)).toLowerCase();
      if (answer === '') return otherwise;
      if (['y', 'yes'].includes(answer)) return true;
      if (['n', 'no'].includes(answer)) return false;
      this.say('  Please answer y or n.');
    }
  }

  /** Ends it; nobody is asked any more. */
  close(): void {
    this.#lines.close();
  }

  async #answer(question: string): Promise<string> {
    return (await Promise.race([this.#lines.question(question), this.#left])).trim();
  }
}
