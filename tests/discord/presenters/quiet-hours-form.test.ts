import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOf } from '../../../src/discord/custom-id.js';
import {
  filledInBy,
  presentFormRefused,
  presentQuietHoursForm,
  quietHoursButton,
  USUAL_ZONES,
  zoneOfForm,
} from '../../../src/discord/presenters/quiet-hours-form.js';
import { isTimezone } from '../../../src/domain/time-zone.js';
import { de } from '../../../src/messages/de/messages.js';
import { en } from '../../../src/messages/en/messages.js';
import { buttonsOf, expectModalWithinLimits, expectWithinLimits } from '../within-limits.js';

const filled = { start: '22:30', end: '8:00', zone: 'America/New_Yrok' };

/** The longest there is. */
const SERVER = 'America/Argentina/ComodRivadavia';

/** What the form shows, field by field. */
function valuesOf(modal: ReturnType<typeof presentQuietHoursForm>): Record<string, unknown> {
  return Object.fromEntries(
    modal.components.flatMap((label) =>
      'component' in label && 'custom_id' in label.component
        ? [[label.component.custom_id, shownIn(label.component)]]
        : [],
    ),
  );
}

/** What is typed into a field already, or chosen in a list. */
function shownIn(component: object): unknown {
  if ('value' in component) return component.value;
  if (!('options' in component)) return undefined;
  const options = component.options as { value: string; default?: boolean }[];
  return options.find((option) => option.default)?.value;
}

function carriedBy(id: string) {
  return filledInBy(idOf('preferences', id) ?? '');
}

describe('the quiet hours form', () => {
  it('shows what is set, and demands none of it', () => {
    const modal = presentQuietHoursForm(en, filled, SERVER);
    expect(valuesOf(modal)).toEqual({ ...filled, usual: undefined });
    expect(valuesOf(presentQuietHoursForm(en, { start: '', end: '', zone: 'UTC' }, SERVER))).toEqual({
      start: undefined,
      end: undefined,
      usual: 'UTC',
      zone: undefined,
    });
    expectModalWithinLimits(modal);
  });

  it('has the usual zones to choose from, beside the server’s and one’s own', () => {
    expect(USUAL_ZONES.filter((zone) => !isTimezone(zone))).toEqual([]);
    const shown = (zone: string) => valuesOf(presentQuietHoursForm(en, { ...filled, zone }, SERVER));
    expect(shown('')).toMatchObject({ usual: 'server', zone: undefined });
    for (const zone of [...USUAL_ZONES, SERVER])
      expect(shown(zone)).toMatchObject({ usual: zone, zone: undefined });
    expectModalWithinLimits(presentQuietHoursForm(de, { ...filled, zone: SERVER }, SERVER));
    expect(zoneOfForm('', 'server')).toBe('');
    expect(zoneOfForm(' ', 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(zoneOfForm('America/Bogota', 'Asia/Tokyo')).toBe('America/Bogota');
    expect(zoneOfForm('', undefined)).toBe('');
  });

  it('is opened again filled in with what was refused, which the refusal tells back', () => {
    const payload = presentFormRefused(en, { code: 'invalid_timezone', input: filled.zone }, filled);
    expect(payload.content).toContain('isn’t a time zone');
    expect(payload.content).toContain('“22:30”');
    expect(payload.content).toContain('“8:00”');
    expect(payload.content).toContain('“America/New_Yrok”');
    expect(payload.content).toContain('Nothing was changed');
    const [id] = Object.keys(buttonsOf(payload));
    expect(carriedBy(id ?? '')).toEqual(filled);
    expectWithinLimits(payload);
  });

  it('carries every zone there is', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.filter(isTimezone)).toEqual(zones);
    for (const zone of zones) {
      const times = { start: '22:30', end: '08:00', zone };
      expect(carriedBy(quietHoursButton('Set', times).custom_id)).toEqual(times);
    }
  });

  it('keeps within the limits whatever is typed', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(anything, anything, anything, (start, end, zone) => {
        const payload = presentFormRefused(
          en,
          { code: 'invalid_timezone', input: zone },
          { start, end, zone },
        );
        expectWithinLimits(payload);
        expect(payload.content).not.toMatch(/@everyone|<@/);
        const [id] = Object.keys(buttonsOf(payload));
        const carried = carriedBy(id ?? '');
        expect(carried).not.toBeNull();
        if (carried) expectModalWithinLimits(presentQuietHoursForm(en, carried, SERVER));
      }),
    );
  });

  it.each(['opt-in', 'quiet-hours', 'channel', ''])('is not opened by %j', (id) => {
    expect(filledInBy(id)).toBeNull();
  });
});
