import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import type { Card, Person } from './person.js';
import { aSharedEvening, type Evening, expectPunctual, MANAGE_SERVER, messages } from './support.js';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: { status: 'AVAILABLE' },
  dana: { status: 'MAYBE' },
  eva: { optedIn: false },
  filip: { status: 'NOT_PLAYING' },
  hiro: { quiet: true },
  ines: { dmsClosed: true },
  vito: { status: null, permissions: MANAGE_SERVER },
} as const;

type Players = keyof typeof PLAYERS;

/** One campaign from its preview to its log; told once for each scheduler, in the order of the evening. */
export function tellTheMainStory(title: string, environment: () => Promise<Record<string, string>>): void {
  describe(title, () => {
    let evening: Evening<Players>;
    let people: Record<Players, Person>;
    let called: Person[];
    let spared: Person[];
    let card: Card;

    beforeAll(async () => {
      evening = await aSharedEvening({
        players: PLAYERS,
        reminderIn: 6,
        startIn: 10,
        env: await environment(),
      });
      people = evening.people;
      called = [people.ana, people.bor, people.cene];
      spared = [people.dana, people.eva, people.filip, people.hiro, people.ines, people.vito];
    });

    it('the preview names who is called and counts why others are not', async () => {
      const preview = await people.ana.uses('promote preview', { include_available: true });

      const [who, leftOut] = preview.embeds[0]!.fields!.map(({ value }) => value);
      const lines = [
        messages.promote.recipient('Ana', 'LOOKING', 'discord'),
        messages.promote.recipient('Bor', 'LOOKING', 'discord'),
        messages.promote.recipient('Cene', 'AVAILABLE', 'discord'),
        messages.promote.recipient('Hiro', 'LOOKING', 'discord'),
        messages.promote.recipient('Ines', 'LOOKING', 'discord'),
      ];
      expect(who!.split('\n').sort()).toEqual(lines.sort());
      expect(leftOut!.split('\n').sort()).toEqual(
        [
          messages.promote.excluded('not_opted_in', 1),
          messages.promote.excluded('not_playing', 1),
          messages.promote.excluded('status_not_included', 1),
        ].sort(),
      );
      expect(preview.text()).toContain(messages.notice({ code: 'quiet_at_start', count: 1 }));
      expect(preview.text()).toContain(messages.notice({ code: 'no_follow_up' }));
      expect(preview.buttons().map(({ label }) => label)).toEqual([messages.promote.includeMore]);
    });

    it('nothing is created by a preview, or by Cancel under it', async () => {
      const discarded = await evening.expectNoChange(async () => {
        const preview = await people.ana.uses('promote create', { include_available: true });
        expect(preview.buttons().map(({ label }) => label)).toEqual([
          'Confirm',
          'Cancel',
          messages.promote.includeMore,
        ]);
        return people.ana.presses('Cancel', preview);
      });
      expect(discarded.text()).toBe(messages.replies.draftDiscarded);
      expect(discarded.buttons()).toEqual([]);
      const status = await people.ana.uses('promote status');
      expect(status.text()).toBe(messages.nothing.campaign(evening.date, evening.date));
    });

    it('Confirm creates it', async () => {
      card = await people.ana.promotes({ include_available: true });

      const shown = card.message;
      expect(shown.text()).toContain(messages.promote.title('scheduled', false));
      expect(shown.text()).toContain(messages.promote.recipients(5, { discord: 5, telegram: 0, signal: 0 }));
      const { callStandby, cancelCampaign } = messages.promote;
      // Dana, who said maybe, is on standby.
      expect(shown.buttons().map(({ label }) => label)).toEqual([callStandby, cancelCampaign]);
      const created = await evening.bot.waitForEvent('campaign_created');
      expect(created).toMatchObject({
        promoterId: people.ana.id,
        date: evening.date,
        recipients: 5,
        reminderAt: evening.reminderAt,
        startAt: evening.startAt,
      });
      expect(evening.discord.delivered).toEqual([]);
    });

    it('the reminder reaches the right people at its second, and says how long is left', async () => {
      await evening.jobEnded('reminder');

      for (const person of called) {
        const reminder = await person.dm(1);
        expectPunctual(reminder, evening.reminderAt);
        expect(reminder.text()).toContain('starts in 1 minute');
        expectAnswersAndWaysOut(reminder);
      }
      expect(evening.discord.delivered).toHaveLength(called.length);
    });

    it('the start message follows at its second, once to each', async () => {
      await evening.jobEnded('start');

      for (const person of called) {
        const start = await person.dm(2);
        expectPunctual(start, evening.startAt);
        expect(start.text()).toContain('is starting now');
        expectAnswersAndWaysOut(start);
        expect(person.dms).toHaveLength(2);
      }
      for (const person of spared) expect(person.dms).toEqual([]);
    });

    it('the message it was confirmed on shows how it goes, and ends in a summary', async () => {
      const summary = await card.summary();

      expect(summary.text()).toContain(messages.promote.title('partial', false));
      expect(summary.text()).toContain(messages.promote.reached(3, 4));
      expect(summary.text()).toContain('3 pinged, 1 not reached, 1 in quiet hours');
      const seen = (status: 'scheduled' | 'running'): number =>
        summary.versions.filter((text) => text.startsWith(messages.promote.title(status, false))).length;
      expect(seen('scheduled')).toBeGreaterThan(0);
      expect(seen('running')).toBeGreaterThan(0);
    });

    it('every linked member can see the numbers, and no names', async () => {
      const status = (await people.bor.uses('promote status')).text();

      expect(status).toContain(messages.promote.title('partial', false));
      expect(status.match(/3 (reminded|pinged), 1 not reached, 1 in quiet hours/g)).toHaveLength(2);
      expect(status).toContain(messages.promote.excluded('quiet_hours', 1));
      for (const { name } of Object.values(people)) expect(status).not.toContain(name);
    });

    it('the log tells a promoter counts', async () => {
      const log = await people.ana.uses('promote log');

      expect(log.text()).toContain(messages.promote.logForAdminsOnly);
      expect(log.text()).toContain(`3 × ${messages.jobName('start')} · ${messages.outcome('sent')}`);
      const csv = csvOf(log, evening.date);
      expect(csv[0]).toBe('job,outcome,reason,error_code,count');
      expect(csv).toContain('start,sent,,,3');
      expect(csv).toContain('start,failed,channel_closed,dm_closed,1');
      expect(csv).toContain('start,skipped,quiet_hours,,1');
      for (const { name, id } of Object.values(people)) {
        expect(log.text()).not.toContain(name);
        expect(csv.join('\n')).not.toMatch(new RegExp(`\\b(${name}|${id})\\b`));
      }
    });

    it('and an admin names', async () => {
      const log = await people.vito.uses('promote log');

      expect(log.text()).not.toContain(messages.promote.logForAdminsOnly);
      const csv = csvOf(log, evening.date);
      for (const { name, id } of [...called, people.hiro, people.ines]) {
        expect(log.text()).toContain(`${messages.jobName('start')} · ${name}`);
        expect(csv.filter((row) => row.includes(`,${name},${id},`))).toHaveLength(2);
      }
    });

    it('somebody who is neither sees no log', async () => {
      const log = await people.bor.uses('promote log');
      expect(log.text()).toBe(messages.refusal({ code: 'not_promoter' }));
      expect(log.attachments).toEqual([]);
    });

    it('the database holds one final row for each recipient and job, and nothing that is under way', async () => {
      expect(await evening.stopBot()).toEqual({ code: 0, signal: null });

      const everybody = {
        ana: 'sent',
        bor: 'sent',
        cene: 'sent',
        hiro: 'skipped (quiet_hours)',
        ines: 'failed (channel_closed)',
      };
      expect(evening.finalRows('reminder')).toEqual(everybody);
      expect(evening.finalRows('start')).toEqual(everybody);
      expect(evening.records.ledgerStates()).toEqual({ failed: 2, sent: 6 });
      const campaigns = evening.records.rows('SELECT status FROM availability_promotion_campaigns');
      expect(campaigns).toEqual([{ status: 'partial' }]);
    });
  });
}

function expectAnswersAndWaysOut(message: StoredMessage): void {
  const { coming, later, notTonight, stop } = messages.buttons;
  expect(message.buttons().map(({ label, disabled }) => ({ label, disabled }))).toEqual([
    { label: coming, disabled: false },
    { label: later, disabled: false },
    { label: notTonight, disabled: false },
    { label: stop, disabled: false },
  ]);
}

function csvOf(log: StoredMessage, date: string): string[] {
  const [file, ...others] = log.attachments;
  expect(others).toEqual([]);
  expect(file!.filename).toBe(`muster-${date}.csv`);
  return file!.data.toString('utf8').trimEnd().split('\r\n');
}
