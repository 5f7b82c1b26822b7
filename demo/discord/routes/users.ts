import { refuse } from '../api-error.js';
import { objectBody, ok, param } from '../context.js';
import type { Context, Route } from '../context.js';
import { channelView, partialGuildView } from '../guild-views.js';
import { userView } from '../user-views.js';
import type { Json } from '../wire.js';

/** The gateway's address, the application, users, and DMs with them. */
export function userRoutes({ world, gateway, oauth }: Context): Route[] {
  const application = (): Json => {
    const owner = world.users.get(world.ownerId);
    return {
      id: world.seed.applicationId,
      name: world.bot.name,
      icon: null,
      description: '',
      type: null,
      bot: userView(world.bot),
      bot_public: false,
      bot_require_code_grant: false,
      verify_key: '0'.repeat(64),
      flags: (1 << 15) | (1 << 19),
      flags_new: String((1 << 15) | (1 << 19)),
      redirect_uris: [],
      interactions_endpoint_url: null,
      role_connections_verification_url: null,
      owner: owner ? userView(owner) : null,
      approximate_guild_count: world.botIsIn ? 1 : 0,
      approximate_user_install_count: 0,
      approximate_user_authorization_count: 0,
      explicit_content_filter: 0,
      team: null,
      eligible_oauth2_scopes: [],
    };
  };

  return [
    { name: 'GET /gateway', bot: false, handle: () => ok({ url: gateway.url }) },
    {
      name: 'GET /gateway/bot',
      handle: () =>
        ok({
          url: gateway.url,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
        }),
    },
    { name: 'GET /applications/@me', handle: () => ok(application()) },
    { name: 'GET /oauth2/applications/@me', handle: () => ok(application()) },
    {
      name: 'GET /users/@me',
      person: true,
      handle(call) {
        const person = world.users.get(oauth.userOf(call.authorization) ?? '');
        if (person) return ok({ ...userView(person), mfa_enabled: false, locale: person.locale });
        return ok({
          ...userView(world.bot),
          mfa_enabled: true,
          locale: 'en-US',
          verified: true,
          email: null,
        });
      },
    },
    {
      name: 'GET /users/@me/guilds',
      handle: () => ok(world.botIsIn ? [partialGuildView(world)] : []),
    },
    {
      name: 'POST /users/@me/channels',
      handle(call) {
        const id = String(objectBody(call)['recipient_id']);
        const user = world.users.get(id);
        if (!user || user.bot) throw refuse.invalidRecipient();
        return ok(channelView(world, world.dmWith(id)));
      },
    },
    {
      name: 'GET /users/:uid',
      handle(call) {
        const user = world.users.get(param(call, 'uid'));
        if (!user) throw refuse.unknownUser();
        return ok(userView(user));
      },
    },
  ];
}
