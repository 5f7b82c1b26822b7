import { expect, it } from 'vitest';
import { de } from '../../src/messages/de/messages.js';
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
