import { expect, it } from 'vitest';
import { expectConformingTraffic } from '../contract/assert-traffic.js';
import { CANARY, CONTACT_KEY, ReachableClub } from './reachable-club.js';

const SEND_TELEGRAM = 'POST /sendMessage';
const SEND_SIGNAL = 'POST /v2/send';

it('calls everybody where they want to be called, whatever happens there, and keeps every address to itself', async () => {
  const club = await ReachableClub.open();
  const { telegram, signal, discord } = club;
  await club.start();

  const both = ['telegram', 'signal'] as const;
  const calls = (name: string) => club.friends.find((friend) => friend.name === name)!;
  await club.join('Tia', { links: ['telegram'], preferred: 'telegram' });
  const tob = await club.join('Tob', { links: ['telegram'], preferred: 'telegram' });
  const tur = await club.join('Tur', { links: ['telegram'], preferred: 'telegram' });
  const tum = await club.join('Tum', { links: both, preferred: 'telegram' });
  await club.join('Sia', { links: ['signal'], preferred: 'signal' });
  const sun = await club.join('Sun', { links: both, preferred: 'signal' });
  const sra = await club.join('Sra', { links: ['signal'], preferred: 'signal' });
  await club.join('Any', { links: both, preferred: 'any' });
  await club.join('Dis', { links: ['telegram'], preferred: 'discord', dmsClosed: true });
  const tst = await club.join('Tst', { links: ['telegram'], preferred: 'telegram' });
  const sst = await club.join('Sst', { links: ['signal'], preferred: 'signal' });
  const pst = await club.join('Pst', { links: both });
  const era = await club.join('Era', { links: both });
  const nay = await club.join('Nay', { links: ['signal'], preferred: 'signal' });

  // One address serves one account: Tia's chat can't be linked by Tob.
  const stolen = await club.slash(tob, 'link telegram');
  const [, token = ''] = /`\/link ([\w-]{32})`/.exec(stolen.content) ?? [];
  expect(stolen.attachments[0]?.data.subarray(1, 4).toString()).toBe('PNG');
  telegram.write(calls('Tia').telegram.id, `/link ${token}`);
  await telegram.waitForMessage(({ text }) => text.includes('already linked to another'));

  await club.startTonight();
  await club.promote();

  // The ways out, by every door, between the confirmation and the start.
  telegram.write(tst.telegram.id, '/stop');
  await telegram.waitForMessage(
    ({ personId, text }) => personId === tst.telegram.id && /^Stopped/.test(text),
  );
  signal.write(sst.signal.number, 'STOP');
  await signal.waitForMessage(({ to, text }) => to === sst.signal.number && /^Stopped/.test(text));
  await club.press(pst, await club.slash(pst, 'preferences'), '#preferences:opt-out');
  await club.press(era, await club.slash(era, 'privacy erase'), `#privacy-erase:${era.id}`);
  signal.write(nay.signal.number, 'TODAY no');
  await signal.waitForMessage(({ to, text }) => to === nay.signal.number && text.includes('tonight'));

  // What goes wrong at the start; the providers' words name whom it is about.
  telegram.deleteAccount(tob.telegram.id);
  telegram.faults.next(
    { route: SEND_TELEGRAM, userId: tur.telegram.id },
    { kind: 'rate_limit', retryAfterSeconds: 1 },
  );
  telegram.faults.next(
    { route: SEND_TELEGRAM, userId: tum.telegram.id },
    {
      kind: 'status',
      status: 502,
      body: { ok: false, error_code: 502, description: `${CANARY} ${tum.telegram.id}` },
      afterAccept: true,
    },
  );
  signal.unregister(sun.signal.number);
  signal.faults.next(
    { route: SEND_SIGNAL, userId: sra.signal.number },
    { kind: 'code', status: 400, code: 0, message: `${CANARY} ${sra.signal.number}: [429] Rate limit` },
  );
  const callsBefore = telegram.messagesTo(tum.telegram.id).length;

  await club.bot.waitForEvent('job_finished', undefined, 40_000);

  expect(club.fates()).toEqual({
    Tia: 'sent by telegram',
    Tob: 'sent by discord',
    Tur: 'sent by telegram',
    Tum: 'unknown by telegram (maybe_delivered)',
    Sia: 'sent by signal',
    Sun: 'sent by telegram',
    Sra: 'unknown by signal (maybe_delivered)',
    Any: 'sent by telegram',
    Dis: 'sent by telegram',
    Tst: 'skipped (not_opted_in)',
    Sst: 'skipped (not_opted_in)',
    Pst: 'skipped (not_opted_in)',
    erased: 'skipped (erased)',
    Nay: 'skipped (not_playing)',
  });

  // Nobody has two, and what may have arrived was followed by nothing.
  const isCall = (text: string): boolean => text.includes('You get this because');
  for (const friend of club.friends) {
    const all = [
      ...telegram.messagesTo(friend.telegram.id).map(({ text }) => text),
      ...signal.messagesTo(friend.signal.number).map(({ text }) => text),
      ...discord.dmsTo(friend.id).map(({ content }) => content),
    ].filter(isCall);
    expect([friend.name, all.length]).toEqual([
      friend.name,
      ['Tst', 'Sst', 'Pst', 'Era', 'Nay', 'Sra'].includes(friend.name) ? 0 : 1,
    ]);
  }
  expect(telegram.messagesTo(tum.telegram.id)).toHaveLength(callsBefore + 1);

  // Who can't be reached there any more is told so, and may link again.
  const panel = await club.slash(tob, 'preferences');
  expect(panel.text()).toContain('Telegram: not linked');
  expect((await club.slash(sun, 'preferences')).text()).toContain('Signal: not linked');

  // A press under a message on Telegram, and one's own data.
  const tia = calls('Tia');
  const called = telegram.messagesTo(tia.telegram.id).find(({ text }) => isCall(text))!;
  expect(await telegram.press(tia.telegram.id, called, 'Stop these messages')).toMatch(/^Stopped/);
  const exported = await club.slash(tia, 'privacy export');
  const file = exported.attachments[0]?.data.toString() ?? '';
  expect(JSON.parse(file)).toMatchObject({ channel_links: [{ channel: 'telegram' }] });
  expect((await club.slash(tia, 'unlink telegram')).content).toMatch(/unlinked/);

  await club.bot.stop();
  const secrets = [
    CANARY,
    CONTACT_KEY,
    telegram.token,
    token,
    ...club.friends.flatMap((friend) => [
      friend.telegram.id,
      friend.signal.number,
      friend.signal.number.slice(1),
      friend.signal.uuid,
    ]),
  ];
  expectConformingTraffic(discord);
  const onDiscord = JSON.stringify(discord.traffic.all.map(({ requestBody }) => requestBody));
  const bytes = club.databaseBytes();
  for (const secret of secrets) {
    expect(club.said().includes(secret), `${secret} in the log`).toBe(false);
    expect(bytes.includes(secret), `${secret} in the database`).toBe(false);
    // The token is told on Discord, to whom it belongs.
    if (secret !== token) expect(onDiscord.includes(secret), `${secret} on Discord`).toBe(false);
  }
});

it('shows by a test message how a channel does, and says so when it pauses', async () => {
  const club = await ReachableClub.open();
  await club.start();
  const ana = await club.join('Ana', { links: ['signal'], preferred: 'signal' });
  const test = async (): Promise<string> => {
    const panel = await club.slash(ana, 'preferences');
    const reply = await club.discord.press(ana.id, panel, 'Send me a test');
    return (await reply.waitForFollowUp()).content;
  };
  club.signal.demandsCaptcha = true;
  expect(await test()).toMatch(/not sent on Signal.*captcha/);
  await club.bot.waitForEvent(
    'channel_paused',
    ({ channel, code }) => channel === 'signal' && code === 'captcha',
  );
  expect(await test()).toMatch(/another in \d+ seconds/);
});

it('keeps what it has without a key, and links nothing', async () => {
  const club = await ReachableClub.open();
  await club.start();
  const ana = await club.join('Ana', { links: ['telegram'], preferred: 'telegram' });
  await club.bot.stop();
  await club.start({ CONTACT_DATA_ENCRYPTION_KEY: '' });
  await club.bot.waitForEvent('linking_off');
  const unreadable = await club.bot.waitForEvent('contacts_unreadable');
  expect(unreadable['counts']).toEqual({ telegram: 1, signal: 0 });
  expect((await club.slash(ana, 'link signal')).content).toMatch(/CONTACT_DATA_ENCRYPTION_KEY/);
  const panel = await club.slash(ana, 'preferences');
  const reply = await club.discord.press(ana.id, panel, 'Send me a test');
  expect((await reply.waitForFollowUp()).content).toMatch(/^Sent.*Discord/);
});
