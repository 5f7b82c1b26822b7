import { describe, expect, it } from 'vitest';
import { setAvailability } from '../../src/services/set-availability.js';
import { person, promoter } from '../support/people.js';
import { START_AT, testApp, value } from '../support/test-app.js';

describe('what a call says', () => {
  it('begins with the community, and counts those who want to play when it leaves', async () => {
    const app = await testApp();
    app.directory.name = 'Friday Nights';
    await person(app, 'p1');
    const late = await person(app, 'p2', { status: 'MAYBE' });
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT - 60_000);
    value(await setAvailability(app.context, late, { status: 'LOOKING' }));
    await app.advanceTo(START_AT + 1_000);
    const [reminder, start] = app.discord.deliveredTo('p1').map(({ text }) => text);
    expect(reminder).toMatch(/^\*\*Friday Nights\*\* starts in 15 minutes, at <t:\d+:t>\. See you in voice!/);
    expect(start).toMatch(/^\*\*Friday Nights\*\* is starting now, at <t:\d+:t>, with 2 players so far\. /);
  });
});
