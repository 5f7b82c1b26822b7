import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: {},
  dana: {},
  eva: {},
  filip: {},
  grace: {},
  hiro: { quiet: true },
  ines: { dmsClosed: true },
  jan: {},
  kaja: {},
  luka: { status: null },
} as const;

type Players = keyof typeof PLAYERS;

const OPEN_DM = 'POST /users/@me/channels';

describe('ways out, between the reminder and the start', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { notTonight, stop } = messages.buttons;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 6, startIn: 10 });
    people = evening.people;
    await people.ana.promotes();
    await evening.jobEnded('reminder');
  });

  it('who opted in had their DM opened then, and not again for the send', () => {
    for (const person of [people.ana, people.bor, people.cene, people.jan]) {
      const opened = evening.discord.traffic.where({ route: OPEN_DM, userId: person.id });
      expect(opened).toHaveLength(1);
      expect(opened[0]!.at).toBeLessThan(evening.reminderAt);
      expect(person.dms).toHaveLength(1);
      expect(person.dms[0]!.channelId).toBe((opened[0]!.responseBody as { id: string }).id);
    }
  });

  it('"Not tonight" says so for tonight', async () => {
    const [reminder] = people.bor.dms;
    expect(await people.bor.pressesWayOut(notTonight, reminder!)).toBe(messages.replies.notTonight);

    const shown = await people.bor.uses('availability show');
    expect(shown.text()).toContain(messages.board.own('NOT_PLAYING'));
    const { coming } = messages.buttons;
    await evening.discord.waitUntil(
      () => reminder!.buttons().some(({ label, disabled }) => label === coming && !disabled),
      'the way back to be there',
    );
    expect(isOff(reminder!, stop)).toBe(false);
  });

  it('"Stop these messages" opts out', async () => {
    const [reminder] = people.cene.dms;
    expect(await people.cene.pressesWayOut(stop, reminder!)).toBe(messages.replies.stopped);

    const panel = await people.cene.uses('preferences');
    expect(panel.text()).toContain(messages.panel.consents.calls.off);
    await evening.discord.waitUntil(
      () => isOff(reminder!, notTonight) && isOff(reminder!, stop),
      'both buttons to be off',
    );
  });

  it('both work for people who have left the server', async () => {
    evening.discord.removeMember(people.dana.id);
    evening.discord.removeMember(people.eva.id);

    expect(await people.dana.pressesWayOut(stop, people.dana.dms[0]!)).toBe(messages.replies.stopped);
    expect(await people.eva.pressesWayOut(notTonight, people.eva.dms[0]!)).toBe(messages.replies.notTonight);

    const [dana] = evening.records.rows(
      'SELECT allow_promotions, consented_at FROM subscription_preferences WHERE user_id = ?',
      people.dana.id,
    );
    expect(dana).toEqual({ allow_promotions: 0, consented_at: null });
    const [eva] = evening.records.rows(
      'SELECT status FROM availability_entries WHERE user_id = ?',
      people.eva.id,
    );
    expect(eva).toEqual({ status: 'NOT_PLAYING' });
  });

  it('they work once more when they are pressed twice', async () => {
    const pressed = people.cene.dms[0]!;
    const reply = await evening.discord.pressCustomId(
      people.cene.id,
      pressed,
      pressed.buttons().find(({ label }) => label === stop)!.customId,
    );
    expect((await reply.waitForFollowUp()).text()).toBe(messages.replies.stopped);
  });

  it('the preferences take an opt-out, and no Discord messages, as well', async () => {
    const optedOut = await people.jan.changesPreferences('opt-out');
    expect(optedOut.text()).toContain(messages.panel.consents.calls.off);
    const dmsOff = await people.filip.changesPreferences('dms-off');
    expect(dmsOff.text()).toContain(messages.panel.dmsOff);
  });

  it('somebody simply leaves, and somebody else comes too late to be in the campaign', async () => {
    evening.discord.removeMember(people.grace.id);
    await people.luka.uses('availability set', { status: 'LOOKING' });
  });

  it('the start honours all of it', async () => {
    await evening.jobEnded('start');
    await evening.stopBot();

    expect(evening.finalRows('start')).toEqual({
      ana: 'sent',
      bor: 'skipped (not_playing)',
      cene: 'skipped (not_opted_in)',
      dana: 'skipped (left_guild)',
      eva: 'skipped (left_guild)',
      filip: 'skipped (no_channel)',
      grace: 'skipped (left_guild)',
      hiro: 'skipped (quiet_hours)',
      ines: 'failed (channel_closed)',
      jan: 'skipped (not_opted_in)',
      kaja: 'sent',
    });
    const dms = Object.entries<Person>(people).map(([name, person]) => [name, person.dms.length]);
    expect(Object.fromEntries(dms)).toEqual({
      ana: 2,
      bor: 1,
      cene: 1,
      dana: 1,
      eva: 1,
      filip: 1,
      grace: 1,
      hiro: 0,
      ines: 0,
      jan: 1,
      kaja: 2,
      luka: 0,
    });
  });
});

describe('opting in', () => {
  it('says when the DM cannot be opened, and how to mend that', async () => {
    const evening = await aSharedEvening({
      players: { ana: { optedIn: false } },
      reminderIn: 60,
      startIn: 90,
    });
    const { ana } = evening.people;
    const closed = { kind: 'code', status: 400, code: 50007, message: 'Cannot send messages' } as const;
    evening.discord.faults.next({ route: OPEN_DM, userId: ana.id }, closed);

    const panel = await ana.changesPreferences('opt-in');
    expect(panel.text()).toContain(messages.panel.dmUnreachable);
    evening.discord.faults.next({ route: OPEN_DM, userId: ana.id }, { kind: 'status', status: 502 });
    const later = await ana.presses(messages.panel.buttons.dmsRetry, panel);
    expect(later.text()).toContain(messages.panel.dmLater);
    expect(later.text()).not.toContain(messages.panel.dmUnreachable);
    const again = await ana.presses(messages.panel.buttons.dmsRetry, later);
    expect(again.text()).not.toContain(messages.panel.dmUnreachable);
    expect(again.text()).not.toContain(messages.panel.dmLater);
  });
});

function isOff(message: { buttons(): { label: string; disabled: boolean }[] }, label: string): boolean {
  return message.buttons().some((button) => button.label === label && button.disabled);
}
