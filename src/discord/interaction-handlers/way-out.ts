import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { type EndAction, ENDS } from '../../domain/consent.js';
import { type AnswerAction, isWayOutPress } from '../../domain/question.js';
import { ok, type Result } from '../../domain/refusal.js';
import { answerQuestion } from '../../services/answer-question.js';
import { backIn, backInWords } from '../../services/back-in.js';
import { notTonight, stopMessages } from '../../services/way-out.js';
import { idOf } from '../custom-id.js';
import type { ReplyPayload } from '../presenters/reply-payload.js';
import { presentSetAvailability } from '../presenters/set-availability.js';
import { presentPressed, UNDER_MESSAGES, type UnderMessage } from '../presenters/way-out.js';
import {
  answerBeside,
  answerInPlace,
  type Asked,
  doneOnceTaken,
  guarded,
  presentRefusal,
} from '../replies.js';

interface Press {
  readonly button: UnderMessage;
  readonly campaignId: string;
}

/** What a press came to: the reply, or why it was refused. */
type Came = Result<ReplyPayload>;

/**
 * What is under a message we sent. "Not tonight", "Stop these messages" and the end of one kind of message are open to
 * everybody, members or not, from anywhere; the way back from the first, and the answers to a question, are for linked
 * members, from anywhere.
 */
export class WayOutHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    for (const button of UNDER_MESSAGES) {
      const campaignId = idOf(button, customId);
      if (campaignId !== null) return this.some({ button, campaignId });
    }
    return this.none();
  }

  async run(interaction: ButtonInteraction, { button, campaignId }: Press): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const came = await doneOnceTaken(interaction.deferUpdate(), isWayOutPress(button), () =>
        DOES[button](asked, campaignId),
      );
      if (!came.ok) {
        const wanted = button === 'back-in' ? ({ kind: button, campaignId } as const) : null;
        return answerBeside(interaction, presentRefusal(asked.messages, came.refusal, wanted));
      }
      await answerBeside(interaction, came.value);
      const components = interaction.message.components.map((component) => component.toJSON());
      await answerInPlace(interaction, presentPressed(asked.messages, components, button));
    });
  }
}

const DOES: Readonly<Record<UnderMessage, (asked: Asked, campaignId: string) => Promise<Came>>> = {
  stop: async ({ services, messages, actor }) => {
    await stopMessages(services, actor, 'discord');
    return ok({ content: messages.replies.stopped });
  },
  'not-tonight': async ({ services, messages, actor, today }, campaignId) => {
    const date = await notTonight(services, actor, campaignId);
    return ok({
      content: date === today ? messages.replies.notTonight : messages.wayOut.notThatEvening(date),
    });
  },
  'back-in': async ({ services, messages, actor, today }, campaignId) => {
    const back = await backIn(services, actor, campaignId);
    return back.ok ? ok({ content: backInWords(messages, back.value, today) }) : back;
  },
  'dont-ask': endOf('dont-ask'),
  'stop-ready': endOf('stop-ready'),
  looking: answerWith('looking'),
  available: answerWith('available'),
  maybe: answerWith('maybe'),
  'not-playing': answerWith('not-playing'),
};

/** Ends one kind of message alone. */
function endOf(action: EndAction): (asked: Asked) => Promise<Came> {
  return async ({ services, messages, actor }) => {
    await stopMessages(services, actor, 'discord', [ENDS[action]]);
    return ok({ content: messages.replies.ended[action] });
  };
}

/** Says by a button whether they play. */
function answerWith(action: AnswerAction): (asked: Asked, campaignId: string) => Promise<Came> {
  return async ({ services, messages, actor, today }, campaignId) => {
    const set = await answerQuestion(services, actor, { campaignId, action });
    return set.ok ? ok(presentSetAvailability(messages, set.value, today)) : set;
  };
}
