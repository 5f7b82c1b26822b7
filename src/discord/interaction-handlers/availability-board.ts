import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { boardMessage, dayBoardOf } from '../../dispatch/day-board.js';
import { setAvailability } from '../../services/set-availability.js';
import { idOf } from '../custom-id.js';
import { KeyedQueue } from '../../domain/keyed-queue.js';
import { boardChoice, presentBoard } from '../presenters/availability.js';
import { presentSetAvailability } from '../presenters/set-availability.js';
import {
  answerBeside,
  answerInPlace,
  type Asked,
  doneOnceTaken,
  guarded,
  presentRefusal,
} from '../replies.js';

/** A button under a day's board: sets one's own status; the board's numbers follow. */
export class AvailabilityBoardHandler extends InteractionHandler {
  // So that the last edit of a board is the one that read its numbers last.
  readonly #refreshes = new KeyedQueue();

  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse(interaction: ButtonInteraction) {
    const id = idOf('availability-set', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  async run(interaction: ButtonInteraction, id: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const { services, messages, actor, today } = asked;
      const choice = boardChoice(id);
      const result = await doneOnceTaken(interaction.deferUpdate(), choice.status === 'NOT_PLAYING', () =>
        setAvailability(services, actor, choice),
      );
      if (!result.ok) {
        const wanted = { kind: 'answer', ...choice } as const;
        return answerBeside(interaction, presentRefusal(messages, result.refusal, wanted));
      }
      const { date } = result.value;
      await answerBeside(interaction, presentSetAvailability(messages, result.value, today));
      await this.#keepTrue(interaction, asked, date);
    });
  }

  /** A board of an earlier release comes on record here; one that only its own buttons can edit is edited by them. */
  async #keepTrue(interaction: ButtonInteraction, { services }: Asked, date: string): Promise<void> {
    const { id: messageId, channelId } = interaction.message;
    if (await this.container.muster.boards.record({ messageId, channelId, date })) return;
    // Everybody reads it, so it is worded for the server and not for whoever pressed.
    const messages = services.serverMessages();
    await this.#refreshes.run(messageId, async () =>
      answerInPlace(interaction, presentBoard(boardMessage(messages, await dayBoardOf(services, date)))),
    );
  }
}
