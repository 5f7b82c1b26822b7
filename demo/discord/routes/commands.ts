import { refuse } from '../api-error.js';
import { withoutLocalizations } from '../commands.js';
import { noContent, objectBody, ok, param } from '../context.js';
import type { Call, Context, Route } from '../context.js';
import type { Json } from '../wire.js';

/** Application commands, global and the guild's. */
export function commandRoutes(context: Context): Route[] {
  return [...scopeRoutes(context, ''), ...scopeRoutes(context, '/guilds/:id')];
}

function scopeRoutes({ world, commands }: Context, scope: string): Route[] {
  const base = `/applications/:app${scope}/commands`;

  function guild(call: Call): string | null {
    if (param(call, 'app') !== world.seed.applicationId) throw refuse.unknownApplication();
    const id = call.params['id'] ?? null;
    if (id !== null && (id !== world.seed.guildId || !world.botIsIn)) throw refuse.missingAccess();
    return id;
  }

  return [
    {
      name: `GET ${base}`,
      handle(call) {
        const list = commands.list(guild(call));
        return ok(call.query.get('with_localizations') === 'true' ? list : list.map(withoutLocalizations));
      },
    },
    {
      name: `PUT ${base}`,
      handle: (call) =>
        ok(commands.replaceAll(guild(call), Array.isArray(call.body) ? (call.body as Json[]) : [])),
    },
    {
      name: `POST ${base}`,
      handle(call) {
        const { command, created } = commands.upsert(guild(call), objectBody(call));
        return { status: created ? 201 : 200, body: command };
      },
    },
    { name: `GET ${base}/:cid`, handle: (call) => ok(commands.get(guild(call), param(call, 'cid'))) },
    {
      name: `PATCH ${base}/:cid`,
      handle: (call) => ok(commands.edit(guild(call), param(call, 'cid'), objectBody(call))),
    },
    {
      name: `DELETE ${base}/:cid`,
      handle(call) {
        commands.delete(guild(call), param(call, 'cid'));
        return noContent;
      },
    },
  ];
}
