import { afterAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { PostgresServer, postgresPrograms } from '../../demo/servers/postgres.js';
import { readCalendarFile, type ReadEvent } from '../support/calendars.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { anEvening, messages } from './support.js';

const ORIGIN = 'https://muster.example.org';
const { calendar } = messages;

/** The path of the address that a message shows. */
function addressIn(message: StoredMessage): string {
  const [, path] = /https:\/\/muster\.example\.org(\/calendar\/[\w-]+\.ics)/.exec(message.text()) ?? [];
  if (path === undefined) throw new Error(`no address in: ${message.text()}`);
  return path;
}

function tellTheStory(name: string, database: () => Promise<Record<string, string>>): void {
  it(name, async () => {
    const evening = await anEvening({
      players: { ana: { status: null }, bor: {}, filip: { promoter: true, status: null, optedIn: false } },
      reminderIn: 300,
      startIn: 600,
      env: { BRIDGE_PUBLIC_URL: ORIGIN, LOG_LEVEL: 'trace', ...(await database()) },
    });
    const { ana, filip } = evening.people;
    const { url } = (await evening.bot.waitForEvent('bridge_listening')) as unknown as { url: string };
    const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers });
    const eventsAt = async (path: string): Promise<readonly ReadEvent[]> =>
      readCalendarFile(await (await ask(path)).text()).events;

    const made = await ana.uses('availability calendar');
    const first = addressIn(made);
    expect(await eventsAt(first)).toEqual([]);
    await ana.uses('availability set', { status: 'AVAILABLE' });
    expect(await eventsAt(first)).toMatchObject([{ status: 'TENTATIVE', startAt: evening.startAt }]);
    await ana.uses('availability set', { status: 'LOOKING' });
    const [yes] = await eventsAt(first);
    expect(yes).toMatchObject({ status: 'CONFIRMED', startAt: evening.startAt, url: ORIGIN });
    const etag = (await ask(first)).headers.get('etag') ?? '';
    expect((await ask(first, { 'if-none-match': etag })).status).toBe(304);

    // A second look makes no address; a press does, and ends the first.
    const looked = await ana.uses('availability calendar');
    expect(looked.text()).not.toContain('/calendar/');
    const second = addressIn(await ana.presses(calendar.renew, looked));
    expect((await ask(first)).status).toBe(404);

    await filip.promotes();
    await filip.uses('promote cancel');
    const [off] = await eventsAt(second);
    expect(off).toMatchObject({ uid: yes!.uid, status: 'CANCELLED', startAt: evening.startAt });
    expect(off!.summary).toBe(calendar.calledOff(yes!.summary));

    await evening.stopBot();
    const firstLog = JSON.stringify([evening.bot.lines, evening.bot.output]);
    await evening.restart();
    const again = (await evening.bot.waitForEvent('bridge_listening')) as unknown as { url: string };
    expect((await fetch(`${again.url}${second}`)).status).toBe(200);
    const prompt = await ana.uses('privacy erase');
    await ana.presses(messages.privacy.eraseButton, prompt);
    expect((await fetch(`${again.url}${second}`)).status).toBe(404);

    await evening.stopBot();
    const log = firstLog + JSON.stringify([evening.bot.lines, evening.bot.output]);
    for (const path of [first, second]) {
      const token = path.slice('/calendar/'.length, -'.ics'.length);
      expect(log).not.toContain(token);
      if (!('DATABASE_URL' in (await database()))) {
        expect(JSON.stringify(evening.records.everything())).not.toContain(token);
      }
    }
  });
}

tellTheStory('a calendar follows its person and the evening, and ends with their data', () =>
  Promise.resolve({}),
);

it('somebody is told where there are no calendars', async () => {
  const evening = await anEvening({ players: { ana: {} }, reminderIn: 300, startIn: 600 });
  const said = await evening.people.ana.uses('availability calendar');
  expect(said.text()).toBe(messages.refusal({ code: 'no_page_address' }));
});

describe.skipIf(!havePostgres)(`with DATABASE_URL=postgres://… (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer | undefined;
  afterAll(async () => {
    await server?.stop();
  });
  tellTheStory('a calendar does the same', async () => {
    server ??= await PostgresServer.start(postgresPrograms()!);
    return { DATABASE_URL: server.urlOf('postgres') };
  });
});
