import { describe, expect, it } from 'vitest';
import { linkPlayer, unlinkPlayer } from '../../src/services/link-player.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import {
  clearAvailabilityOn,
  ownAvailability,
  setAvailability,
} from '../../src/services/set-availability.js';
import { availabilityBoard, showAvailability } from '../../src/services/show-availability.js';
import { ownPreferences } from '../../src/services/own-preferences.js';
import { showPreferences, updatePreferences } from '../../src/services/update-preferences.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { DATE, MINUTE, refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

async function audit(app: TestApp) {
  const rows = await app.rows<{ user_id: string; action: string; actor_id: string; metadata: string }>(
    'SELECT user_id, action, actor_id, metadata FROM account_link_audit_log ORDER BY id',
  );
  return rows.map(({ user_id, action, actor_id }) => [user_id, action, actor_id]);
}

describe('a player link', () => {
  it('takes the place of the one before, and each is on record', async () => {
    const app = await testApp();
    const who = await person(app, 'p1', { linked: false });
    value(await linkPlayer(app.context, who, { guid: ' first ', name: ' First ' }));
    expect(value(await linkPlayer(app.context, who, { guid: 'second', name: 'Second' }))).toEqual({
      link: { userId: 'p1', guid: 'second', name: 'Second', verifiedAt: null },
      counts: true,
      proof: null,
    });
    expect(await app.rows('SELECT user_id, player_guid, player_name FROM player_links')).toEqual([
      { user_id: 'p1', player_guid: 'second', player_name: 'Second' },
    ]);
    expect(await audit(app)).toEqual([
      ['p1', 'player_linked', 'p1'],
      ['p1', 'player_linked', 'p1'],
    ]);
    const [line] = await app.rows<{ metadata: string }>('SELECT metadata FROM account_link_audit_log');
    expect(line!.metadata).not.toContain('first');
    expect(JSON.parse(line!.metadata)).toEqual({ guid_digest: app.context.blindIndex.digest('first') });
  });

  it("is one person's: a taken guid is refused and nothing is recorded", async () => {
    const app = await testApp();
    await person(app, 'p1');
    const other = await person(app, 'p2', { linked: false });
    const taken = { guid: 'guid-p1', name: 'Name' };
    expect(refusal(await linkPlayer(app.context, other, taken))).toBe('guid_taken');
    expect(await audit(app)).toEqual([]);
    const at = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        app.directory.join(`u${index}`);
        return linkPlayer(app.context, actor(`u${index}`), { guid: 'wanted', name: 'Name' });
      }),
    );
    expect(at.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('can be released by its holder, and by an admin, who is named on record', async () => {
    const app = await testApp();
    const [one, two] = [await person(app, 'p1'), await person(app, 'p2')];
    value(await unlinkPlayer(app.context, one));
    expect(refusal(await unlinkPlayer(app.context, one))).toBe('link_not_found');
    expect(refusal(await unlinkPlayer(app.context, one, 'p2'))).toBe('not_admin');
    expect(value(await unlinkPlayer(app.context, await admin(app), 'p2')).guid).toBe('guid-p2');
    expect(await audit(app)).toEqual([
      ['p1', 'player_unlinked', 'p1'],
      ['p2', 'player_unlinked', 'admin'],
    ]);
    value(await linkPlayer(app.context, one, { guid: 'guid-p2', name: 'Name' }));
    expect(refusal(await setAvailability(app.context, two, { status: 'LOOKING' }))).toBe('not_linked');
  });
});

describe('preferences', () => {
  it('of somebody who never set any call nobody', async () => {
    const app = await testApp();
    app.directory.join('new');
    expect(value(await showPreferences(app.context, actor('new', { locale: 'sl' })))).toMatchObject({
      allowPromotions: false,
      preferredChannel: 'any',
      discordDms: true,
      quietHours: null,
      timezone: null,
      locale: 'sl',
      consentedAt: null,
    });
    expect(await app.rows('SELECT * FROM subscription_preferences')).toEqual([]);
  });

  it('change only what is named', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    const who = await person(app, 'p1', {
      preferred: 'telegram',
      channels: ['telegram'],
      quietHours: { start: '22:00', end: '07:00' },
      timezone: 'Europe/Vienna',
      dmChannelId: 'dm',
    });
    const before = value(await showPreferences(app.context, who));
    value(await updatePreferences(app.context, who, { discordDms: false }));
    expect(value(await showPreferences(app.context, who))).toEqual({ ...before, discordDms: false });
    value(await updatePreferences(app.context, who, { quietHours: { start: '9:00', end: ' 17:30 ' } }));
    expect(value(await showPreferences(app.context, who)).quietHours).toEqual({
      start: '09:00',
      end: '17:30',
    });
    value(await updatePreferences(app.context, who, { quietHours: { start: ' ', end: '' } }));
    expect(value(await showPreferences(app.context, who)).quietHours).toBeNull();
  });

  it('hold the server’s zone, whichever it is, until a zone is named', async () => {
    const app = await testApp({ at: '2026-03-10T19:30:07.123Z' });
    const who = await person(app, 'p1', { status: 'LOOKING' });
    value(await updatePreferences(app.context, who, { quietHours: { start: '20:50', end: '23:00' } }));
    await app.campaign(await promoter(app));
    // Sessions in the zone of New York by now: it is quiet there at another hour of the day.
    app.options.settings = { timezone: 'America/New_York' };
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
    expect(value(await showPreferences(app.context, who)).timezone).toBeNull();
  });

  it('take a zone as its database spells it, and let it go again', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const zoneAfter = async (timezone: string | null) =>
      value(await updatePreferences(app.context, who, { timezone })).preferences.timezone;
    expect(await zoneAfter(' europe/vienna ')).toBe('Europe/Vienna');
    expect(await zoneAfter('')).toBeNull();
    expect(await zoneAfter('UTC')).toBe('UTC');
    expect(await zoneAfter(null)).toBeNull();
    for (const timezone of ['+02:00', 'Mars/Olympus']) {
      expect(refusal(await updatePreferences(app.context, who, { timezone }))).toBe('invalid_timezone');
    }
  });

  it('with a zone this Node does not know stop nobody’s campaign', async () => {
    const app = await testApp();
    await person(app, 'p1', { timezone: '+02:00', quietHours: { start: '01:00', end: '02:00' } });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent' });
  });

  it('take what a form leaves undefined for not named', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const changes = {
      allowPromotions: undefined,
      preferredChannel: undefined,
      discordDms: undefined,
      timezone: 'UTC',
    };
    const { preferences } = value(await updatePreferences(app.context, who, changes));
    expect(preferences).toMatchObject({ allowPromotions: true, preferredChannel: 'any', timezone: 'UTC' });
  });

  it('put consent and its withdrawal on record, once each, with when it was given', async () => {
    const app = await testApp();
    const who = await person(app, 'p1', { optedIn: false });
    const opt = async (allowPromotions: boolean) =>
      value(await updatePreferences(app.context, who, { allowPromotions })).preferences.consentedAt;
    const given = app.clock.now();
    expect(await opt(true)).toBe(given);
    await app.advance(60_000);
    expect(await opt(true)).toBe(given);
    expect(await opt(false)).toBeNull();
    expect(await opt(false)).toBeNull();
    expect(await audit(app)).toEqual([
      ['p1', 'consent_given', 'p1'],
      ['p1', 'consent_withdrawn', 'p1'],
    ]);
  });

  it('open the direct message when somebody opts in, and say when that can not be done', async () => {
    const app = await testApp();
    const who = await person(app, 'p1', { optedIn: false, dmChannelId: null });
    expect(value(await updatePreferences(app.context, who, { allowPromotions: true }))).toMatchObject({
      dmHindrance: 'closed',
    });
    app.dmsPaused = true;
    expect(value(await updatePreferences(app.context, who, { allowPromotions: true }))).toMatchObject({
      dmHindrance: 'later',
    });
    app.dmsPaused = false;
    app.dmChannels.set('p1', 'dm-1');
    expect(value(await updatePreferences(app.context, who, { allowPromotions: true }))).toMatchObject({
      dmHindrance: null,
      preferences: { dmChannelId: 'dm-1' },
    });
    expect(value(await showPreferences(app.context, who)).dmChannelId).toBe('dm-1');
    const without = await person(app, 'p2', { optedIn: false, discordDms: false, dmChannelId: null });
    expect(
      value(await updatePreferences(app.context, without, { allowPromotions: true })).dmHindrance,
    ).toBeNull();
  });
});

describe('opting out by the preferences', () => {
  it.each([{ allowPromotions: false }, { discordDms: false }, { allowPromotions: false, discordDms: false }])(
    'counts also while Discord cannot be asked who is a member: %j',
    async (changes) => {
      const app = await testApp();
      await person(app, 'ana');
      app.directory.available = false;
      expect(value(await updatePreferences(app.context, actor('ana'), changes)).preferences).toMatchObject(
        changes,
      );
      for (const yes of [{ allowPromotions: true }, { ...changes, preferredChannel: 'discord' as const }]) {
        expect(refusal(await updatePreferences(app.context, actor('ana'), yes))).toBe(
          'directory_unavailable',
        );
      }
    },
  );
});

describe('the preferences, in which the way out is,', () => {
  it('are shown to whoever has set some also while Discord cannot be asked who is a member', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana');
    app.directory.available = false;
    expect(value(await showPreferences(app.context, ana))).toMatchObject({ allowPromotions: true });
    expect(value(await ownPreferences(app.context, ana)).preferences.allowPromotions).toBe(true);
    expect(refusal(await showPreferences(app.context, actor('nobody we know')))).toBe(
      'directory_unavailable',
    );
    expect(refusal(await showPreferences(app.context, { ...ana, guildId: null }))).toBe('wrong_guild');
  });

  it('are not shown to whom Discord says is no member', async () => {
    const app = await testApp();
    const gone = await person(app, 'gone', { member: false });
    expect(refusal(await showPreferences(app.context, gone))).toBe('not_a_member');
  });
});

describe('the ways out', () => {
  it('are open to everybody, members or not, from anywhere', async () => {
    const app = await testApp();
    await person(app, 'gone', { member: false, linked: false });
    app.directory.available = false;
    await stopMessages(app.context, actor('gone', { guildId: null }), 'button');
    expect(await app.rows('SELECT allow_promotions, consented_at FROM subscription_preferences')).toEqual([
      { allow_promotions: app.stored(false), consented_at: null },
    ]);
    expect(await notTonight(app.context, actor('gone', { guildId: null }), 'no such campaign')).toBe(DATE);
    expect(await app.rows('SELECT status, user_name FROM availability_entries')).toEqual([
      { status: 'NOT_PLAYING', user_name: 'Name of gone' },
    ]);
    app.directory.available = true;
    await notTonight(app.context, actor('never a member', { guildId: null }));
    expect(await app.rows('SELECT user_id FROM availability_entries')).toEqual([{ user_id: 'gone' }]);
    await stopMessages(app.context, actor('nobody we know'), 'button');
    expect(await audit(app)).toEqual([['gone', 'consent_withdrawn', 'gone']]);
  });

  it('"Not tonight" is for the evening of the message, also after midnight', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const { campaign } = await app.campaign(await promoter(app));
    await app.advanceTo('2026-03-10T23:30:00Z');
    expect(await notTonight(app.context, who, campaign.id)).toBe(DATE);
    expect(await notTonight(app.context, who, 'unknown')).toBe('2026-03-11');
  });
});

describe('saying no while Discord cannot be asked who is a member', () => {
  /** A silent Discord: whoever waits for it waits for ever. */
  async function silent(status: 'LOOKING' | null, linked = true) {
    const app = await testApp();
    const who = await person(app, 'ana', { status, linked });
    app.directory.member = () => new Promise(() => undefined);
    return { app, who };
  }
  const said = (app: TestApp) => app.rows('SELECT status, user_name FROM availability_entries');

  it('makes what somebody had said a no', async () => {
    const { app, who } = await silent('LOOKING', false);
    const set = value(await setAvailability(app.context, who, { status: 'NOT_PLAYING' }));
    expect(set).toEqual({ date: DATE, status: 'NOT_PLAYING', atLeast: null, follows: { kind: 'nothing' } });
    expect(await said(app)).toEqual([{ status: 'NOT_PLAYING', user_name: 'Name of ana' }]);
  });

  it('takes back what they had said, and releases their player', async () => {
    const { app, who } = await silent('LOOKING');
    expect(value(await clearAvailabilityOn(app.context, who)).cleared).toBe(true);
    value(await unlinkPlayer(app.context, who));
    expect(await said(app)).toEqual([]);
    expect(await app.rows('SELECT * FROM player_links')).toEqual([]);
  });

  it('is written down of who had said nothing and has a link that counts, and of nobody else', async () => {
    for (const linked of [true, false]) {
      const app = await testApp();
      const who = await person(app, 'ana', { status: null, linked });
      app.directory.available = false;
      const set = await setAvailability(app.context, who, { status: 'NOT_PLAYING' });
      expect(set.ok).toBe(linked);
      expect(await said(app)).toEqual(linked ? [{ status: 'NOT_PLAYING', user_name: 'Name of ana' }] : []);
    }
  });

  it('is no way to say yes', async () => {
    const app = await testApp();
    const who = await person(app, 'ana', { status: 'MAYBE' });
    app.directory.available = false;
    expect(refusal(await setAvailability(app.context, who, { status: 'LOOKING' }))).toBe(
      'directory_unavailable',
    );
  });
});

describe('availability', () => {
  it('is what was said last, and one can take it back', async () => {
    const app = await testApp();
    const who = await person(app, 'p1', { status: null });
    value(await setAvailability(app.context, who, { status: 'MAYBE', date: 'tomorrow' }));
    value(await setAvailability(app.context, who, { status: 'LOOKING', date: 'tomorrow' }));
    value(await setAvailability(app.context, who, { status: 'AVAILABLE' }));
    const own = value(await ownAvailability(app.context, who));
    expect(own.map(({ date, status }) => [date, status])).toEqual([
      [DATE, 'AVAILABLE'],
      ['2026-03-11', 'LOOKING'],
    ]);
    expect(value(await clearAvailabilityOn(app.context, who))).toEqual({
      date: DATE,
      cleared: true,
      left: null,
    });
    expect(value(await clearAvailabilityOn(app.context, who))).toEqual({
      date: DATE,
      cleared: false,
      left: null,
    });
  });

  it('is shown with names to linked members, without to others, and never with names on a posted board', async () => {
    const app = await testApp();
    const linked = await person(app, 'p1', { name: '@everyone *Ann*' });
    await person(app, 'p2', { status: 'MAYBE' });
    const counts = { LOOKING: 1, AVAILABLE: 0, MAYBE: 1, NOT_PLAYING: 0 };
    expect(value(await showAvailability(app.context, linked))).toMatchObject({
      counts,
      own: 'LOOKING',
      names: {
        LOOKING: [{ name: 'everyone Ann', weekly: false }],
        MAYBE: [{ name: 'Name of p2', weekly: false }],
      },
    });
    app.directory.join('visitor');
    expect(value(await showAvailability(app.context, actor('visitor')))).toMatchObject({
      counts,
      own: null,
      names: null,
    });
    const board = value(await availabilityBoard(app.context, await promoter(app)));
    expect(board).toMatchObject({ counts });
    expect(JSON.stringify(board)).not.toMatch(/Ann|Name of/);
  });
});

describe('a pause', () => {
  it('is told as a change only when it is one', async () => {
    const app = await testApp();
    const boss = await admin(app);
    expect(value(await resumePromotions(app.context, boss))).toBe(false);
    expect(value(await pausePromotions(app.context, boss))).toBe(true);
    expect(value(await pausePromotions(app.context, boss))).toBe(false);
    expect(value(await resumePromotions(app.context, boss))).toBe(true);
    expect(app.events.map(({ type }) => type)).toEqual(['promotions_paused', 'promotions_resumed']);
  });
});
