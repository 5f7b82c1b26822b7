import { describe, expect, it } from 'vitest';
import { requireAdmin, requireLinked, requireMember, requirePromoter } from '../../src/services/authorise.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusById, campaignStatusOn } from '../../src/services/campaign-status.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import type { Actor } from '../../src/services/context.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { linkPlayer, unlinkPlayer } from '../../src/services/link-player.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import {
  clearAvailabilityOn,
  ownAvailability,
  setAvailability,
} from '../../src/services/set-availability.js';
import { availabilityBoard, showAvailability } from '../../src/services/show-availability.js';
import { showPreferences, updatePreferences } from '../../src/services/update-preferences.js';
import type { Result } from '../../src/domain/refusal.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

type Ask = (app: TestApp, who: Actor) => Promise<Result<unknown>>;

/** Everything that is asked of a member. */
const MEMBERS: Record<string, Ask> = {
  'the rule for members': (app, who) => requireMember(app.context, who),
  'a change of their preferences': (app, who) => updatePreferences(app.context, who, {}),
  'their availability': (app, who) => ownAvailability(app.context, who),
  'the board of a day': (app, who) => showAvailability(app.context, who),
  'linking a player': (app, who) => linkPlayer(app.context, who, { guid: 'guid', name: 'Name' }),
  'cancelling a campaign': (app, who) => cancelCampaign(app.context, who),
};

/** Everything that is asked of a linked member. */
const LINKED: Record<string, Ask> = {
  'the rule for linked members': (app, who) => requireLinked(app.context, who),
  'setting availability': (app, who) => setAvailability(app.context, who, { status: 'LOOKING' }),
  'how a campaign stands': (app, who) => campaignStatusOn(app.context, who),
  'how a certain campaign stands': (app, who) => campaignStatusById(app.context, who, 'some campaign'),
};

/** Everything that is asked of a promoter. */
const PROMOTERS: Record<string, Ask> = {
  'the rule for promoters': (app, who) => requirePromoter(app.context, who),
  'a preview': (app, who) => previewCampaign(app.context, who, REQUEST),
  'a campaign': (app, who) => createCampaign(app.context, who, REQUEST),
  'the log of a campaign': (app, who) => campaignLog(app.context, who, {}),
  'a board to post': (app, who) => availabilityBoard(app.context, who),
};

/** Everything that is asked of an admin. */
const ADMINS: Record<string, Ask> = {
  'the rule for admins': (app, who) => requireAdmin(app.context, who),
  'a pause': (app, who) => pausePromotions(app.context, who),
  'the end of a pause': (app, who) => resumePromotions(app.context, who),
  "releasing somebody else's player": (app, who) => unlinkPlayer(app.context, who, 'somebody'),
};

const EVERYTHING = { ...MEMBERS, ...LINKED, ...PROMOTERS, ...ADMINS };

describe('nobody gets', () => {
  for (const [what, ask] of Object.entries(EVERYTHING)) {
    it(`${what} from elsewhere than the guild, without being in it, or while Discord can not say`, async () => {
      const app = await testApp();
      const boss = await admin(app);
      expect(refusal(await ask(app, { ...boss, guildId: null }))).toBe('wrong_guild');
      expect(refusal(await ask(app, { ...boss, guildId: 'another guild' }))).toBe('wrong_guild');
      expect(refusal(await ask(app, actor('stranger')))).toBe('not_a_member');
      app.directory.available = false;
      expect(refusal(await ask(app, boss))).toBe('directory_unavailable');
      expect(await app.campaigns()).toEqual([]);
    });
  }

  for (const [what, ask] of Object.entries({ ...LINKED, ...PROMOTERS })) {
    it(`${what} without a player link, not even an admin`, async () => {
      const app = await testApp();
      expect(refusal(await ask(app, await admin(app, 'admin', { linked: false })))).toBe('not_linked');
      expect(refusal(await ask(app, await promoter(app, 'promoter', { linked: false })))).toBe('not_linked');
    });
  }

  for (const [what, ask] of Object.entries(PROMOTERS)) {
    it(`${what} without being a promoter or an admin`, async () => {
      const app = await testApp();
      expect(refusal(await ask(app, await person(app, 'player')))).toBe('not_promoter');
    });
  }

  for (const [what, ask] of Object.entries(ADMINS)) {
    it(`${what} without being an admin, not even a promoter`, async () => {
      const app = await testApp();
      expect(refusal(await ask(app, await promoter(app)))).toBe('not_admin');
    });
  }
});

describe('an admin', () => {
  it('may promote without being named as a promoter', async () => {
    const app = await testApp();
    await players(app, 1);
    value(await previewCampaign(app.context, await admin(app), REQUEST));
    await app.campaign(await admin(app));
  });

  it('needs no link to stop what is running', async () => {
    const app = await testApp();
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    const boss = await admin(app, 'admin', { linked: false });
    value(await pausePromotions(app.context, boss));
    value(await cancelCampaign(app.context, boss, { campaignId: campaign.id }));
  });
});

describe('Discord is asked afresh', () => {
  it('before a campaign is created or cancelled, before a pause, and before an admin releases a link', async () => {
    const app = await testApp();
    const boss = await admin(app);
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    for (const ask of [
      () => createCampaign(app.context, boss, { ...REQUEST, dryRun: true }),
      () => cancelCampaign(app.context, boss, { campaignId: campaign.id }),
      () => pausePromotions(app.context, boss),
      () => resumePromotions(app.context, boss),
      () => unlinkPlayer(app.context, boss, 'somebody'),
    ]) {
      app.directory.asked.length = 0;
      await ask();
      const asked = app.directory.asked.filter(({ since }) => since !== undefined);
      expect(asked, ask.toString()).toMatchObject([{ userIds: ['admin'] }]);
    }
  });
});

describe('a campaign is refused', () => {
  const CASES: [string, string, (app: TestApp) => Promise<void> | void][] = [
    ['when promotions are switched off', 'promotions_disabled', () => undefined],
    ['from the start on', 'after_start', (app) => app.advanceTo(START_AT)],
    [
      'when nobody could be called',
      'nobody_to_call',
      (app) => app.change('DELETE FROM availability_entries'),
    ],
    [
      'when nobody agreed to be called',
      'nobody_to_call',
      (app) => app.change('UPDATE subscription_preferences SET allow_promotions = false'),
    ],
    ['when everybody left', 'nobody_to_call', (app) => app.directory.leave('p1')],
    [
      'when Discord stops answering after it said who asks',
      'directory_unavailable',
      (app) => {
        const { member } = app.directory;
        app.directory.member = async (...parameters) => {
          const answer = await member.apply(app.directory, parameters);
          app.directory.available = false;
          return answer;
        };
      },
    ],
  ];
  for (const [when, code, arrange] of CASES) {
    it(`${when}, and nothing is kept of it`, async () => {
      const app = await testApp({ settings: { promotionsEnabled: code !== 'promotions_disabled' } });
      await players(app, 1);
      const who = await promoter(app);
      await arrange(app);
      expect(refusal(await createCampaign(app.context, who, REQUEST))).toBe(code);
      expect(await app.campaigns()).toEqual([]);
      expect(await app.jobs()).toEqual([]);
    });
  }

  it('is not refused a second before the start', async () => {
    const app = await testApp();
    await players(app, 1);
    const who = await promoter(app);
    await app.advanceTo(START_AT - 1_000);
    await app.campaign(who);
  });
});

describe('a status, a date, a name that is none', () => {
  it('is refused with what is wrong with it', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const set = async (input: { status: string; date?: string }) =>
      refusal(await setAvailability(app.context, who, input));
    expect(await set({ status: 'looking' })).toBe('invalid_status');
    expect(await set({ status: 'LOOKING', date: '2026-02-30' })).toBe('invalid_date');
    expect(await set({ status: 'LOOKING', date: '2026-03-09' })).toBe('date_past');
    expect(await set({ status: 'LOOKING', date: '2026-06-09' })).toBe('date_too_far');
    value(await setAvailability(app.context, who, { status: 'LOOKING', date: '2026-06-08' }));
    value(await setAvailability(app.context, who, { status: 'LOOKING', date: 'tomorrow' }));
    expect(refusal(await clearAvailabilityOn(app.context, who, '2026-03-09'))).toBe('date_past');
    expect(refusal(await showAvailability(app.context, who, 'someday'))).toBe('invalid_date');
    expect(refusal(await campaignStatusOn(app.context, who, 'someday'))).toBe('invalid_date');

    const prefer = async (changes: Parameters<typeof updatePreferences>[2]) =>
      refusal(await updatePreferences(app.context, who, changes));
    expect(await prefer({ timezone: 'Mars/Olympus' })).toBe('invalid_timezone');
    expect(await prefer({ quietHours: { start: '22:00', end: ' ' } })).toBe('quiet_hours_incomplete');
    expect(await prefer({ quietHours: { start: '', end: '07:00' } })).toBe('quiet_hours_incomplete');
    expect(await prefer({ quietHours: { start: '25:00', end: '07:00' } })).toBe('invalid_time');
    expect(await prefer({ quietHours: { start: '22:00', end: 'seven' } })).toBe('invalid_time');

    const link = async (guid: string, name: string) =>
      refusal(await linkPlayer(app.context, who, { guid, name }));
    expect(await link('no spaces', 'Name')).toBe('invalid_guid');
    expect(await link('x'.repeat(65), 'Name')).toBe('invalid_guid');
    expect(await link('guid', '')).toBe('invalid_player_name');
    expect(await link('guid', '\u200b')).toBe('invalid_player_name');

    const boss = await promoter(app);
    expect(refusal(await campaignLog(app.context, boss, { outcome: 'lost' }))).toBe('invalid_outcome');
    expect(refusal(await campaignLog(app.context, boss, { date: 'someday' }))).toBe('invalid_date');
    expect(refusal(await campaignLog(app.context, boss, {}))).toBe('campaign_not_found');
    expect(refusal(await availabilityBoard(app.context, boss, 'someday'))).toBe('invalid_date');
  });

  it('changes nothing when one of several is wrong', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const before = value(await showPreferences(app.context, who));
    const changes = {
      allowPromotions: false,
      timezone: 'nowhere',
      quietHours: { start: '22:00', end: '07:00' },
    };
    expect(refusal(await updatePreferences(app.context, who, changes))).toBe('invalid_timezone');
    expect(value(await showPreferences(app.context, who))).toEqual(before);
  });
});

describe('a preference for a channel this deployment does not have', () => {
  it('is refused with its name', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    const refused = await updatePreferences(app.context, who, { preferredChannel: 'signal' });
    expect(refused).toEqual({ ok: false, refusal: { code: 'channel_not_configured', channel: 'signal' } });
    value(await updatePreferences(app.context, who, { preferredChannel: 'discord' }));
    value(await updatePreferences(app.context, who, { preferredChannel: 'any' }));
  });
});
