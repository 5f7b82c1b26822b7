import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { zoneOfTonight } from '../../demo/zone-of-tonight.js';
import { eveningAt } from '../../src/domain/evening.js';

it('is one in which a session in two minutes is of today, whenever it is asked for', () => {
  for (const day of ['2026-03-08', '2026-03-29', '2026-07-01', '2026-10-25', '2026-11-01', '2026-12-31']) {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const at = DateTime.fromISO(`${day}T00:00:30Z`).plus({ minutes: minute });
      const timezone = zoneOfTonight(5, at);
      const start = at.setZone(timezone).plus({ minutes: 2 });
      const evening = eveningAt(at.toMillis(), { timezone, startTime: start.toFormat('HH:mm:ss') });
      expect(`${at.toISO()} ${evening}`).toBe(`${at.toISO()} ${start.toFormat('yyyy-MM-dd')}`);
    }
  }
});
