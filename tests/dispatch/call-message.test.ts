import { describe, expect, it } from 'vitest';
import { changeSettings } from '../../src/services/change-settings.js';
import { previewCampaign } from '../../src/services/preview-campaign.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { admin, person, players, promoter } from '../support/people.js';
import { FOLLOW_UP_AT, GUILD, MINUTE, REMINDER_AT, START_AT, testApp, value } from '../support/test-app.js';

const LOUNGE = '300000000000000001';
const STAGE = '300000000000000002';
const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

const linkTo = (channelId: string) => [
  { label: 'Open voice', url: `https://discord.com/channels/${GUILD}/${channelId}` },
];

it('every call shows the way as it is at the send', async () => {
  const app = await testApp({ checks: { voice: true } });
  await players(app, 1);
  await app.campaign(await promoter(app));
  app.voice.place = LOUNGE;
  await app.advanceTo(REMINDER_AT + MINUTE);
  app.voice.place = STAGE;
  value(
    await changeSettings(app.context, await admin(app), { game_join_address: ' connect play.example.org ' }),
  );
  await app.advanceTo(START_AT + 1_000);
  app.voice.place = null;
  await app.advanceTo(FOLLOW_UP_AT + MINUTE);
  const sent = app.discord.delivered.map(({ jobType, text, delivery: { message } }) => ({
    jobType,
    links: message.links,
    joins: text.includes('Join the game: `connect play.example.org`'),
  }));
  expect(sent).toEqual([
    { jobType: 'reminder', links: linkTo(LOUNGE), joins: false },
    { jobType: 'start', links: linkTo(STAGE), joins: true },
    { jobType: 'follow_up', links: [], joins: true },
  ]);
});

it('a preview shows the way as it would be sent', async () => {
  const app = await testApp({
    channels: ['discord', 'signal'],
    given: { game_join_address: 'connect play.example.org', voice_channel_ids: `${STAGE},${LOUNGE}` },
  });
  await players(app, 1, { preferred: 'discord' });
  await person(app, 's1', { channels: ['signal'], preferred: 'signal' });
  const preview = value(await previewCampaign(app.context, await promoter(app), REQUEST, 'discord'));
  expect(preview.messages.start).toContain('Join the game: `connect play.example.org`');
  expect(preview.messagesByChannel.start?.discord?.buttons).toEqual([
    'Open voice',
    'Coming',
    'Later',
    'Not tonight',
    'Stop these messages',
  ]);
  const onSignal = preview.messagesByChannel.start?.signal;
  expect(onSignal?.buttons).toEqual([]);
  expect(onSignal?.text).toContain(`Open voice: https://discord.com/channels/${GUILD}/${STAGE}`);
});

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
