import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import {
  anEvening,
  aSharedEvening,
  type Evening,
  expectPunctual,
  MANAGE_SERVER,
  messages,
} from './support.js';

const POST = 'POST /channels/:id/messages';
const MANY = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`player${index + 1}`, {}]));

describe('a bot that is stopped and killed while it sends', () => {
  let evening: Evening<string>;
  let everybody: Person[];

  beforeAll(async () => {
    evening = await aSharedEvening({
      players: { ana: { promoter: true }, ...MANY },
      reminderIn: -60,
      startIn: 6,
      env: { DISCORD_MESSAGES_PER_SECOND: '8' },
    });
    everybody = Object.values(evening.people);
    const card = await evening.people['ana']!.promotes();
    expect(card.message.text()).toContain(
      messages.notice({ code: 'no_reminder', reminderAt: evening.reminderAt }),
    );
    // So that some messages are always under way.
    evening.discord.faults.always({ route: POST }, { kind: 'delay', ms: 500 });
  });

  function calls(): number {
    return everybody.reduce((sum, person) => sum + person.calls.length, 0);
  }

  /** What is on record of the message that tells its promoter how a campaign goes. */
  function recordedAsTold(): string {
    const rows = evening.records.rows<{ value: string }>(
      "SELECT value FROM system_state WHERE key LIKE 'progress:%'",
    );
    return rows[0]?.value ?? '';
  }

  async function callsInAll(count: number): Promise<void> {
    await evening.discord.waitUntil(() => calls() >= count, `call no. ${count}`, 30_000);
  }

  it('SIGTERM lets what is under way settle, and ends with exit code 0 and a last line', async () => {
    await callsInAll(4);
    expect(await evening.bot.stop('SIGTERM')).toEqual({ code: 0, signal: null });

    expect(evening.bot.lines.at(-1)).toMatchObject({ event: 'stopped' });
    const stopping = evening.bot.lines.find(({ event }) => event === 'stopping');
    expect(stopping).toMatchObject({ signal: 'SIGTERM' });
    expect(Number(stopping!['inFlight'])).toBeGreaterThan(0);
    expect(calls()).toBeLessThan(everybody.length);
    expect(evening.records.ledgerStates()).toEqual({ sent: calls() });
  });

  it('SIGKILL leaves some of whom nobody knows whether they were reached', async () => {
    const before = calls();
    const ana = evening.people['ana']!;
    const waiting = everybody.filter((person) => person !== ana && person.calls.length === 0);
    // After six, Discord answers no more: what of two it has done, and of the others nothing.
    const silences = waiting
      .slice(6)
      .map(({ id }, index) =>
        evening.discord.faults.always({ route: POST, userId: id }, { kind: 'hang', afterAccept: index < 2 }),
      );
    await evening.restart();
    await callsInAll(before + 7);
    // How it goes is told by a message that is begun once: a kill before that is on record would cost her the rest.
    await expect.poll(recordedAsTold, { timeout: 10_000 }).toMatch(/"messageId":"\d+"/);
    expect(await evening.bot.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    for (const silence of silences) silence.remove();

    expect(calls()).toBeLessThan(everybody.length);
    expect(evening.records.ledgerStates()['sending']).toBeGreaterThan(0);
  });

  it('a second process on the same database refuses, in words', async () => {
    await evening.restart();
    const second = evening.anotherBot();
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: expect.stringContaining('Another Muster is already running') as string,
    });
    expect(second.lines.every(({ event }) => event !== 'ready')).toBe(true);
  });

  it('in the end nobody is doubled, forgotten or left unknown', async () => {
    const recovered = await evening.bot.waitForEvent('recovered');
    expect(recovered).toMatchObject({ jobs: 1, unknown: 0 });
    expect(Number(recovered['retried'])).toBeGreaterThan(0);
    await evening.jobEnded('start');
    await evening.stopBot();

    for (const person of everybody) expect(person.calls).toHaveLength(1);
    const rows = evening.finalRows('start');
    expect(Object.keys(rows)).toHaveLength(everybody.length);
    expect(new Set(Object.values(rows))).toEqual(new Set(['sent']));
    expect(evening.records.ledgerStates()).toEqual({ sent: everybody.length });
  });

  it('the promoter, whose message could no longer be edited, was told how it went by one DM', () => {
    const ana = evening.people['ana']!;
    const [told, ...others] = ana.dms.filter((dm) => !ana.calls.includes(dm));
    expect(others).toEqual([]);
    expect(told!.text()).toContain(messages.promote.title('sent', false));
    expect(told!.buttons()).toEqual([]);
  });
});

describe('a deployment whose promotions are switched off', () => {
  it('refuses new campaigns with that reason, and everything else goes on', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true } },
      reminderIn: 200,
      startIn: 260,
      env: { AVAILABILITY_PROMOTION_ENABLED: 'false' },
    });
    const { ana } = evening.people;
    expect(evening.bot.lines.find(({ event }) => event === 'ready')).toMatchObject({ scheduler: 'off' });

    const refused = await evening.expectNoChange(() => ana.uses('promote create'));
    expect(refused.buttons()).toEqual([]);
    expect(refused.text()).toBe(messages.refusal({ code: 'promotions_disabled' }));
    const said = await ana.uses('availability set', { status: 'MAYBE' });
    expect(said.text()).toContain(messages.replies.availabilitySet('MAYBE', evening.date, evening.date));
  });

  it('sends nothing of a campaign there was; switched on again, it sends what is still of use', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {} },
      reminderIn: 5,
      startIn: 6,
    });
    const { ana, bor } = evening.people;
    await ana.promotes();
    await evening.bot.stop();
    await evening.restart({ AVAILABILITY_PROMOTION_ENABLED: 'false' });
    await evening.clockPasses(evening.startAt);
    expect(evening.discord.delivered).toEqual([]);
    await evening.bot.stop();

    await evening.restart();
    await evening.jobEnded('start');
    await evening.stopBot();
    const missed = 'skipped (missed)';
    expect(evening.finalRows('reminder')).toEqual({ ana: missed, bor: missed });
    expect(evening.finalRows('start')).toEqual({ ana: 'sent', bor: 'sent' });
    expect(ana.calls).toHaveLength(1);
    expect(bor.calls).toHaveLength(1);
  });
});

describe('pausing', () => {
  it('holds back what has not left, across a restart, until it is resumed; the text tells what time is left then', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true }, eva: { permissions: MANAGE_SERVER, status: null }, ...MANY },
      reminderIn: 6,
      startIn: 6 + 120,
      env: { DISCORD_MESSAGES_PER_SECOND: '8' },
    });
    const ana = evening.people.ana;
    const eva = evening.people.eva;
    await ana.promotes();
    const called = Object.values<Person>(evening.people).filter(({ id }) => id !== eva.id);
    const calls = () => called.flatMap((person) => person.calls);
    await evening.discord.waitUntil(() => calls().length >= 2, 'the second call', 30_000);
    expectPunctual(calls()[0]!, evening.reminderAt);
    expect((await eva.uses('promote pause')).text()).toBe(messages.replies.paused);
    await evening.bot.waitForEvent('job_waiting', ({ reason }) => reason === 'paused');
    const before = calls().length;
    expect(before).toBeLessThan(called.length);
    expect((await eva.uses('promote pause')).text()).toBe(messages.promote.alreadyPaused);
    expect((await ana.uses('promote status')).text()).toContain(messages.promote.pausedNow);

    await evening.bot.stop();
    await evening.restart();
    expect((await ana.uses('promote preview')).text()).toContain(messages.notice({ code: 'paused' }));
    expect(calls()).toHaveLength(before);

    expect((await eva.uses('promote resume')).text()).toBe(messages.replies.resumed);
    await evening.jobEnded('reminder');
    expect((await eva.uses('promote resume')).text()).toBe(messages.promote.nothingToResume);
    for (const person of called) {
      expect(person.calls).toHaveLength(1);
      expect(person.calls[0]!.text()).toContain('starts in 2 minutes');
    }
    const asked = await ana.uses('promote cancel');
    const { question, quietly } = messages.promote.callOff;
    expect(asked.text()).toBe(question(called.length, false));
    const pressed = await evening.discord.press(ana.id, asked, quietly);
    await pressed.waitForEdit((message) => message.text() === messages.replies.campaignCancelled(false));
  });
});

describe('a gateway that is gone', () => {
  it('keeps no message from leaving, and buttons work again when it is back', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {}, cene: {}, dana: {} },
      reminderIn: 6,
      startIn: 9,
    });
    const { ana, bor, cene, dana } = evening.people;
    await ana.promotes();
    evening.discord.gateway.refuse(true);
    evening.discord.gateway.drop();
    await evening.jobEnded('reminder');
    for (const person of [ana, bor, cene, dana]) expectPunctual(await person.dm(1), evening.reminderAt);

    evening.discord.gateway.refuse(false);
    await evening.discord.gateway.waitForConnection(30_000);
    expect(await bor.pressesWayOut(messages.buttons.stop, bor.dms[0]!)).toBe(messages.replies.stopped);
    await evening.jobEnded('start');
    expect(cene.dms).toHaveLength(2);
  });
});
