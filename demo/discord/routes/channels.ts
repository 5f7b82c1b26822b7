import { FormErrors, refuse } from '../api-error.js';
import { noContent, objectBody, ok, param } from '../context.js';
import type { Call, Context, Route } from '../context.js';
import type { StoredMessage } from '../stored-message.js';
import { checkEdit, checkMessage } from '../validation.js';
import { channelView } from '../guild-views.js';
import { messageView } from '../message-view.js';
import { compareSnowflakes } from '../snowflake.js';
import type { MessageBody } from '../wire.js';
import type { Channel } from '../entities.js';

/** Channels and their messages. */
export function channelRoutes(context: Context): Route[] {
  const { world } = context;
  const view = (message: StoredMessage): unknown => messageView(world, message, context.cdn());

  function channel(call: Call): Channel {
    const found = world.channels.get(param(call, 'id'));
    if (!found) throw refuse.unknownChannel();
    if (found.isOthers) throw refuse.missingAccess();
    return found;
  }

  function message(call: Call): StoredMessage {
    const found = world.messages.get(param(call, 'mid'));
    if (found?.channelId !== channel(call).id || found.origin.ephemeralFor) throw refuse.unknownMessage();
    return found;
  }

  function refuseClosedDm(to: Channel): void {
    if (to.recipientId === undefined) return;
    if (!world.members.has(to.recipientId)) throw refuse.noMutualGuild();
    if (world.users.get(to.recipientId)?.dmsClosed) throw refuse.dmsClosed();
  }

  return [
    { name: 'GET /channels/:id', handle: (call) => ok(channelView(world, channel(call))) },
    {
      name: 'POST /channels/:id/typing',
      handle(call) {
        channel(call);
        return noContent;
      },
    },
    {
      name: 'POST /channels/:id/messages',
      handle(call) {
        const to = channel(call);
        const body = objectBody(call) as MessageBody;
        checkMessage(body, call.files);
        refuseClosedDm(to);
        const authorId = world.seed.botUserId;
        if (body.enforce_nonce && body.nonce !== undefined) {
          const same = world.messages.withNonce(to.id, authorId, body.nonce);
          if (same) return ok(view(same));
        }
        const made = world.messages.create({ channelId: to.id, authorId }, body, call.files);
        context.deliver(made);
        context.messageChanged('MESSAGE_CREATE', made);
        return ok(view(made));
      },
    },
    {
      name: 'GET /channels/:id/messages',
      handle(call) {
        const limit = Number(call.query.get('limit') ?? 50);
        if (!(limit >= 1 && limit <= 100)) {
          const errors = new FormErrors();
          errors.add(['limit'], 'NUMBER_TYPE_RANGE', 'int value should be between 1 and 100.');
          errors.throwIfAny();
        }
        const [before, after] = [call.query.get('before'), call.query.get('after')];
        const range = world.messages
          .in(channel(call).id)
          .filter(({ id }) => !before || compareSnowflakes(id, before) < 0)
          .filter(({ id }) => !after || compareSnowflakes(id, after) > 0);
        const page = after ? range.slice(0, limit) : range.slice(-limit);
        return ok(page.reverse().map(view));
      },
    },
    { name: 'GET /channels/:id/messages/:mid', handle: (call) => ok(view(message(call))) },
    {
      name: 'PATCH /channels/:id/messages/:mid',
      handle(call) {
        const edited = message(call);
        if (edited.origin.authorId !== world.seed.botUserId) throw refuse.notTheAuthor();
        const body = objectBody(call) as MessageBody;
        checkEdit(body);
        world.messages.edit(edited, body, call.files);
        context.messageChanged('MESSAGE_UPDATE', edited);
        return ok(view(edited));
      },
    },
    {
      name: 'DELETE /channels/:id/messages/:mid',
      handle(call) {
        const deleted = message(call);
        world.messages.delete(deleted);
        context.messageChanged('MESSAGE_DELETE', deleted);
        return noContent;
      },
    },
  ];
}
