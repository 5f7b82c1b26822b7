import { expect, it } from 'vitest';
import { ID, testBridge } from './test-bridge.js';

const URL = '/api/availability/player-link';

it('is proved in the game where links have to be: the code of the answer is worn there, and looked for', async () => {
  const bridge = await testBridge({ settings: { playerLinkPolicy: 'verified' } });
  await bridge.fill();
  const { unlinked } = ID;
  const made = await bridge.as(unlinked, 'POST', URL, { guid: 'A1B2', name: 'Vid' });
  const { confirmed, proof } = made.json<{
    confirmed: boolean;
    proof: { code: string; expires_at: string };
  }>();
  expect(confirmed).toBe(false);
  expect(Date.parse(proof.expires_at)).toBe(bridge.app.clock.now() + 30 * 60_000);

  bridge.app.gameServer.names = ['Somebody', `Vid ${proof.code}`];
  const checked = await bridge.as(unlinked, 'POST', `${URL}/check`);
  expect(checked.json()).toEqual({ success: true, player_guid: 'A1B2', player_name: 'Vid' });
  const access = await bridge.as(unlinked, 'GET', '/api/availability/access');
  expect(access.json()).toMatchObject({ linked_discord: true });
});
