import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { logSubscriber } from '../../src/observability/log-subscriber.js';
import { createLogger } from '../../src/observability/logger.js';
import { sapphireLogger } from '../../src/observability/sapphire-logger.js';

const TOKEN = 'MTIzNDU2.canary.token-nobody-may-see';
const KEY = 'canary-key-canary-key-canary-key-canary-key=';

function aLog({ pretty = false } = {}) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger({ level: 'debug', pretty, secrets: [TOKEN, KEY], destination });
  return {
    logger,
    all: () => lines.join(''),
    last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

describe('the log', () => {
  it('words an event as one line, with its facts beside', () => {
    const log = aLog();
    const events = new SimpleEventBus();
    events.on(logSubscriber(log.logger));
    events.emit({
      type: 'send_settled',
      campaignId: 'c',
      jobId: 'j',
      jobType: 'start',
      userId: '42',
      displayName: 'Ana',
      channel: 'discord',
      outcome: 'retry',
      reason: 'will_retry',
      code: 'rate_limited',
      attempt: 1,
    });
    expect(log.last()).toMatchObject({
      event: 'send_settled',
      level: 'info',
      msg: 'start to 42 by discord: retry (will_retry, rate_limited)',
    });
  });

  it.each<[MusterEvent, string, RegExp]>([
    [
      { type: 'backup_made', kind: 'nightly', path: '/b/one.sqlite', tookMs: 5, deleted: 2 },
      'info',
      /^The nightly backup is \/b\/one\.sqlite; 2 old ones deleted$/,
    ],
    [
      {
        type: 'starting',
        version: '1.2.3',
        database: '/d/muster.sqlite',
        guildId: '42',
        promoters: 2,
        evening: { timezone: 'Europe/Ljubljana', reminderTime: '20:45:00', startTime: '21:00:00' },
        at: Date.parse('2026-11-28T15:14:00Z'),
      },
      'info',
      /^Muster 1\.2\.3 starts: reminder 20:45, start 21:00 in Europe\/Ljubljana; it is 16:14 there now\. The token is set, the server is 42, promoters are its admins and 2 more\. The database is \/d\/muster\.sqlite$/,
    ],
    [{ type: 'taken_up', jobs: 2, nextAt: null }, 'info', /^2 jobs to come$/],
    [
      { type: 'database_session', state: 'lost' },
      'warn',
      /^The database can’t be reached: nothing leaves until it can, and other processes may take over from this one$/,
    ],
    [{ type: 'database_session', state: 'back' }, 'info', /^The database is reached again$/],
    [
      { type: 'setting_odd', setting: 'METRICS_TOKEN', reason: 'has no effect: the bridge is off' },
      'warn',
      /^METRICS_TOKEN has no effect: the bridge is off$/,
    ],
    [
      { type: 'voice_channels_missing', channelIds: ['42', '43'] },
      'warn',
      /VOICE_CHANNEL_IDS .*: 42, 43\. .*not known/,
    ],
    [{ type: 'voice_channels_missing', channelIds: [] }, 'info', /found again/],
    [
      { type: 'backup_failed', kind: 'manual', fault: 'disk_full', error: new Error('The disk is full.') },
      'error',
      /^The manual backup was not made\. The disk is full\. The earlier ones are untouched$/,
    ],
    [
      { type: 'upgraded', migrations: ['A1', 'B2'], backupPath: '/b/two.sqlite' },
      'info',
      /brought up to date \(A1, B2\); as it was before, it is in \/b\/two\.sqlite$/,
    ],
    [
      { type: 'backup_adopted', backupAt: 0, jobs: 1, people: 3 },
      'warn',
      /is a backup of 1970-01-01T00:00:00\.000Z .*1 jobs .*3 people .*npm run restore/,
    ],
    [
      { type: 'taken_up', jobs: 0, nextAt: null, lastBackupAt: null },
      'info',
      /^0 jobs to come; there is no backup yet$/,
    ],
    [
      { type: 'taken_up', jobs: 2, nextAt: 0, lastBackupAt: 0 },
      'info',
      /^2 jobs to come, the next at 1970-\S+; the last backup is of 1970-/,
    ],
    [
      { type: 'stopped', unsettled: 0, tookMs: 12 },
      'info',
      /^Stopped after 12 ms; everything .* is recorded$/,
    ],
  ])('tells in words what starts, stops and is kept: %o', (event, level, words) => {
    const log = aLog();
    const events = new SimpleEventBus();
    events.on(logSubscriber(log.logger));
    events.emit(event);
    expect(log.last()).toMatchObject({
      event: event.type,
      level,
      msg: expect.stringMatching(words) as string,
    });
  });

  it('shows a failure louder than a success', () => {
    const log = aLog();
    const events = new SimpleEventBus();
    events.on(logSubscriber(log.logger));
    events.emit({ type: 'job_error', jobId: 'j', attempt: 2, error: new Error('disk full') });
    expect(log.last()).toMatchObject({ level: 'error', err: { name: 'Error', message: 'disk full' } });
  });

  it.each<[MusterEvent, string, string]>([
    [
      { type: 'bridge_listening', url: 'http://127.0.0.1:8080' },
      'info',
      'The bridge listens on http://127.0.0.1:8080',
    ],
    [
      { type: 'proxy_stands_for_all', address: '172.18.0.1', why: 'not_trusted' },
      'warn',
      'Everybody who comes by 172.18.0.1 counts as one client, and together they are soon over the limit: it passes requests on. If it is your proxy, name it in BRIDGE_TRUSTED_PROXIES',
    ],
    [
      { type: 'proxy_stands_for_all', address: '127.0.0.1', why: 'does_not_say' },
      'warn',
      'Everybody who comes by 127.0.0.1 counts as one client, and together they are soon over the limit: let that proxy say for whom it asks, in X-Forwarded-For',
    ],
    [
      { type: 'sign_in_off', missing: ['BRIDGE_PUBLIC_URL', 'DISCORD_CLIENT_ID'] },
      'info',
      'Nobody can sign in with a browser: BRIDGE_PUBLIC_URL, DISCORD_CLIENT_ID not set',
    ],
    [
      { type: 'sign_in_failed', why: 'misconfigured' },
      'warn',
      'A sign-in failed: Discord refuses our credentials, so look at DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET',
    ],
    [
      { type: 'request_failed', requestId: 'r-1', method: 'GET', route: '/x/:id', error: new Error('oops') },
      'error',
      'GET /x/:id failed (request r-1)',
    ],
  ])('words what happens on the bridge: %o', (event, level, msg) => {
    const log = aLog();
    logSubscriber(log.logger)(event);
    expect(log.last()).toMatchObject({ event: event.type, level, msg });
  });

  it.each([
    ['an error that quotes the token', new Error(`request with ${TOKEN} failed`)],
    ['an error whose cause does', new Error('failed', { cause: new Error(`Bot ${TOKEN}`) })],
    [
      'an error with an interaction token in its address',
      new Error(`https://discord.com/api/v10/webhooks/1/${'x'.repeat(12)}canary/messages`),
    ],
    [
      'an error with the address of a calendar',
      new Error(`https://muster.example/calendar/${'x'.repeat(37)}canary.ics`),
    ],
    ['an error that quotes a key', new Error(KEY)],
    ['what is thrown that is no error', `oops ${TOKEN}`],
  ])('strikes the secret out of %s', (_, error) => {
    const log = aLog();
    log.logger.error({ err: error }, 'It went wrong');
    expect(log.all()).toContain('It went wrong');
    expect(log.all()).not.toMatch(/canary/);
  });

  it('is readable on a terminal, and no secret is told there either', () => {
    const log = aLog({ pretty: true });
    log.logger.warn({ event: 'gateway', err: new Error(`Bot ${TOKEN}`) }, `Gateway lost with ${KEY}`);
    expect(log.all()).toMatch(
      /^\[\d\d:\d\d:\d\d\] WARN: Gateway lost with \[redacted\]\n {4}event: "gateway"/,
    );
    expect(log.all()).not.toMatch(/canary/);
  });

  it('is one JSON object a line elsewhere', () => {
    const log = aLog();
    log.logger.info({ event: 'gateway' }, 'Two\nlines');
    expect(log.all().split('\n')).toHaveLength(2);
    expect(log.last()).toMatchObject({ level: 'info', event: 'gateway', msg: 'Two\nlines' });
    expect(log.last()['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('strikes secrets out of Sapphire’s own lines too', () => {
    const log = aLog();
    const sapphire = sapphireLogger(log.logger);
    sapphire.error(`login with ${TOKEN} failed`, new Error(TOKEN));
    expect(log.all()).toContain('login with');
    expect(log.all()).not.toMatch(/canary/);
  });

  it('leaves out what an error carries beside its words: bodies and answers hold texts and names', () => {
    const log = aLog();
    const error = Object.assign(new Error('400'), { requestBody: { json: { content: 'a private canary' } } });
    log.logger.error({ err: error }, 'failed');
    expect(log.all()).not.toMatch(/canary/);
  });
});
