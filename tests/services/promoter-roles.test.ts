import { expect, it } from 'vitest';
import { accessOf } from '../../src/services/access.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { admin, person, players } from '../support/people.js';
import { refusal, testApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: true };
const ROLE = '456789012345678901';

it('a role that promotes counts from the next question on, and so does its loss', async () => {
  const app = await testApp();
  await players(app, 1);
  const bor = await person(app, 'bor', { status: null, optedIn: false });
  const roles = (...roleIds: string[]): void => app.directory.join('bor', { displayName: 'Bor', roleIds });
  const mayPromote = async (): Promise<readonly boolean[]> => [
    value(await accessOf(app.context, bor)).canPromote,
    (await previewCampaign(app.context, bor, REQUEST)).ok,
    (await createCampaign(app.context, bor, REQUEST)).ok,
  ];
  const none = [false, false, false];
  const all = [true, true, true];
  roles(ROLE);
  expect(await mayPromote()).toEqual(none);
  value(await changeSettings(app.context, await admin(app), { promoter_role_ids: `${ROLE}, 1${ROLE}` }));
  expect(await mayPromote()).toEqual(all);
  roles('556789012345678901');
  expect(await mayPromote()).toEqual(none);
  roles('556789012345678901', ROLE);
  expect(await mayPromote()).toEqual(all);
  value(await changeSettings(app.context, await admin(app), { promoter_role_ids: null }));
  expect(await mayPromote()).toEqual(none);
});

it('while Discord can’t be asked, nobody is a promoter by an old word', async () => {
  const app = await testApp({ given: { promoter_role_ids: ROLE } });
  const bor = await person(app, 'bor', { status: null, optedIn: false });
  app.directory.join('bor', { displayName: 'Bor', roleIds: [ROLE] });
  app.directory.available = false;
  expect(refusal(await createCampaign(app.context, bor, REQUEST))).toBe('directory_unavailable');
});
