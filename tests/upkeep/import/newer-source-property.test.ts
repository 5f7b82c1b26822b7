import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AvailabilityStatus } from '../../../src/domain/availability.js';
import { saidOn } from '../../../src/persistence/stores/availability-store.js';
import { contactOf } from '../../../src/persistence/stores/channel-link-store.js';
import { findPlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { findPreferences } from '../../../src/persistence/stores/preference-store.js';
import { erasePerson } from '../../../src/services/erase-person.js';
import { unlinkChannel } from '../../../src/services/link-channel.js';
import { linkPlayer, unlinkPlayer } from '../../../src/services/link-player.js';
import { clearAvailabilityOn, setAvailability } from '../../../src/services/set-availability.js';
import { updatePreferences } from '../../../src/services/update-preferences.js';
import {
  type Source,
  type SourceRow,
  type TableName,
  wantedOf,
} from '../../../src/upkeep/import/original.js';
import { applyTo, everything } from '../../support/importing.js';
import { actor } from '../../support/people.js';
import { DATE, MINUTE, testApp, type TestApp } from '../../support/test-app.js';

const PEOPLE = ['200000000000000001', '200000000000000002', '200000000000000003'];
const ITEMS = ['calls', 'status', 'link', 'chat'] as const;
type Item = (typeof ITEMS)[number];

/** What the original knows of somebody, each with the moment it was said. */
interface Known {
  calls?: { yes: boolean; at: string };
  status?: { status: AvailabilityStatus; at: string };
  link?: { guid: string; at: string };
  chat?: { chat: string; at: string };
}

const who = fc.integer({ min: 0, max: PEOPLE.length - 1 });
const status = fc.constantFrom<AvailabilityStatus>('LOOKING', 'MAYBE', 'NOT_PLAYING');
const guid = fc.constantFrom('g1', 'g2', 'g3', 'g4');
const chat = fc.constantFrom('101', '102', '103', '104');
/** What happens, there, here, or between the two. */
const step = fc.oneof(
  fc.record({ there: fc.constant('calls' as const), who, yes: fc.boolean() }),
  fc.record({ there: fc.constant('status' as const), who, status }),
  fc.record({ there: fc.constant('link' as const), who, guid }),
  fc.record({ there: fc.constant('chat' as const), who, chat }),
  fc.record({ here: fc.constant('calls' as const), who, yes: fc.boolean() }),
  fc.record({ here: fc.constant('status' as const), who, status: fc.option(status) }),
  fc.record({ here: fc.constant('link' as const), who, guid: fc.option(guid) }),
  fc.record({ here: fc.constant('chat' as const), who }),
  fc.record({ here: fc.constant('erased' as const), who }),
  { weight: 6, arbitrary: fc.record({ source: fc.constantFrom(0, 0, 0, 1, 2) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function sourceOf(known: readonly Known[]): Source {
  const table = (name: TableName, rows: (SourceRow | null)[]) =>
    [name, { columns: new Set(wantedOf(name)), rows: rows.filter((row) => row !== null) }] as const;
  const of = (make: (each: Known, userId: string) => SourceRow | null) =>
    known.map((each, index) => make(each, PEOPLE[index] ?? ''));
  return {
    place: 'here',
    zone: 'UTC',
    tables: new Map([
      table(
        'subscription_preferences',
        of(({ calls }, user_id) =>
          calls ? { user_id, allow_promotions: String(calls.yes), updated_at: calls.at } : null,
        ),
      ),
      table(
        'availability_entries',
        of(({ status: said }, user_id) =>
          said ? { user_id, entry_date: DATE, status: said.status, updated_at: said.at } : null,
        ),
      ),
      table(
        'player_links',
        of(({ link }, discord_id) =>
          link ? { discord_id, player_guid: link.guid, player_name: 'X', linked_at: link.at } : null,
        ),
      ),
      table(
        'availability_channel_links',
        of(({ chat: said }, user_id) =>
          said ? { user_id, channel_type: 'telegram', destination: said.chat, verified_at: said.at } : null,
        ),
      ),
    ]),
  };
}

async function standing(app: TestApp, userId: string): Promise<Record<Item, unknown>> {
  const { view } = app.database;
  const kept = await contactOf(view, userId, 'telegram');
  return {
    calls: (await findPreferences(view, userId))?.allowPromotions ?? false,
    status: await saidOn(view, userId, DATE),
    link: (await findPlayerLink(view, userId))?.guid ?? null,
    chat: kept && app.context.contacts.open(kept.sealed)?.address,
  };
}

const allStanding = (app: TestApp) => Promise.all(PEOPLE.map((userId) => standing(app, userId)));

async function doHere(app: TestApp, done: Extract<Step, { here: string }>): Promise<void> {
  const me = actor(PEOPLE[done.who] ?? '');
  const { context } = app;
  if (done.here === 'calls') await updatePreferences(context, me, { allowPromotions: done.yes });
  else if (done.here === 'chat') await unlinkChannel(context, me, 'telegram', 'page');
  else if (done.here === 'erased') await erasePerson(context, me);
  else if (done.here === 'link')
    await (done.guid === null
      ? unlinkPlayer(context, me)
      : linkPlayer(context, me, { guid: done.guid, name: 'X' }));
  else
    await (done.status === null
      ? clearAvailabilityOn(context, me, DATE)
      : setAvailability(context, me, { date: DATE, status: done.status }));
}

it('an import changes nothing that people changed here, takes what is newer, brings nobody back, and ends where it began when it is run again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const app = await testApp({ channels: ['discord', 'telegram'], at: '2026-03-10T08:00:00.000Z' });
      for (const userId of PEOPLE) app.directory.join(userId);
      const original: Known[] = PEOPLE.map(() => ({}));
      const snapshots: Known[][] = [];
      const theirs = new Set<string>();
      // Whoever has opened their preferences here and left the pings off has answered, too.
      const answered = new Set<string>();
      const brought = new Set<string>();
      const gone = new Set<string>();
      for (const each of steps) {
        await app.advance(11 * MINUTE);
        const at = new Date(app.clock.now()).toISOString();
        if ('there' in each) {
          const { there, who: index, ...said } = each;
          original[index] = { ...original[index], [there]: { ...said, at } };
        } else if ('here' in each) {
          const before = await allStanding(app);
          await doHere(app, each);
          const after = await allStanding(app);
          const userId = PEOPLE[each.who] ?? '';
          if (each.here === 'erased') gone.add(userId);
          if (each.here === 'calls') answered.add(userId);
          for (const item of ITEMS) {
            const hasChanged = before[each.who]?.[item] !== after[each.who]?.[item];
            // That an entry was cleared before anything was brought leaves no trace.
            const leavesTrace =
              item !== 'status' || after[each.who]?.[item] !== null || brought.has(`${userId} status`);
            if (hasChanged && leavesTrace && each.here !== 'erased') theirs.add(`${userId} ${item}`);
          }
        } else {
          snapshots.push(structuredClone(original));
          const isOld = each.source > 0 && snapshots.length > each.source;
          const known = snapshots.at(-1 - (isOld ? each.source : 0)) ?? original;
          if (isOld) snapshots.pop();
          const source = sourceOf(known);
          const before = await allStanding(app);
          await applyTo(app, source);
          const after = await allStanding(app);
          for (const [index, userId] of PEOPLE.entries()) {
            const [was, is, said] = [before[index]!, after[index]!, known[index]!];
            for (const item of ITEMS) {
              const isKept = theirs.has(`${userId} ${item}`) || gone.has(userId);
              if (isKept) expect([userId, item, is[item]]).toEqual([userId, item, was[item]]);
              if (was[item] !== is[item]) brought.add(`${userId} ${item}`);
              if (isOld && brought.has(`${userId} ${item}`) && ['calls', 'status'].includes(item))
                expect([userId, item, 'old', is[item]]).toEqual([userId, item, 'old', was[item]]);
            }
            if (isOld || gone.has(userId)) continue;
            if (said.status && !theirs.has(`${userId} status`)) expect(is.status).toBe(said.status.status);
            if (said.calls && !answered.has(userId))
              expect([userId, is.calls]).toEqual([userId, said.calls.yes]);
          }
          const links = after.map(({ link }) => link).filter((link) => link !== null);
          expect(new Set(links).size).toBe(links.length);
          const held = await everything(app);
          expect((await applyTo(app, source)).changes).toEqual([]);
          expect(await everything(app)).toEqual(held);
        }
      }
      expect(app.discord.delivered).toEqual([]);
      await app.close();
    }),
    { numRuns: 60 },
  );
}, 240_000);
