import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wantedIn, type Wanted, wantedText } from '../../src/discord/wanted.js';
import {
  carriedBy,
  presentLinkFirst,
  presentLinkForm,
  presentLinkFormRefused,
} from '../../src/discord/presenters/link-form.js';
import { idOf } from '../../src/discord/custom-id.js';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import { en } from '../../src/messages/en/messages.js';

/** What a slash command's option can hold: no line break. */
const typed = fc.string({ unit: 'binary', maxLength: 150 }).map((text) => text.replaceAll('\n', ' '));
const wishes: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    date: typed,
    status: fc.constantFrom(...AVAILABILITY_STATUSES),
  }),
  fc.record({
    kind: fc.constant('come' as const),
    minutesLate: fc.option(fc.integer({ min: 1, max: 45 })),
    campaignId: fc.option(fc.uuid()),
  }),
  fc.record({
    kind: fc.constantFrom('preview' as const, 'create' as const),
    request: fc.record(
      {
        includeAvailable: fc.boolean(),
        includeMaybe: fc.boolean(),
        dryRun: fc.boolean(),
        startTime: fc.constantFrom('22:15', '22:15:30', '7'),
        note: typed.filter((note) => note !== ''),
      },
      { requiredKeys: ['includeAvailable', 'includeMaybe', 'dryRun'] },
    ),
  }),
);

/** The custom id of the one button of a reply. */
function idUnder(reply: ReturnType<typeof presentLinkFirst>): string {
  const [button] = reply.components?.[0]?.components ?? [];
  return button && 'custom_id' in button ? button.custom_id : '';
}

describe('a wish that waits for a linked player', () => {
  it('is the same after it was kept in a text', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        expect(wantedIn(wantedText(wish))).toEqual(wish);
      }),
    );
    expect(wantedIn(wantedText(null))).toBeNull();
  });

  it('is judged as somebody’s own, whatever text it comes from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wish = wantedIn(text);
        if (wish) expect(wantedIn(wantedText(wish))).toEqual(wish);
      }),
    );
  });

  it('goes from button to form and back as a whole, or, if it is too long, not at all', () => {
    fc.assert(
      fc.property(wishes, typed, typed, (wish, guid, name) => {
        const wanted = wantedText(wish);
        const first = presentLinkFirst(en, wanted);
        const id = idUnder(first);
        expect(id.length).toBeLessThanOrEqual(100);
        const carried = carriedBy(idOf('link-form', id) ?? '');
        expect([wanted, '']).toContain(carried.wanted);
        expect(first.content).toBe(en.links.linkFirst(carried.wanted !== ''));
        const form = presentLinkForm(en, carried);
        expect(form.custom_id).toBe(id);

        const refused = presentLinkFormRefused(
          en,
          { code: 'invalid_guid' },
          { wanted: carried.wanted, guid, name },
        );
        const againId = idUnder(refused);
        expect(againId.length).toBeLessThanOrEqual(100);
        const again = carriedBy(idOf('link-form', againId) ?? '');
        expect(again.wanted).toBe(carried.wanted);
        expect([`${guid}\n${name}`, '\n']).toContain(`${again.guid}\n${again.name}`);
      }),
    );
  });
});
