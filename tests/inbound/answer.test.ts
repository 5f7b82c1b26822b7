import { describe, expect, it } from 'vitest';
import type { LinkableChannel } from '../../src/domain/channel-choice.js';
import type { Sender } from '../../src/inbound/done.js';
import { en } from '../../src/messages/en/messages.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { requestChannelLink } from '../../src/services/link-channel.js';
import { actor, addressOn, person, promoter } from '../support/people.js';
import { saidTo, saidToPress } from '../support/said.js';
import { DATE, MINUTE, REMINDER_AT, START_AT, testApp, value, type TestApp } from '../support/test-app.js';

const CHANNELS = { channels: ['discord', 'telegram', 'signal'] as const };

function sender(channel: LinkableChannel, userId: string): Sender {
  return { channel, contact: { address: addressOn(channel, userId), name: 'somebody' } };
}

async function statusOf(app: TestApp, userId: string): Promise<string | undefined> {
  const rows = await app.rows<{ status: string }>(
    'SELECT status FROM availability_entries WHERE user_id = ? AND entry_date = ?',
    userId,
    DATE,
  );
  return rows[0]?.status;
}

async function answersOf(app: TestApp, userId: string): Promise<unknown[]> {
  return app.rows(
    'SELECT answer, channel_type, campaign_id FROM availability_promotion_answers WHERE user_id = ?',
    userId,
  );
}

describe.each(['telegram', 'signal'] as const)('on %s', (channel) => {
  it('a token links the chat, and the answer names the account and how to undo it', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { name: '**Ana** @everyone', optedIn: false });
    const { token } = value(await requestChannelLink(app.context, actor('ana'), channel));
    const said = await saidTo(app.context, sender(channel, 'new'), `/start ${token}`);
    expect(said).toContain('Discord account Ana everyone');
    expect(said).toMatch(/\/?unlink/i);
    expect(said).toContain('/preferences');
    expect(await saidTo(app.context, sender(channel, 'new'), token)).toMatch(/invalid or has expired/);
  });

  it('a chat nobody linked is told so, and nothing is done', async () => {
    const app = await testApp(CHANNELS);
    const before = await app.rows('SELECT * FROM subscription_preferences');
    for (const text of [
      ...['STOP', '/status', 'TODAY looking', 'TODAY no', 'UNLINK', 'TODAY', 'TOMORROW no', 'ON friday no'],
      ...['ON friday looking', 'ON', 'ON never no', 'CLEAR friday', 'CLEAR', 'CLEAR never'],
    ]) {
      const said = await saidTo(app.context, sender(channel, 'nobody'), text);
      expect(said).toMatch(/isn’t linked/);
      expect(said).not.toContain('`');
    }
    const press = { action: 'stop', campaignId: 'c' } as const;
    expect(await saidToPress(app.context, sender(channel, 'nobody'), press)).toMatch(/isn’t linked/);
    expect(await app.rows('SELECT * FROM subscription_preferences')).toEqual(before);
    expect(await app.rows('SELECT * FROM availability_entries')).toEqual([]);
  });

  it('STOP ends everything on every channel, whatever was said elsewhere', async () => {
    const app = await testApp(CHANNELS);
    await promoter(app);
    await person(app, 'ana', { channels: [channel], preferred: channel });
    await app.campaign(actor('promoter'));
    await app.advanceTo(REMINDER_AT + 5_000);
    expect(app[channel].deliveredTo('ana')).toHaveLength(1);
    expect(await saidTo(app.context, sender(channel, 'ana'), 'STOP')).toMatch(/^Stopped/);
    await app.advanceTo(START_AT + 5_000);
    expect(await app.fates('start')).toEqual({ ana: 'skipped(not_opted_in)' });
    expect(await saidTo(app.context, sender(channel, 'ana'), 'status')).toMatch(/pings: off/);
    expect(await app.rows('SELECT action, metadata FROM account_link_audit_log')).toEqual([
      { action: 'consent_withdrawn', metadata: JSON.stringify({ how: channel }) },
    ]);
  });

  it('a question is answered with TODAY, and STOP QUESTIONS ends the questions alone', async () => {
    const app = await testApp({ ...CHANNELS, settings: { questionTime: '20:31' } });
    await person(app, 'ana', { channels: [channel], preferred: channel, status: null, asked: true });
    await person(app, 'bor', { channels: [channel], preferred: channel, status: null, asked: true });
    await app.advance(2 * MINUTE);
    expect(await app.fates('question')).toEqual({ ana: 'sent', bor: 'sent' });
    expect(app[channel].deliveredTo('ana')).toHaveLength(1);
    expect(await saidTo(app.context, sender(channel, 'ana'), 'TODAY available')).toContain(
      en.replies.availabilitySet('AVAILABLE', DATE, DATE),
    );
    expect(await statusOf(app, 'ana')).toBe('AVAILABLE');
    const said = await saidTo(app.context, sender(channel, 'bor'), 'Stop questions!');
    expect(said).toBe(`${en.replies.ended['dont-ask']} ${en.chat.stopEverything(channel)}`);
    const status = await saidTo(app.context, sender(channel, 'bor'), 'status');
    expect(status).toMatch(/pings: on/);
    expect(status).toMatch(/question: off/);
    expect(await saidTo(app.context, sender(channel, 'ana'), 'status')).toMatch(/question: on/);
  });

  it('STOP READY ends the notices that it is on alone, and the status says whether they are on', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], told: true });
    expect(await saidTo(app.context, sender(channel, 'ana'), 'status')).toMatch(/when it’s on: on/);
    for (const words of ['STOP READY', 'Stopp Bescheid!'])
      expect(await saidTo(app.context, sender(channel, 'ana'), words)).toBe(
        `${en.replies.ended['stop-ready']} ${en.chat.stopEverything(channel)}`,
      );
    const status = await saidTo(app.context, sender(channel, 'ana'), 'status');
    expect(status).toMatch(/pings: on/);
    expect(status).toMatch(/when it’s on: off/);
  });

  it('TODAY says whether they play, for linked players; no is for everybody, and for today only', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], status: null });
    await person(app, 'bor', { channels: [channel], linked: false, status: 'LOOKING' });
    await person(app, 'cene', { channels: [channel], member: false, status: 'LOOKING' });
    expect(await saidTo(app.context, sender(channel, 'ana'), 'today available')).toBe(
      'Saved for tonight: ✅ Available. If more players are needed, you’ll hear from me at 20:45 and 21:00.',
    );
    expect(await statusOf(app, 'ana')).toBe('AVAILABLE');
    const asked = await saidTo(app.context, sender(channel, 'ana'), 'today');
    expect(asked).toContain('Tonight: 🔎 Looking to play 2, ✅ Available 1. You: ✅ Available.');
    expect(asked).toContain('available: pinged when more are needed');
    expect(await saidTo(app.context, sender(channel, 'bor'), 'today maybe')).toMatch(/\/link player/);
    expect(await statusOf(app, 'bor')).toBe('LOOKING');
    for (const userId of ['bor', 'cene']) {
      expect(await saidTo(app.context, sender(channel, userId), 'TODAY no')).toMatch(/tonight/);
      expect(await statusOf(app, userId)).toBe('NOT_PLAYING');
    }
    const rows = await app.rows<{ entry_date: string }>('SELECT entry_date FROM availability_entries');
    expect(new Set(rows.map(({ entry_date }) => entry_date))).toEqual(new Set([DATE]));
  });

  it('MAYBE IF 6 is in as soon as six are, today or another day, in both languages', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], status: null });
    const say = (text: string) => saidTo(app.context, sender(channel, 'ana'), text);
    const kept = () =>
      app.rows('SELECT entry_date AS date, at_least FROM availability_conditions ORDER BY entry_date');
    expect(await say('today maybe if 3')).toContain(en.replies.availabilitySet('MAYBE', DATE, DATE, 3));
    expect(await say('today')).toContain('You: 🤔 Maybe. In if 3 are.');
    expect(await say('am Freitag vielleicht, wenn 4')).toContain('as soon as 4 are, you included');
    expect(await kept()).toEqual([
      { date: DATE, at_least: 3 },
      { date: '2026-03-13', at_least: 4 },
    ]);
    for (const text of ['today looking if 3', 'today maybe if 1', 'today maybe if 65'])
      expect(await say(text)).toBe(
        en.chat.refusal({ code: 'invalid_condition', least: 2, most: 64 }, 'Europe/Ljubljana'),
      );
    expect(await say('on friday no if 4')).toMatch(/Not playing/);
    expect(await kept()).toEqual([{ date: DATE, at_least: 3 }]);
    await person(app, 'bor');
    await person(app, 'cene');
    expect(await say('today maybe if 3')).toContain(en.replies.availabilitySet('LOOKING', DATE, DATE));
    expect(await statusOf(app, 'ana')).toBe('LOOKING');
  });

  it('other days have their answers too, by name or date, and lose them again', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], status: null });
    await person(app, 'bor', { channels: [channel], linked: false, status: null });
    const say = (text: string, name = 'ana') => saidTo(app.context, sender(channel, name), text);
    const entries = () =>
      app.rows('SELECT entry_date AS date, status FROM availability_entries ORDER BY entry_date');
    expect(await say('/tomorrow maybe')).toMatch(/^Saved for tomorrow: 🤔 Maybe\./);
    expect(await say('on Friday looking')).toMatch(/^Saved for Friday 13 March: 🔎 Looking to play\./);
    expect(await say('/on 14 March no')).toBe('Saved for Saturday 14 March: 🚫 Not playing.');
    expect(await entries()).toEqual([
      { date: '2026-03-11', status: 'MAYBE' },
      { date: '2026-03-13', status: 'LOOKING' },
      { date: '2026-03-14', status: 'NOT_PLAYING' },
    ]);
    const shown = await say('on friday');
    expect(shown).toContain('Friday 13 March: 🔎 Looking to play 1. You: 🔎 Looking to play.');
    expect(shown).toMatch(/send \/?on 2026-03-13 with/i);
    expect(await say('tomorrow', 'bor')).toContain('Tomorrow: 🤔 Maybe 1. You haven’t answered.');
    expect(await say('/clear friday!')).toBe('Your answer for Friday 13 March is cleared.');
    expect(await say('/clear friday')).toBe(
      'You haven’t answered for Friday 13 March, so there is nothing to clear.',
    );
    expect(await entries()).toHaveLength(2);
  });

  it('a day that is none, is past, too far, or missing changes nothing, and the answer says what to write', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], status: 'LOOKING' });
    await person(app, 'bor', { channels: [channel], linked: false, status: null });
    const say = (text: string, name = 'ana') => saidTo(app.context, sender(channel, name), text);
    const before = await app.rows('SELECT * FROM availability_entries');
    for (const text of ['on', 'on looking', 'on fryday', 'on friday lookin', 'clear']) {
      expect(await say(text)).toMatch(/For example: \/?(on friday looking|clear friday)\.$/i);
    }
    for (const text of ['on fryday no', 'on 31 february looking', 'clear it up', 'clear 🙏 2026-13-13']) {
      expect(await say(text)).toMatch(/isn’t a date/);
    }
    expect(await say('on 2026-03-09 looking')).toMatch(/in the past/);
    expect(await say('on 2027-03-09 no')).toMatch(/too far ahead/);
    expect(await say('on friday looking', 'bor')).toMatch(/\/link player/);
    expect(await say('on friday no', 'bor')).toMatch(/\/link player/);
    expect(await app.rows('SELECT * FROM availability_entries')).toEqual(before);
  });

  it('who gets no pings is told so, and what turns them on', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], optedIn: false });
    expect(await saidTo(app.context, sender(channel, 'ana'), 'tomorrow maybe')).toBe(
      'Saved for tomorrow: 🤔 Maybe. Session pings are off: turn them on with /preferences on Discord.',
    );
  });

  it('a no for another day, and taking an answer back, work while Discord cannot be asked', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], status: 'LOOKING' });
    await person(app, 'gone', { channels: [channel], member: false, status: 'LOOKING' });
    app.directory.available = false;
    expect(await saidTo(app.context, sender(channel, 'ana'), '/on 2026-03-10 no')).toMatch(/^Got it/);
    expect(await statusOf(app, 'ana')).toBe('NOT_PLAYING');
    expect(await saidTo(app.context, sender(channel, 'gone'), '/clear today')).toMatch(/tonight is cleared/);
    expect(await statusOf(app, 'gone')).toBeUndefined();
  });

  it('a no of who is not called changes nothing that others see', async () => {
    const app = await testApp(CHANNELS);
    await promoter(app);
    await person(app, 'ana');
    await person(app, 'gone', { channels: [channel], member: false, status: null });
    await person(app, 'unlinked', { channels: [channel], linked: false, status: null });
    const { campaign } = await app.campaign(actor('promoter'));
    const seen = async () => [
      value(await availabilityDays(app.context, actor('promoter'), { withNames: true })),
      await app.rows('SELECT * FROM availability_entries'),
    ];
    const before = await seen();
    for (const userId of ['gone', 'unlinked']) {
      const from = sender(channel, userId);
      expect(await saidTo(app.context, from, 'TODAY no')).toMatch(/tonight/);
      const press = { action: 'not-tonight', campaignId: campaign.id } as const;
      expect(await saidToPress(app.context, from, press)).toMatch(/tonight/);
      expect(await saidTo(app.context, from, 'STOP')).toMatch(/^Stopped/);
    }
    expect(await seen()).toEqual(before);
    expect(app.eventsOf('availability_set')).toEqual([]);
  });

  it('"not tonight" is taken back, as long as something can come of it', async () => {
    const app = await testApp(CHANNELS);
    await promoter(app);
    for (const name of ['ana', 'bor']) await person(app, name, { channels: [channel] });
    const { campaign } = await app.campaign(actor('promoter'));
    const press = (name: string, action: 'back-in' | 'not-tonight') =>
      saidToPress(app.context, sender(channel, name), { action, campaignId: campaign.id });
    await press('ana', 'not-tonight');
    await press('bor', 'not-tonight');
    expect(await press('ana', 'back-in')).toBe(en.wayOut.backIn);
    expect(await statusOf(app, 'ana')).toBe('LOOKING');
    await app.advanceTo(START_AT + 5_000);
    expect(await app.fates('start')).toMatchObject({ ana: 'sent', bor: 'skipped(not_playing)' });
    expect(await press('bor', 'back-in')).toBe(en.wayOut.backInLate('21:00'));
    await app.advance(24 * 3_600_000);
    expect(await press('bor', 'back-in')).toMatch(/is over/);
  });

  it('COMING and LATE are a yes to tonight, by word and by button, for linked players', async () => {
    const app = await testApp(CHANNELS);
    await promoter(app);
    await person(app, 'ana', { channels: [channel], preferred: channel, timezone: 'Europe/London' });
    await person(app, 'bor', { channels: [channel], linked: false, status: null });
    const { campaign } = await app.campaign(actor('promoter'));
    const ana = sender(channel, 'ana');
    const [coming, late] = channel === 'telegram' ? ['/coming', '/late'] : ['COMING', 'LATE'];
    // In the zone of who reads it.
    expect(await saidTo(app.context, ana, coming)).toBe(en.wayOut.coming('20:00'));
    expect(await saidTo(app.context, ana, coming)).toBe(en.wayOut.comingAlready);
    expect(await saidTo(app.context, ana, `${late} 10`)).toBe(en.wayOut.late('20:10', false));
    expect(await saidTo(app.context, ana, `${late} 10 minutes`)).toBe(en.wayOut.late('20:10', true));
    expect(await saidTo(app.context, ana, 'später 20')).toBe(en.wayOut.late('20:20', false));
    expect(await saidTo(app.context, ana, late)).toBe(en.chat.lateHow(channel));
    expect(await saidTo(app.context, ana, `${late} 99`)).toMatch(/from 1 to 45/);
    expect(await answersOf(app, 'ana')).toEqual([
      { answer: 'LATE', channel_type: channel, campaign_id: null },
    ]);

    const press = (action: 'coming' | 'later' | 'late-20') =>
      saidToPress(app.context, ana, { action, campaignId: campaign.id });
    expect(await press('later')).toBe(en.wayOut.howMuchLater);
    expect(await press('coming')).toBe(en.wayOut.coming('20:00'));
    expect(await press('late-20')).toBe(en.wayOut.late('20:20', false));
    expect(await answersOf(app, 'ana')).toEqual([
      { answer: 'LATE', channel_type: channel, campaign_id: campaign.id },
    ]);
    expect(await saidTo(app.context, ana, 'TODAY no')).toContain(en.replies.notTonight);
    expect(await answersOf(app, 'ana')).toMatchObject([{ answer: 'NOT_TONIGHT' }]);

    expect(await saidTo(app.context, sender(channel, 'bor'), coming)).toContain('/link player');
    expect(await answersOf(app, 'bor')).toEqual([]);
    await app.advanceTo(START_AT + 45 * MINUTE);
    for (const said of [await press('coming'), await press('later')]) expect(said).toMatch(/is over/);
  });

  it('"not tonight" in words says how to take it back', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel] });
    const said = await saidTo(app.context, sender(channel, 'ana'), 'TODAY no');
    expect(said).toBe(`${en.replies.notTonight} ${en.chat.changedYourMind(channel)}`);
    const [, how = ''] = /Send (.*)\.$/.exec(said) ?? [];
    expect(await saidTo(app.context, sender(channel, 'ana'), how)).toMatch(
      /^Saved for tonight: 🔎 Looking to play\./,
    );
  });

  it('a press under a message does what its button says', async () => {
    const app = await testApp(CHANNELS);
    await promoter(app);
    await person(app, 'ana', { channels: [channel] });
    const { campaign } = await app.campaign(actor('promoter'));
    const press = (action: 'stop' | 'not-tonight', campaignId = campaign.id) =>
      saidToPress(app.context, sender(channel, 'ana'), { action, campaignId });
    expect(await press('not-tonight')).toMatch(/tonight/);
    expect(await statusOf(app, 'ana')).toBe('NOT_PLAYING');
    // A day later the old message still speaks of its own evening.
    await app.advance(24 * 3_600_000);
    expect(await press('not-tonight')).toContain('Tuesday 10 March');
    expect(await press('stop')).toMatch(/^Stopped/);
    expect((await press('stop')).length).toBeLessThanOrEqual(200);
  });

  it('UNLINK clears the chat, and STATUS tells how they stand', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel], name: 'Ana' });
    const status = await saidTo(app.context, sender(channel, 'ana'), 'status');
    expect(status).toContain('Discord account Ana');
    expect(status).toContain('Looking');
    expect(await saidTo(app.context, sender(channel, 'ana'), '/unlink')).toMatch(/^Unlinked/);
    expect(await saidTo(app.context, sender(channel, 'ana'), 'status')).toMatch(/isn’t linked/);
  });

  it('everything else is answered with what can be written', async () => {
    const app = await testApp(CHANNELS);
    const help = await saidTo(app.context, sender(channel, 'nobody'), 'hello?');
    expect(help).toContain(channel === 'telegram' ? '/stop' : 'STOP');
    expect(help).not.toMatch(/[`*]/);
  });

  it('works when Discord cannot be asked, but for what Discord decides', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: [channel] });
    app.directory.available = false;
    expect(await saidTo(app.context, sender(channel, 'ana'), 'TODAY looking')).toMatch(/Discord can’t/);
    expect(await saidTo(app.context, sender(channel, 'ana'), 'STOP')).toMatch(/^Stopped/);
  });
});

describe('while Discord takes its time to say who somebody is', () => {
  it.each([
    ['STOP', /^Stopped/],
    ['TODAY no', /tonight/],
    ['UNLINK', /unlinked|no longer linked/i],
  ])('%s is done and answered all the same', async (text, answer) => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: ['signal'] });
    app.directory.member = () => new Promise(() => undefined);
    expect(await saidTo(app.context, sender('signal', 'ana'), text)).toMatch(answer);
  });
});

describe('in German', () => {
  it('somebody is answered in the language of their account, whatever their channel tells', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: ['signal', 'telegram'], name: 'Ana', locale: 'de' });
    const onTelegram = { ...sender('telegram', 'ana'), locale: 'en' };
    for (const from of [sender('signal', 'ana'), onTelegram]) {
      expect(await saidTo(app.context, from, 'HILFE')).toContain('Ich lade dich ein');
      expect(await saidTo(app.context, from, 'status')).toContain('Dieser Chat gehört zum Discord-Konto Ana');
      const asked = await saidTo(app.context, from, 'heute');
      expect(asked).toMatch(/^Heute Abend: .* Du: /);
      expect(asked).toContain('verfügbar: eingeladen, wenn');
      expect(await saidTo(app.context, from, 'am Freitag verfügbar')).toMatch(
        /^Gespeichert für Freitag, 13\. März: ✅ Verfügbar\./,
      );
      expect(await saidTo(app.context, from, 'morgen nein')).toBe('Gespeichert für morgen: 🚫 Spiele nicht.');
      expect(await saidTo(app.context, from, 'Löschen 13. März')).toMatch(/zurückgenommen\.$/);
    }
    expect(await saidTo(app.context, sender('signal', 'ana'), 'HEUTE vielleicht')).toContain('🤔 Vielleicht');
    expect(await saidTo(app.context, sender('signal', 'ana'), 'NICHT HEUTE')).toContain(
      'keine Nachricht mehr',
    );
    expect(await statusOf(app, 'ana')).toBe('NOT_PLAYING');
    app.directory.available = false;
    expect(await saidTo(app.context, onTelegram, 'TODAY looking')).toMatch(
      /^Discord kann deine Mitgliedschaft gerade nicht/,
    );
    expect(await saidTo(app.context, sender('signal', 'ana'), 'STOPP')).toMatch(/^Erledigt/);
  });

  it('a chat of nobody is answered as its channel speaks, else as the message does', async () => {
    const app = await testApp(CHANNELS);
    expect(await saidTo(app.context, sender('signal', 'nobody'), 'STOPP')).toMatch(
      /mit keinem Discord-Konto/,
    );
    expect(await saidTo(app.context, sender('signal', 'nobody'), 'Hilfe')).toContain('Ich lade dich ein');
    expect(await saidTo(app.context, sender('signal', 'nobody'), 'Guten Abend')).toContain('I message you');
    const onTelegram = { ...sender('telegram', 'nobody'), locale: 'de-AT' };
    expect(await saidTo(app.context, onTelegram, 'STOP')).toMatch(/mit keinem Discord-Konto/);
  });

  it('linking speaks the language it was asked for in', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { name: 'Ana', locale: 'en' });
    app.directory.join('bor', { displayName: 'Bor', isAdmin: false });
    for (const userId of ['ana', 'bor']) {
      const asking = actor(userId, { locale: 'de' });
      const { token } = value(await requestChannelLink(app.context, asking, 'signal'));
      expect(await saidTo(app.context, sender('signal', userId), token)).toMatch(/^Verknüpft: Dieser Chat/);
    }
    const rows = await app.rows('SELECT user_id, locale, allow_promotions FROM subscription_preferences');
    expect(rows).toEqual([
      { user_id: 'ana', locale: 'de', allow_promotions: app.stored(true) },
      { user_id: 'bor', locale: 'de', allow_promotions: app.stored(false) },
    ]);
  });
});
