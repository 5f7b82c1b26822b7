import type { SettingChanges, SettingInForce } from '../domain/live-settings.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { listOf } from '../domain/setting-parsers.js';
import { SETTING_KEYS, type SettingKey, settingOf, type SettingTexts } from '../domain/setting-list.js';
import type { Database } from '../persistence/engine/database.js';
import { storedSettings, writeSetting } from '../persistence/stores/setting-store.js';
import { requireAdmin, requireAdminNow } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, doerOf } from './said-since.js';

/** Every setting that may change while Muster runs, as it is in force; for admins. */
export async function showSettings(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<readonly SettingInForce[]>> {
  const admin = await requireAdmin(context, actor);
  return admin.ok ? ok(context.live.all()) : admin;
}

/**
 * Changes settings, in force at once for everything but campaigns that exist already: all of them, or, where one is
 * refused, none. For admins. @returns every setting as it is then.
 */
export async function changeSettings(
  context: ServiceContext,
  actor: Actor,
  changes: SettingChanges,
): Promise<Result<readonly SettingInForce[]>> {
  const arrival = arrivalOf(context, actor);
  const admin = await requireAdminNow(context, actor);
  if (!admin.ok) return admin;
  const { live, database, clock, events } = context;
  const wanted = live.changed(changes);
  if (!wanted.ok) return wanted;
  if (context.gameServer === null && wantsServerCheck(wanted.value))
    return refuse({ code: 'no_game_server' });
  const places = await usable(context, live.stored, wanted.value);
  if (!places.ok) return places;
  const written = await database.withTransaction(async (tx) => {
    // Asked again: somebody else may have changed something while Discord was asked.
    const still = live.changed(changes, await storedSettings(tx));
    if (!still.ok) return still;
    const keys = SETTING_KEYS.filter((key) => changes[key] !== undefined);
    const doer = await doerOf(context, actor.userId, arrival);
    for (const key of keys) await writeSetting(tx, key, still.value[key] ?? null, doer, clock.now());
    return ok(await storedSettings(tx));
  });
  if (!written.ok) return written;
  live.adopt(written.value);
  const keys = SETTING_KEYS.filter((key) => changes[key] !== undefined);
  events.emit({ type: 'settings_changed', actorId: actor.userId, keys });
  return ok(live.all());
}

/** Takes in what is set in the database, and tells what of it is of no use. */
export async function loadSettings({
  database,
  live,
  events,
}: Pick<ServiceContext, 'live' | 'events'> & { readonly database: Pick<Database, 'view'> }): Promise<void> {
  for (const key of live.adopt(await storedSettings(database.view))) {
    const reason =
      'was changed with /settings to what does not fit the environment, so it is as it would be without that';
    events.emit({ type: 'setting_odd', setting: settingOf(key).variable, reason });
  }
}

/** Takes in what another process has changed. What of it is of no use was told where it was changed, or at the start. */
export async function reloadSettings({
  database,
  live,
}: Pick<ServiceContext, 'live' | 'database'>): Promise<void> {
  // In a transaction: what a change of this process has committed meanwhile is not written over.
  live.adopt(await database.withTransaction((tx) => storedSettings(tx)));
}

function wantsServerCheck({ server_check_enabled: text }: SettingTexts): boolean {
  return text !== undefined && settingOf('server_check_enabled').parser.parse(text) === true;
}

/** Whether the bot can use the channels, and the server has the roles, that are named now and were not. */
async function usable(
  { places }: ServiceContext,
  before: SettingTexts,
  after: SettingTexts,
): Promise<Result<null>> {
  for (const { key, use, id } of named(after)) {
    if (named(before).some((each) => each.key === key && each.id === id)) continue;
    const can = await (use === 'role' ? places.hasRole(id) : places.canUse(id, use));
    if (!can.known) return refuse({ code: 'directory_unavailable' });
    if (can.value) continue;
    return refuse(
      use === 'role'
        ? { code: 'role_unknown', roleId: id }
        : { code: 'channel_unusable', key, channelId: id },
    );
  }
  return ok(null);
}

/** What ids of a setting's kind are of; what is not here names none. */
const USES = { 'text-channel': 'post', 'voice-channels': 'voice', roles: 'role' } as const;

/** What is named by an id, each for what. */
function named(
  texts: SettingTexts,
): { key: SettingKey; use: (typeof USES)[keyof typeof USES]; id: string }[] {
  return SETTING_KEYS.flatMap((key) => {
    const { kind } = settingOf(key);
    const text = texts[key];
    if (text === undefined || !(kind in USES)) return [];
    const use = USES[kind as keyof typeof USES];
    return listOf(text).map((id) => ({ key, use, id }));
  });
}
