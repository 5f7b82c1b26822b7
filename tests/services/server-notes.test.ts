import { expect, it } from 'vitest';
import { type ServerFacts, ServerNotes } from '../../src/services/server-notes.js';
import { type Life, testApp, type TestApp } from '../support/test-app.js';

const CLUB: ServerFacts = { name: 'The Club', language: 'de', meetingPlace: '42' };
const NOTHING: ServerFacts = { name: null, language: null, meetingPlace: null };

async function two(): Promise<{ app: TestApp; here: ServerNotes; there: ServerNotes; failed: unknown[] }> {
  const app = await testApp({ shared: true });
  const failed: unknown[] = [];
  const notesOf = ({ database, context, news }: Life): ServerNotes =>
    new ServerNotes(database, context.clock, news, (error) => failed.push(error));
  const other = await app.beside();
  return { app, here: notesOf(app.life), there: notesOf(other), failed };
}

it('what the gateway tells of the server is known in every process, and after its end', async () => {
  const { app, here, there, failed } = await two();
  const known = { now: CLUB };
  const ended = new AbortController();
  void here.keep(() => known.now, ended.signal);
  await app.advance(10);
  expect(there.noted).toEqual(CLUB);
  known.now = { ...CLUB, meetingPlace: '43' };
  await app.advance(3_000);
  expect(there.noted.meetingPlace).toBe('43');
  // What is not known any more was true when it was.
  known.now = NOTHING;
  await app.advance(3_000);
  expect(there.noted).toEqual({ ...CLUB, meetingPlace: '43' });
  ended.abort();
  const later = new ServerNotes(app.database, app.context.clock, app.life.news, (error) =>
    failed.push(error),
  );
  expect(later.noted).toEqual(NOTHING);
  await later.look();
  expect(later.noted).toEqual({ ...CLUB, meetingPlace: '43' });
  expect(app.news.told.filter(({ type }) => type === 'server_told')).toHaveLength(2);
  expect(failed).toEqual([]);
});

it('is found at the next look where nobody heard of it, and a database in trouble ends nothing', async () => {
  const { app, here, there, failed } = await two();
  app.news.isCut = true;
  const ended = new AbortController();
  void here.keep(() => CLUB, ended.signal);
  await app.advance(10);
  expect(there.noted).toEqual(NOTHING);
  app.news.missed();
  await app.advance(10);
  expect(there.noted).toEqual(CLUB);
  await app.change('DROP TABLE system_state');
  await there.look();
  expect(there.noted).toEqual(CLUB);
  expect(failed).toHaveLength(1);
  ended.abort();
});
