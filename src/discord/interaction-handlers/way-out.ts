import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { isWayOutPress } from '../../domain/channel.js';
import { type EndAction, ENDS } from '../../domain/consent.js';
import { type EveningPress, isEveningPress, latenessIn } from '../../domain/evening-buttons.js';
import type { AnswerAction } from '../../domain/question.js';
import { ok, type Result } from '../../domain/refusal.js';
import { comeTonight, keptYesWords, mayStillAnswer, pressShown } from '../../services/answer-evening.js';
import { answerQuestion } from '../../services/answer-question.js';
import { keepCalls } from '../../services/keep-calls.js';
import { keepWeekly } from '../../services/standing-answers.js';
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
import type { Wanted } from '../wanted.js';

interface Press {
  readonly button: UnderMessage;
  readonly campaignId: string;
}

/** What a press came to: the reply, `null` where the buttons that follow say it, or why it was refused. */
type Came = Result<ReplyPayload | null>;

/**
 * What is under a message we sent. "Not tonight", "Stop these messages" and the end of one kind of message are open to
 * everybody, members or not, from anywhere; a yes to an evening, and the answers to a question, are for linked members, from
 * anywhere.
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
        return answerBeside(
          interaction,
          presentRefusal(asked.messages, came.refusal, wantedBy(button, campaignId)),
        );
      }
      if (came.value) await answerBeside(interaction, came.value);
      const components = interaction.message.components.map((component) => component.toJSON());
      const shown =
        button === 'back' ? await pressShown(asked.services, asked.actor.userId, campaignId) : button;
      await answerInPlace(interaction, presentPressed(asked.messages, components, shown));
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
  coming: come('coming'),
  'back-in': come('back-in'),
  'late-10': come('late-10'),
  'late-20': come('late-20'),
  'late-30': come('late-30'),
  later: ({ services }, campaignId) => mayStillAnswer(services, campaignId),
  back: () => Promise.resolve(ok(null)),
  'dont-ask': endOf('dont-ask'),
  'stop-ready': endOf('stop-ready'),
  looking: answerWith('looking'),
  available: answerWith('available'),
  maybe: answerWith('maybe'),
  'not-playing': answerWith('not-playing'),
  'keep-weekly': async ({ services, messages, actor }) => {
    const kept = await keepWeekly(services, actor);
    return kept.ok ? ok({ content: messages.standing.kept(kept.value.weeklyUntil) }) : kept;
  },
  'keep-pings': async ({ services, messages, actor }) =>
    ok({ content: messages.ownPings.kept(await keepCalls(services, actor.userId)) }),
};

/** Ends one kind of message alone. */
function endOf(action: EndAction): (asked: Asked) => Promise<Came> {
  return async ({ services, messages, actor }) => {
    await stopMessages(services, actor, 'discord', [ENDS[action]]);
    return ok({ content: messages.replies.ended[action] });
  };
}

/** What can be done once they have linked their player. */
function wantedBy(button: UnderMessage, campaignId: string): Wanted | null {
  const minutesLate = isEveningPress(button) ? latenessIn(button) : undefined;
  return minutesLate === undefined ? null : { kind: 'come', minutesLate, campaignId };
}

/** Says by a button that they come. */
function come(press: EveningPress): (asked: Asked, campaignId: string) => Promise<Came> {
  const minutesLate = latenessIn(press) ?? null;
  return async ({ services, messages, actor }, campaignId) => {
    const kept = await comeTonight(services, actor, { minutesLate, campaignId, channel: 'discord' });
    return kept.ok ? ok({ content: keptYesWords(messages, kept.value, 'discord') }) : kept;
  };
}

/** Says by a button whether they play. */
function answerWith(action: AnswerAction): (asked: Asked, campaignId: string) => Promise<Came> {
  return async ({ services, messages, actor, today }, campaignId) => {
    const set = await answerQuestion(services, actor, { campaignId, action });
    return set.ok ? ok(presentSetAvailability(messages, set.value, today)) : set;
  };
}
