import { describe, expect, it } from 'vitest';
import { showAvailability } from '../../src/services/show-availability.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { linkPlayer } from '../../src/services/link-player.js';
import { actor, person } from '../support/people.js';
import { DATE, refusal, testApp, value } from '../support/test-app.js';

const GUID = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';

describe('a player’s id', () => {
  it('that is written in hex is one account in whichever letters, also where it was linked as it was typed', async () => {
    const app = await testApp();
    await person(app, 'ana', { linked: false });
    await person(app, 'bor', { linked: false });
    const link = (userId: string, guid: string) =>
      linkPlayer(app.context, actor(userId), { guid, name: 'Tom' });
    expect(value(await link('ana', GUID.toLowerCase())).link.guid).toBe(GUID);
    expect(refusal(await link('bor', GUID))).toBe('guid_taken');
    expect(refusal(await link('bor', GUID.toLowerCase()))).toBe('guid_taken');
    await app.change(`UPDATE player_links SET player_guid = LOWER(player_guid), verified_at = created_at`);
    expect(refusal(await link('bor', GUID))).toBe('guid_taken');
    const again = value(await link('ana', GUID)).link;
    expect(again).toMatchObject({ guid: GUID.toLowerCase() });
    expect(again.verifiedAt).not.toBeNull();
  });

  it('that is not is told apart by its letters', async () => {
    const app = await testApp();
    await person(app, 'ana', { linked: false });
    await person(app, 'bor', { linked: false });
    value(await linkPlayer(app.context, actor('ana'), { guid: 'Player_One', name: 'Tom' }));
    value(await linkPlayer(app.context, actor('bor'), { guid: 'player_one', name: 'Tim' }));
  });
});

describe('a player’s name', () => {
  it('is read without the colours of the game, and kept with them', async () => {
    const app = await testApp();
    await person(app, 'ana', { name: '^1A^7na' });
    const days = value(await availabilityDays(app.context, actor('ana'), { withNames: true }));
    expect(days.days[0]?.names?.LOOKING).toEqual([{ name: 'Ana', weekly: false }]);
    expect(JSON.stringify(value(await showAvailability(app.context, actor('ana'), DATE)))).not.toContain(
      '^1',
    );
    const { campaign } = await app.campaign(await person(app, 'promoter', { optedIn: false, status: null }));
    expect(
      await app.rows(
        'SELECT display_name FROM availability_promotion_recipients WHERE campaign_id = ?',
        campaign.id,
      ),
    ).toEqual([{ display_name: 'Ana' }]);
    expect(await app.rows('SELECT player_name FROM player_links WHERE user_id = ?', 'ana')).toEqual([
      { player_name: '^1A^7na' },
    ]);
  });
});
