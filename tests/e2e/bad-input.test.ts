import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import type { Person } from './person.js';
import { anEvening, aSharedEvening, type Evening, MANAGE_SERVER, messages } from './support.js';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: { promoter: true, status: 'NOT_PLAYING' },
  dana: { linked: false, optedIn: false, promoter: true },
  eva: { permissions: MANAGE_SERVER, status: 'NOT_PLAYING' },
} as const;

type Players = keyof typeof PLAYERS;

describe('what is not possible is told in a sentence, and changes nothing:', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 200, startIn: 260 });
    people = evening.people;
  });

  async function expectRefused(deed: () => Promise<{ text(): string }>, refusal: Refusal): Promise<void> {
    const answer = await evening.expectNoChange(deed);
    const words = refusal.code === 'not_linked' ? messages.links.linkFirst(false) : messages.refusal(refusal);
    expect(answer.text()).toContain(words);
  }

  it.each([
    ['a day that is none', 'someday', (): Refusal => ({ code: 'invalid_date', input: 'someday' })],
    ['the 30th of February', '2027-02-30', (): Refusal => ({ code: 'invalid_date', input: '2027-02-30' })],
    ['a past day', '2020-01-01', (): Refusal => ({ code: 'date_past', date: '2020-01-01' })],
  ])('%s', async (_, date, refusal) => {
    await expectRefused(() => people.bor.uses('availability set', { status: 'MAYBE', date }), refusal());
    await expectRefused(() => people.bor.uses('availability clear', { date }), refusal());
  });

  it('a day too far ahead, where the last one allowed is taken', async () => {
    const tooFar = evening.dateIn(91);
    await expectRefused(() => people.bor.uses('availability set', { status: 'MAYBE', date: tooFar }), {
      code: 'date_too_far',
      date: tooFar,
      maxDays: 90,
    });
    const last = await people.bor.uses('availability set', { status: 'MAYBE', date: evening.dateIn(90) });
    expect(last.text()).toContain(
      messages.replies.availabilitySet('MAYBE', evening.dateIn(90), evening.date),
    );
  });

  it('a status Discord did not offer', async () => {
    const refusal: Refusal = { code: 'invalid_status', input: 'ASLEEP' };
    await expectRefused(
      () => people.bor.uses('availability set', { status: 'ASLEEP' }, { forged: true }),
      refusal,
    );
    const board = await evening.discord.slash(people.eva.id, 'availability board');
    const posted = await board.waitForFollowUp();
    // The board is written down once it stands there.
    await vi.waitFor(() => expect(evening.records.rows('SELECT * FROM availability_boards')).toHaveLength(1));
    await expectRefused(async () => {
      const customId = `availability-set:${evening.date}:ASLEEP`;
      return (await evening.discord.pressCustomId(people.bor.id, posted, customId)).settled();
    }, refusal);
  });

  it.each([
    [
      'a zone that is none',
      { start: '22:00', end: '08:00', zone: 'Europe/Nowhere' },
      { code: 'invalid_timezone', input: 'Europe/Nowhere' },
    ],
    [
      'a time that is none',
      { start: '25:00', end: '08:00', zone: 'Europe/Ljubljana' },
      { code: 'invalid_time', input: '25:00' },
    ],
    ['half of quiet hours', { start: '', end: '08:00', zone: 'UTC' }, { code: 'quiet_hours_incomplete' }],
  ] as const)('%s', async (_, form, refusal) => {
    await expectRefused(() => people.bor.setsQuietHours(form), refusal);
  });

  it('a log of an outcome there is not', async () => {
    await expectRefused(() => people.ana.uses('promote log', { outcome: 'perhaps' }, { forged: true }), {
      code: 'invalid_outcome',
      input: 'perhaps',
    });
  });

  it('a command from a server that is not ours', async () => {
    const elsewhere = { guildId: '424242424242424242', forged: true };
    const wrongGuild: Refusal = { code: 'wrong_guild' };
    await expectRefused(() => people.ana.uses('promote create', {}, elsewhere), wrongGuild);
    await expectRefused(() => people.ana.uses('promote pause', {}, elsewhere), wrongGuild);
    await expectRefused(
      () => people.bor.uses('availability set', { status: 'MAYBE' }, elsewhere),
      wrongGuild,
    );
    await expectRefused(() => people.bor.uses('preferences', {}, elsewhere), wrongGuild);
    await expectRefused(
      () => people.bor.uses('link player', { guid: 'g', name: 'B' }, elsewhere),
      wrongGuild,
    );
  });

  it('somebody who has linked no player', async () => {
    const notLinked: Refusal = { code: 'not_linked' };
    await expectRefused(() => people.dana.uses('promote create'), notLinked);
    await expectRefused(() => people.dana.uses('promote status'), notLinked);
    await expectRefused(() => people.dana.uses('availability set', { status: 'LOOKING' }), notLinked);
  });

  it('somebody who is no promoter, or no admin', async () => {
    await expectRefused(() => people.bor.uses('promote preview'), { code: 'not_promoter' });
    await expectRefused(() => people.bor.uses('promote create'), { code: 'not_promoter' });
    await expectRefused(() => people.bor.uses('promote log'), { code: 'not_promoter' });
    await expectRefused(() => people.ana.uses('promote pause'), { code: 'not_admin' });
  });

  it('a GUID of somebody else', async () => {
    await expectRefused(() => people.dana.uses('link player', { guid: 'guid-ana', name: 'Dana' }), {
      code: 'guid_taken',
    });
  });

  it("somebody else's link, unless an admin removes it", async () => {
    await expectRefused(() => people.ana.uses('unlink player', { user: people.cene.id }), {
      code: 'not_admin',
    });
    const removed = await people.eva.uses('unlink player', { user: people.cene.id });
    expect(removed.text()).toBe(messages.links.unlinkedOther('Cene'));
    await expectRefused(() => people.cene.uses('promote create'), { code: 'not_linked' });
    await people.cene.uses('link player', { guid: 'guid-cene', name: 'Cene' });
  });

  it('there is nothing to cancel', async () => {
    await expectRefused(() => people.ana.uses('promote cancel'), { code: 'campaign_not_found' });
  });
});

describe('Confirm is asked everything again:', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 200, startIn: 260 });
    people = evening.people;
  });

  beforeEach(() => {
    expect(campaigns()).toBe(0);
  });

  function campaigns(): number {
    return evening.records.rows('SELECT id FROM availability_promotion_campaigns WHERE slot_freed_at IS NULL')
      .length;
  }

  /** Cancelled before anything left, a campaign leaves the evening to the next test. */
  async function freeTheEvening(): Promise<void> {
    const cancelled = await people.ana.uses('promote cancel');
    expect(cancelled.text()).toContain(messages.promote.slotFreed);
  }

  it('a campaign nobody would receive offers no Confirm', async () => {
    await people.ana.changesPreferences('opt-out');
    await people.bor.changesPreferences('opt-out');
    const preview = await people.ana.uses('promote create');
    expect(preview.text()).toContain(messages.promote.nobody);
    expect(preview.buttons()).toEqual([]);
    await people.ana.changesPreferences('opt-in');
    await people.bor.changesPreferences('opt-in');
  });

  it('and is refused if everybody has opted out since; the evening stays free', async () => {
    const preview = await people.ana.uses('promote create');
    await people.ana.changesPreferences('opt-out');
    await people.bor.changesPreferences('opt-out');
    const refused = await evening.expectNoChange(() => people.ana.presses('Confirm', preview));
    expect(refused.text()).toBe(messages.refusal({ code: 'nobody_to_call' }));

    await people.ana.changesPreferences('opt-in');
    await people.bor.changesPreferences('opt-in');
    await people.ana.promotes();
    expect(campaigns()).toBe(1);
    await freeTheEvening();
  });

  it('whoever is added or gone since the preview is told of', async () => {
    const preview = await people.ana.uses('promote create');
    await people.bor.changesPreferences('opt-out');
    const created = await people.ana.presses('Confirm', preview);
    expect(created.text()).toContain(
      messages.notice({ code: 'changed_since_preview', added: 0, removed: 1 }),
    );
    await people.bor.changesPreferences('opt-in');
    await freeTheEvening();
  });

  it('permissions taken away between preview and Confirm count', async () => {
    const preview = await people.eva.uses('promote create');
    expect(preview.buttons().map(({ label }) => label)).toEqual(['Confirm', 'Cancel']);
    evening.discord.setPermissions(people.eva.id, 0n);

    const refused = await evening.expectNoChange(() => people.eva.presses('Confirm', preview));
    expect(refused.text()).toBe(messages.refusal({ code: 'not_promoter' }));
    evening.discord.setPermissions(people.eva.id, MANAGE_SERVER);
  });

  it('somebody else who presses it gets their own sentence, and its owner can still press', async () => {
    const preview = await people.ana.uses('promote create');
    const customId = preview.buttons()[0]!.customId;
    const refused = await evening.expectNoChange(async () => {
      return (await evening.discord.pressCustomId(people.cene.id, preview, customId)).settled();
    });
    expect(refused.text()).toBe(messages.refusal({ code: 'not_your_button' }));
    expect(refused.origin.ephemeralFor).toBe(people.cene.id);

    await people.ana.presses('Confirm', preview);
    expect(campaigns()).toBe(1);
    await freeTheEvening();
  });

  it('two presses at once create one campaign', async () => {
    const preview = await people.ana.uses('promote create');
    const customId = preview.buttons()[0]!.customId;
    const press = () => evening.discord.pressCustomId(people.ana.id, preview, customId);
    await Promise.all([press(), press(), press()]);
    await evening.discord.waitUntil(
      () => preview.text().includes(messages.promote.title('scheduled', false)),
      'the campaign on the message',
    );

    expect(campaigns()).toBe(1);
    expect(evening.bot.lines.filter(({ event }) => event === 'background_error')).toEqual([]);
    await freeTheEvening();
  });

  it('two previews confirmed at once create one campaign, and both show it', async () => {
    const previews = [await people.ana.uses('promote create'), await people.ana.uses('promote create')];
    const shown = await Promise.all(previews.map((preview) => people.ana.presses('Confirm', preview)));

    expect(campaigns()).toBe(1);
    for (const message of shown) {
      expect(message.text()).toContain(messages.promote.title('scheduled', false));
    }
    expect(shown.filter((message) => message.text().includes(messages.promote.replayed))).toHaveLength(1);
    await freeTheEvening();
  });

  it('two promoters who confirm at once: one campaign, and the other is told of the cooldown', async () => {
    const [first, second] = [people.ana, people.cene];
    const previews = [await first.uses('promote create'), await second.uses('promote create')] as const;
    const [one, other] = await Promise.all([
      first.presses('Confirm', previews[0]),
      second.presses('Confirm', previews[1]),
    ]);

    expect(campaigns()).toBe(1);
    const cooldown = messages.refusal({ code: 'cooldown', date: evening.date });
    expect([one.text(), other.text()].filter((text) => text === cooldown)).toHaveLength(1);
    const winner = one.text() === cooldown ? second : first;
    expect((await winner.uses('promote cancel')).text()).toContain(messages.promote.slotFreed);
  });

  it('the same request again shows the campaign there is; another one, or another promoter, is refused', async () => {
    const others = await people.ana.uses('promote create', { include_maybe: true });
    const cenes = await people.cene.uses('promote create');
    await people.ana.promotes();

    const again = await evening.expectNoChange(async () => (await people.ana.promotes()).message);
    expect(again.text()).toContain(messages.promote.replayed);
    const refused = await evening.expectNoChange(() => people.ana.presses('Confirm', others));
    const [campaign] = evening.records.rows<{ id: string }>(
      'SELECT id FROM availability_promotion_campaigns WHERE slot_freed_at IS NULL',
    );
    expect(refused.text()).toBe(messages.refusal({ code: 'already_promoted', campaignId: campaign!.id }));
    const cooled = await evening.expectNoChange(() => people.cene.presses('Confirm', cenes));
    expect(cooled.text()).toBe(messages.refusal({ code: 'cooldown', date: evening.date }));
    await freeTheEvening();
  });

  it('cancelling is for its promoter and for admins, and Discord is asked again who is one', async () => {
    const card = await people.ana.promotes();
    const shown = card.message;
    const { customId } = shown.buttons()[0]!;
    const byBor = await evening.expectNoChange(async () => {
      return (await evening.discord.pressCustomId(people.bor.id, shown, customId)).settled();
    });
    expect(byBor.text()).toBe(messages.refusal({ code: 'campaign_not_found' }));

    const byEva = await (await evening.discord.pressCustomId(people.eva.id, shown, customId)).settled();
    expect(byEva.text()).toContain(messages.replies.campaignCancelled(false));
    const ended = await card.summary();
    expect(ended.text()).toContain(messages.promote.title('cancelled', false));
  });

  it('a preview from before a restart has expired, and says so', async () => {
    const preview = await people.ana.uses('promote create');
    await evening.bot.stop();
    await evening.restart();

    const refused = await evening.expectNoChange(() => people.ana.presses('Confirm', preview));
    expect(refused.text()).toBe(messages.refusal({ code: 'draft_expired' }));
  });
});

describe('after the start', () => {
  it('tonight is over: neither a new preview nor a Confirm from before creates anything', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true } },
      reminderIn: 4,
      startIn: 5,
    });
    const { ana } = evening.people;
    const preview = await ana.uses('promote create');
    await evening.clockPasses(evening.startAt);

    const over = messages.refusal({ code: 'after_start', startAt: evening.startAt });
    const confirmed = await evening.expectNoChange(() => ana.presses('Confirm', preview));
    expect(confirmed.text()).toBe(over);
    const anew = await evening.expectNoChange(() => ana.uses('promote create'));
    expect(anew.text()).toBe(over);
    expect(evening.discord.delivered).toEqual([]);
  });
});
