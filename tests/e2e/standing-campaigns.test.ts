import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { type Weekday, weekdayOf } from '../../src/domain/session-plan.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import { anEvening, messages } from './support.js';

const { standingCampaigns: texts, promote, buttons } = messages;

/** Twenty minutes before the reminder: in the half hour before it, with time to say no, however slowly the bot starts. */
const REMINDER_IN = 1_200;

const anEveningAhead = () =>
  anEvening({
    players: {
      ana: { promoter: true },
      dan: { promoter: true, optedIn: false, status: null, told: true },
      bor: {},
    },
    reminderIn: REMINDER_IN,
    startIn: REMINDER_IN + 900,
    env: { AVAILABILITY_SESSION_READY_THRESHOLD: '2' },
  });

type EveningAhead = Awaited<ReturnType<typeof anEveningAhead>>;

/** A person's message about tonight's standing pings. */
async function proposalTo(evening: EveningAhead, who: 'ana' | 'dan') {
  const isIt = (dm: { text(): string }): boolean => dm.text().includes('unless one of you says no');
  const { people, discord } = evening;
  // The next sweep sends it.
  await discord.waitUntil(() => people[who].dms.some(isIt), `the proposal to ${who}`, 30_000);
  return people[who].dms.find(isIt)!;
}

it('pings go out by themselves unless a promoter says no: two at once, and both are told how it stands', async () => {
  const evening = await anEveningAhead();
  const { people, discord } = evening;
  const today: Weekday = weekdayOf(evening.date);
  const other: Weekday = today === 'sun' ? 'mon' : 'sun';

  expect((await people.bor.uses('promote standing show')).text()).toBe(
    messages.refusal({ code: 'not_promoter' }),
  );
  expect((await people.ana.uses('promote standing set', { days: 'someday' })).text()).toBe(
    messages.refusal({ code: 'invalid_weekdays', input: 'someday' }),
  );
  const set = await people.ana.uses('promote standing set', {
    days: `${today}, ${other}`,
    include_available: true,
  });
  expect(set.text()).toContain(texts.set(today === 'sun' ? ['mon', 'sun'] : [today, 'sun']));

  const [toAna, toDan] = [await proposalTo(evening, 'ana'), await proposalTo(evening, 'dan')];
  expect(toAna.text()).toBe(
    texts.proposal({ at: evening.reminderAt, startAt: evening.startAt, looking: 2, name: people.ana.name }),
  );
  expect(toAna.buttons().map(({ label }) => label)).toEqual([texts.stop, texts.preview]);
  expect(toDan.buttons().map(({ label }) => label)).toEqual([
    texts.stop,
    texts.preview,
    buttons.ends['stop-ready'],
  ]);
  expect((await people.bor.uses('promote status')).text()).toContain(texts.goesOut(evening.reminderAt));
  const preview = await people.dan.presses(texts.preview, toDan);
  expect(preview.embeds[0]?.title).toBe(promote.previewTitle);
  expect(preview.buttons()).toEqual([]);

  await Promise.all([
    discord.press(people.ana.id, toAna, texts.stop),
    discord.press(people.dan.id, toDan, texts.stop),
  ]);
  await discord.waitUntil(
    () => [toAna, toDan].every((dm) => dm.buttons().length === 0),
    'both messages to say how it stands',
  );
  const said = [toAna.text(), toDan.text()];
  expect(said.filter((text) => text === texts.stopped)).toHaveLength(1);
  const first = toAna.text() === texts.stopped ? people.ana.name : people.dan.name;
  expect(said).toContain(texts.notOut('stopped', first));

  const shown = await people.dan.uses('promote standing show');
  expect(shown.embeds[0]?.description).toContain(texts.notOut('stopped', first));
  const removed = await people.dan.uses('promote standing remove');
  expect(removed.text()).toContain('Removed');
  expect(removed.embeds[0]?.description).toContain(texts.none);
  await evening.stopBot();
  expect(
    evening.records.rows("SELECT id FROM availability_promotion_campaigns WHERE kind = 'promotion'"),
  ).toEqual([]);
});

it('pings nobody said no to go out at their time, also after a restart, and "Stop" then offers to cancel them', async () => {
  const evening = await anEveningAhead();
  const { people } = evening;
  await people.ana.uses('promote standing set', { days: weekdayOf(evening.date) });
  const proposal = await proposalTo(evening, 'ana');
  await evening.stopBot();
  // Twenty minutes pass.
  const soon = DateTime.now().setZone(evening.zone).plus({ seconds: 25 }).startOf('second');
  const path = evening.environment()['DATABASE_URL']!.slice('sqlite:'.length);
  const file = new SqliteFile(path);
  file
    .prepare('UPDATE availability_promotion_proposals SET goes_out_at = ?')
    .run(new Date(soon.toMillis()).toISOString());
  file.close();
  await evening.restart({ AVAILABILITY_PROMOTION_REMINDER_TIME: soon.toFormat('HH:mm:ss') });
  await evening.bot.waitForEvent('campaign_created', () => true, 30_000);
  const late = await people.ana.presses(texts.stop, proposal);
  expect(late.text()).toBe(texts.goneOut(true));
  expect(late.buttons().map(({ label }) => label)).toEqual([promote.cancelCampaign]);
  await evening.jobEnded('reminder', 60_000);
  expect(evening.finalRows('reminder')).toEqual({ ana: 'sent', bor: 'sent' });
  await evening.stopBot();
  const campaigns = evening.records.rows<{ initiated_by: string }>(
    "SELECT initiated_by FROM availability_promotion_campaigns WHERE kind = 'promotion'",
  );
  expect(campaigns).toEqual([{ initiated_by: people.ana.id }]);
});
