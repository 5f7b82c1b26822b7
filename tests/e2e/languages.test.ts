import { expect, it } from 'vitest';
import { de } from '../../src/messages/de/messages.js';
import { sl } from '../../src/messages/sl/messages.js';
import { anEvening, messages } from './support.js';

it('each is spoken to in their own language, and everybody in the server’s', async () => {
  let club = '';
  const evening = await anEvening({
    players: { uta: { promoter: true, locale: 'de' }, bor: {} },
    reminderIn: 6,
    startIn: 9,
    discord: { guildLocale: 'de' },
    env: (discord) => ({
      AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '2',
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: (club ||= discord.addChannel({ name: 'club' }).id),
    }),
  });
  const { uta, bor } = evening.people;
  const preview = await uta.uses('promote create');
  expect(preview.text()).toContain(de.promote.confirmTitle);
  const pressed = await evening.discord.press(uta.id, preview, de.buttons.confirm);
  const card = await pressed.settled();
  expect(card.text()).toContain(de.promote.recipients(2, { discord: 2 }));

  const status = await bor.uses('promote status');
  expect(status.text()).toContain(messages.promote.recipients(2, { discord: 2 }));
  const posted = await evening.discord.slash(uta.id, 'availability board');
  expect((await posted.waitForFollowUp()).text()).toMatch(/^\*\*Heute Abend, .*: Wer ist dabei\?/);

  await evening.jobEnded('start');
  expect((await uta.dm(1)).text()).toMatch(/Die Runde heute Abend beginnt in 1 Minute/);
  expect((await uta.dm(2)).text()).toMatch(/Die Runde heute Abend beginnt jetzt/);
  expect((await bor.dm(2)).text()).toMatch(/^\*\*.+\*\* is starting now/);
  expect(await uta.pressesWayOut(de.buttons.notTonight, await uta.dm(2))).toBe(de.replies.notTonight);
  const ended = await pressed.waitForEdit((message) => message.buttons().length === 0);
  expect(ended.text()).toContain(de.promote.title('sent', false));
  await evening.bot.waitForEvent('summary_settled');
  const [summary] = evening.discord.messagesIn(club);
  expect(summary!.content).toMatch(/^Die Runde von heute Abend, .*: 2 Eingeladene: /);
});

it('a language that Discord lacks is the server’s by a setting, and a person’s by their choice', async () => {
  let club = '';
  const evening = await anEvening({
    players: { neza: { promoter: true }, bor: {} },
    reminderIn: 6,
    startIn: 9,
    env: (discord) => ({
      SERVER_LANGUAGE: 'sl',
      AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
      AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '2',
      AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: (club ||= discord.addChannel({ name: 'club' }).id),
    }),
  });
  const { neza, bor } = evening.people;
  const panel = await neza.uses('preferences');
  const chosen = await evening.discord.select(neza.id, panel, messages.panel.language.placeholder, ['sl']);
  await chosen.waitForEdit((message) => message.text().includes(sl.panel.title));

  const preview = await neza.uses('promote create');
  expect(preview.text()).toContain(sl.promote.confirmTitle);
  const pressed = await evening.discord.press(neza.id, preview, sl.buttons.confirm);
  expect((await pressed.settled()).text()).toContain('2 igralca: 2 prek Discorda');
  const status = await bor.uses('promote status');
  expect(status.text()).toContain(messages.promote.recipients(2, { discord: 2 }));
  const posted = await evening.discord.slash(bor.id, 'availability board');
  expect((await posted.settled()).text()).toContain('promoters');
  const board = await evening.discord.slash(neza.id, 'availability board');
  expect((await board.waitForFollowUp()).text()).toMatch(/^\*\*Nocoj, .*: kdo bo zraven\?/);

  await evening.jobEnded('start');
  expect((await neza.dm(1)).text()).toMatch(/nocojšnje igranje se začne čez 1 minuto/);
  expect((await neza.dm(2)).text()).toMatch(/nocojšnje igranje se začenja zdaj/);
  expect((await bor.dm(2)).text()).toMatch(/is starting now/);
  expect(await neza.pressesWayOut(sl.buttons.notTonight, await neza.dm(2))).toBe(sl.replies.notTonight);
  const ended = await pressed.waitForEdit((message) => message.buttons().length === 0);
  expect(ended.text()).toContain(sl.promote.title('sent', false));
  await evening.bot.waitForEvent('summary_settled');
  const [summary] = evening.discord.messagesIn(club);
  expect(summary!.content).toMatch(/^Nocojšnje igranje, .*: 2 povabljena: /);
});
