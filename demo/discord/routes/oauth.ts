import { type Context, objectBody, type Route } from '../context.js';

/** Signing in with Discord. */
export function oauthRoutes({ oauth }: Context): Route[] {
  return [
    { name: 'GET /oauth2/authorize', bot: false, handle: ({ query }) => oauth.authorize(query) },
    {
      name: 'POST /oauth2/token',
      bot: false,
      handle: (call) => oauth.token(call.authorization, objectBody(call)),
    },
    {
      name: 'POST /oauth2/token/revoke',
      bot: false,
      handle: (call) => oauth.revoke(call.authorization, objectBody(call)),
    },
  ];
}
