import { Client } from 'pg';
import type { AtEnd } from './postgres-way.js';

let made = 0;

/** Makes databases on a server, one after the other. */
export class DatabaseMaker {
  #last: Promise<unknown> = Promise.resolve();

  /** Makes them on the server that has the database `url`. */
  constructor(private readonly url: string) {}

  /** A copy of `template`, dropped where `atEnd` has it done. @returns its address. */
  async make(template: string, atEnd: AtEnd): Promise<string> {
    const name = `test_${process.pid}_${(made += 1)}`;
    await this.#query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
    atEnd(() => this.#query(`DROP DATABASE ${name} WITH (FORCE)`));
    return Object.assign(new URL(this.url), { pathname: `/${name}` }).href;
  }

  /** One after the other, for concurrent tests ask at once; on a connection of its own, for some restart the server. */
  async #query(text: string): Promise<void> {
    const asked = this.#last.then(async () => {
      const client = new Client({ connectionString: this.url });
      await client.connect();
      await client.query(text);
      await client.end();
    });
    this.#last = asked.catch(() => undefined);
    await asked;
  }
}
