import { beforeAll, describe, expect, it } from 'vitest';
import type { Card } from './person.js';
import { aSharedEvening, type Evening, expectPunctual, messages } from './support.js';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: { status: 'AVAILABLE' },
  hiro: { quiet: true },
} as const;

describe('a dry run', () => {
  let evening: Evening<keyof typeof PLAYERS>;
  let card: Card;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 5, startIn: 8 });
  });

  it('says before Confirm that nobody is written to', async () => {
    const preview = await evening.people.ana.uses('promote create', { dry_run: true });
    expect(preview.text()).toContain(messages.notice({ code: 'dry_run' }));
    await evening.people.ana.presses('Cancel', preview);

    card = await evening.people.ana.promotes({ dry_run: true });
    const shown = card.message;
    expect(shown.text()).toContain(messages.promote.title('scheduled', true));
  });

  it.each([
    { jobType: 'reminder', number: 1, says: 'starts in 1 minute' },
    { jobType: 'start', number: 2, says: 'is starting now' },
  ] as const)(
    'reports its $jobType to the promoter alone, at its moment',
    async ({ jobType, number, says }) => {
      await evening.jobEnded(jobType);

      const report = await evening.people.ana.dm(number);
      expectPunctual(report, jobType === 'reminder' ? evening.reminderAt : evening.startAt);
      expect(report.text()).toContain(`Dry run: ${messages.jobName(jobType)}`);
      expect(report.text()).toContain('Would have been pinged: 2 (2 on Discord)');
      expect(report.text()).toContain('Left out: 1 (quiet hours 1)');
      const [file] = report.attachments;
      expect(file!.filename).toBe(`dry-run-${jobType}.txt`);
      const rendered = file!.data.toString('utf8').split('\n\n');
      const headings = rendered.map((part) => part.split('\n')[0]);
      expect(headings).toEqual(
        expect.arrayContaining(['Ana (discord)', 'Bor (discord)', 'Hiro (quiet_hours)']),
      );
      expect(rendered.filter((part) => part.includes(says))).toHaveLength(2);
      expect(
        evening.discord.delivered.filter(({ recipientId }) => recipientId !== evening.people.ana.id),
      ).toEqual([]);
    },
  );

  it('leaves the evening free for a real campaign, and each recipient a simulated row', async () => {
    const summary = await card.summary();
    expect(summary.text()).toContain('3 simulated');
    const log = await evening.people.ana.uses('promote log', { outcome: 'simulated' });
    expect(log.text()).toContain(`2 × ${messages.jobName('start')} · ${messages.outcome('simulated')}`);

    await evening.stopBot();
    const simulated = { ana: 'simulated', bor: 'simulated', hiro: 'simulated (quiet_hours)' };
    expect(evening.finalRows('reminder')).toEqual(simulated);
    expect(evening.finalRows('start')).toEqual(simulated);
    const keys = evening.records.rows<{ event_key: string }>('SELECT event_key FROM notifications_ledger');
    expect(keys).toHaveLength(2);
    for (const { event_key } of keys) expect(event_key).toMatch(/^DRY:/);
    const slots = evening.records.rows('SELECT cooldown_date FROM availability_promotion_campaigns');
    expect(slots).toEqual([{ cooldown_date: null }]);
    expect(evening.discord.delivered).toHaveLength(2);
  });
});
