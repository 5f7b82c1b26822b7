import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  channelParams,
  linkConfirmBody,
  linkTokenBody,
  linkTokenSchema,
  playerCheckedSchema,
  playerLinkBody,
  playerLinkSchema,
  playerUnlinkedSchema,
  unlinkedSchema,
} from '../../contract/links.js';
import type { ServiceContext } from '../../services/context.js';
import { requestChannelLink, unlinkChannel } from '../../services/link-channel.js';
import { checkProof } from '../../services/prove-player.js';
import { linkPlayer, unlinkPlayer } from '../../services/link-player.js';
import { refuse } from '../../domain/refusal.js';
import { granted, requireActor } from '../asking.js';
import { iso } from '../bodies/instants.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['links'];

/** What belongs to somebody's account: Telegram, Signal, the player in the game. */
export function linkRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/availability/link-token',
      {
        schema: {
          summary: 'A token to link Telegram or Signal with',
          description:
            'Send it to the community from the channel itself. An earlier token for that channel is good no more.',
          tags,
          security: SIGNED_IN,
          body: linkTokenBody,
          response: { 200: linkTokenSchema, ...problemResponses(...BODY_PROBLEMS, 409, 503) },
        },
      },
      async (request, reply) => {
        const asked = await requestChannelLink(services, requireActor(request), request.body.channel_type);
        const { channel, token, expiresAt, deepLink } = granted(asked, request, services);
        reply.header('cache-control', 'no-store');
        return { token, expires_at: iso(expiresAt), channel_type: channel, deep_link: deepLink };
      },
    );

    app.post(
      '/api/availability/link-confirm',
      {
        schema: {
          summary: 'Nothing: a link is confirmed from the channel itself',
          description:
            'Always a 422 (`confirmed_from_channel`). The token is sent to the community from Telegram or Signal, which shows whose ' +
            'account it is; an address that is named here could be anybody’s.',
          tags,
          security: SIGNED_IN,
          body: linkConfirmBody,
          response: problemResponses(...BODY_PROBLEMS, 422),
        },
      },
      (request) =>
        granted<never>(
          refuse({ code: 'confirmed_from_channel', channel: request.body.channel_type }),
          request,
          services,
        ),
    );

    app.delete(
      '/api/availability/links/:channel',
      {
        schema: {
          summary: 'End the link to Telegram or Signal',
          tags,
          security: SIGNED_IN,
          params: channelParams,
          response: { 200: unlinkedSchema, ...problemResponses(403, 404, 503) },
        },
      },
      async (request) => {
        const ended = await unlinkChannel(services, requireActor(request), request.params.channel, 'bridge');
        return { success: true as const, channel_type: granted(ended, request, services) };
      },
    );

    app.post(
      '/api/availability/player-link',
      {
        schema: {
          summary: 'Link your player',
          description: 'As `/link player` does, in place of the one you had.',
          tags,
          security: SIGNED_IN,
          body: playerLinkBody,
          response: { 200: playerLinkSchema, ...problemResponses(...BODY_PROBLEMS, 409, 429, 503) },
        },
      },
      async (request) => {
        const linked = await linkPlayer(services, requireActor(request), request.body);
        const { link, counts, proof } = granted(linked, request, services);
        return {
          success: true as const,
          player_guid: link.guid,
          player_name: link.name,
          confirmed: counts,
          proof: proof && { code: proof.code, expires_at: iso(proof.expiresAt) },
        };
      },
    );

    app.post(
      '/api/availability/player-link/check',
      {
        schema: {
          summary: 'Look for your code on the game server',
          description: 'As "Check now" under `/link player` does.',
          tags,
          security: SIGNED_IN,
          response: { 200: playerCheckedSchema, ...problemResponses(403, 422, 429, 503) },
        },
      },
      async (request) => {
        const checked = await checkProof(services, requireActor(request));
        const { guid, name } = granted(checked, request, services);
        return { success: true as const, player_guid: guid, player_name: name };
      },
    );

    app.delete(
      '/api/availability/player-link',
      {
        schema: {
          summary: 'End the link to your player',
          tags,
          security: SIGNED_IN,
          response: { 200: playerUnlinkedSchema, ...problemResponses(403, 404, 503) },
        },
      },
      async (request) => {
        granted(await unlinkPlayer(services, requireActor(request)), request, services);
        return { success: true as const };
      },
    );
  };
}
