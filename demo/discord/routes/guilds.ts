import { FormErrors, refuse } from '../api-error.js';
import { ok, param } from '../context.js';
import type { Call, Context, Route } from '../context.js';
import { membersLike, sortedMembers } from '../member-chunks.js';
import { compareSnowflakes } from '../snowflake.js';
import { channelView, guildView, roleView } from '../guild-views.js';
import { memberView } from '../user-views.js';

const GUILD_MEMBERS_INTENT = 1 << 1;

/** The guild, its roles, channels and members. */
export function guildRoutes({ world, gateway }: Context): Route[] {
  function inGuild(call: Call): void {
    if (param(call, 'id') !== world.seed.guildId || !world.botIsIn) throw refuse.unknownGuild();
  }

  function limit(call: Call): number {
    const asked = Number(call.query.get('limit') ?? 1);
    const errors = new FormErrors();
    if (!(asked >= 1 && asked <= 1000)) {
      errors.add(['limit'], 'NUMBER_TYPE_RANGE', 'int value should be between 1 and 1000.');
    }
    errors.throwIfAny();
    return asked;
  }

  return [
    {
      name: 'GET /guilds/:id',
      handle(call) {
        inGuild(call);
        const counts = call.query.get('with_counts') === 'true' && {
          approximate_member_count: world.members.size,
          approximate_presence_count: world.members.size,
        };
        return ok({ ...guildView(world), ...counts });
      },
    },
    {
      name: 'GET /guilds/:id/roles',
      handle(call) {
        inGuild(call);
        return ok([...world.roles.values()].map(roleView));
      },
    },
    {
      name: 'GET /guilds/:id/channels',
      handle(call) {
        inGuild(call);
        return ok(world.guildChannels().map((channel) => channelView(world, channel)));
      },
    },
    {
      name: 'GET /guilds/:id/members/search',
      handle(call) {
        inGuild(call);
        return ok(membersLike(world, call.query.get('query') ?? '', limit(call)).map(memberView));
      },
    },
    {
      name: 'GET /guilds/:id/members/:uid',
      handle(call) {
        inGuild(call);
        const id = param(call, 'uid') === '@me' ? world.seed.botUserId : param(call, 'uid');
        const member = world.members.get(id);
        if (!member) throw world.users.has(id) ? refuse.unknownMember() : refuse.unknownUser();
        return ok(memberView(member));
      },
    },
    {
      name: 'GET /guilds/:id/members',
      handle(call) {
        inGuild(call);
        if (gateway.disallows(GUILD_MEMBERS_INTENT)) throw refuse.missingAccess();
        const after = call.query.get('after') ?? '0';
        const rest = sortedMembers(world).filter(({ user }) => compareSnowflakes(user.id, after) > 0);
        return ok(rest.slice(0, limit(call)).map(memberView));
      },
    },
  ];
}
