import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction, StringSelectMenuInteraction } from 'discord.js';
import {
  isTakenBack,
  WEEKLY_STATUSES,
  type WeeklyChanges,
  type WeeklyStatus,
} from '../../domain/standing-answers.js';
import { comeBack } from '../../services/away.js';
import {
  keepWeekly,
  setWeekly,
  showStanding,
  standingOf,
  type StandingView,
} from '../../services/standing-answers.js';
import { idOf } from '../custom-id.js';
import { BE_BACK, KEEP_WEEKLY, OPEN_STANDING, presentStanding } from '../presenters/standing.js';
import { answer, answerBeside, doneOnceTaken, guarded, presentRefusal } from '../replies.js';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction;

/** The selects and buttons of `/availability weekly`, and the button that opens it elsewhere. */
export class StandingPanelHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.MessageComponent });
  }

  override parse(interaction: PanelInteraction) {
    const id = idOf('standing', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  async run(interaction: PanelInteraction, id: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      const taking = interaction.deferUpdate();
      if (id === OPEN_STANDING) {
        await taking;
        const shown = await showStanding(services, actor);
        return answerBeside(
          interaction,
          shown.ok ? presentStanding(messages, shown.value) : presentRefusal(messages, shown.refusal),
        );
      }
      if (id === BE_BACK) {
        await doneOnceTaken(taking, true, () => comeBack(services, actor));
        return answer(interaction, presentStanding(messages, await standingOf(services, actor.userId)));
      }
      const chosen = interaction.isStringSelectMenu() ? interaction.values : [];
      const view = await standingOf(services, actor.userId);
      const changes = id === KEEP_WEEKLY ? {} : changesOf(view, id, chosen);
      const isOut = Object.keys(changes).length > 0 && isTakenBack(changes);
      const result = await doneOnceTaken(taking, isOut, () =>
        id === KEEP_WEEKLY ? keepWeekly(services, actor) : setWeekly(services, actor, changes),
      );
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      await answer(interaction, presentStanding(messages, result.value));
    });
  }
}

/** Which weekdays a choice changes: those chosen have the status, and those that had it and were not chosen have none. */
function changesOf({ week }: StandingView, id: string, chosen: readonly string[]): WeeklyChanges {
  const status = WEEKLY_STATUSES.find((known) => known === id);
  if (!status) return {};
  return Object.fromEntries(
    week.flatMap(({ day, status: said }): [string, WeeklyStatus | null][] => {
      if (chosen.includes(day)) return said === status ? [] : [[day, status]];
      return said === status ? [[day, null]] : [];
    }),
  );
}
