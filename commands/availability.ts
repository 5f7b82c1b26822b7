import { Subcommand } from '@sapphire/plugin-subcommands';
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  SlashCommandStringOption,
} from 'discord.js';
import { carryOut } from '../src/discord/carry-out.js';
import { dateChoices } from '../src/discord/date-choices.js';
import { described, namedChoices } from '../src/discord/localized.js';
import { presentAvailability, presentBoard } from '../src/discord/presenters/availability.js';
import { presentCalendar, presentMadeCalendar } from '../src/discord/presenters/calendar.js';
import { presentStanding } from '../src/discord/presenters/standing.js';
import {
  answer,
  answerAlone,
  answerResult,
  deferEphemeral,
  doneOnceTaken,
  guarded,
  guardedChoices,
  NO_MENTIONS,
  outAlone,
  presentRefusal,
} from '../src/discord/replies.js';
import { boardMessage } from '../src/dispatch/day-board.js';
import { MOST_LATE_MINUTES } from '../src/domain/answer.js';
import { LEAST_CONDITION, MOST_CONDITION } from '../src/domain/conditional.js';
import { AVAILABILITY_STATUSES } from '../src/domain/availability.js';
import { parseDateInput } from '../src/messages/typed-date.js';
import { goAway } from '../src/services/away.js';
import { calendarSince, makeCalendar } from '../src/services/calendar.js';
import { clearAvailabilityOn } from '../src/services/set-availability.js';
import { availabilityBoard, showAvailability } from '../src/services/show-availability.js';
import { showStanding } from '../src/services/standing-answers.js';

/** `/availability set|coming|late|clear|weekly|away|calendar|show|board` */
export class AvailabilityCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      subcommands: [
        { name: 'set', chatInputRun: 'runSet' },
        { name: 'coming', chatInputRun: 'runComing' },
        { name: 'late', chatInputRun: 'runLate' },
        { name: 'clear', chatInputRun: 'runClear' },
        { name: 'weekly', chatInputRun: 'runWeekly' },
        { name: 'away', chatInputRun: 'runAway' },
        { name: 'calendar', chatInputRun: 'runCalendar' },
        { name: 'show', chatInputRun: 'runShow' },
        { name: 'board', chatInputRun: 'runBoard' },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { settings } = this.container.muster.services;
    const date = (option: SlashCommandStringOption): SlashCommandStringOption =>
      described(option.setName('date'), 'date').setAutocomplete(true);
    const choices = namedChoices(
      AVAILABILITY_STATUSES,
      (messages, status) => `${messages.availabilityStatus(status)} (${messages.board.meanings[status]})`,
    );
    registry.registerChatInputCommand(
      (command) =>
        described(command.setName('availability'), 'availability')
          .addSubcommand((sub) =>
            described(sub.setName('set'), 'availability set')
              .addStringOption((option) =>
                described(option.setName('status'), 'availability set status')
                  .setRequired(true)
                  .addChoices(choices),
              )
              .addStringOption(date)
              .addIntegerOption((option) =>
                described(option.setName('if_at_least'), 'availability set if_at_least')
                  .setMinValue(LEAST_CONDITION)
                  .setMaxValue(MOST_CONDITION),
              ),
          )
          .addSubcommand((sub) => described(sub.setName('coming'), 'availability coming'))
          .addSubcommand((sub) =>
            described(sub.setName('late'), 'availability late').addIntegerOption((option) =>
              described(option.setName('minutes'), 'availability late minutes')
                .setRequired(true)
                .setMinValue(1)
                .setMaxValue(MOST_LATE_MINUTES),
            ),
          )
          .addSubcommand((sub) => described(sub.setName('clear'), 'availability clear').addStringOption(date))
          .addSubcommand((sub) => described(sub.setName('weekly'), 'availability weekly'))
          .addSubcommand((sub) =>
            described(sub.setName('away'), 'availability away').addStringOption((option) =>
              described(option.setName('until'), 'availability away until')
                .setRequired(true)
                .setAutocomplete(true),
            ),
          )
          .addSubcommand((sub) => described(sub.setName('calendar'), 'availability calendar'))
          .addSubcommand((sub) => described(sub.setName('show'), 'availability show').addStringOption(date))
          .addSubcommand((sub) =>
            described(sub.setName('board'), 'availability board').addStringOption(date),
          ),
      { guildIds: [settings.guildId] },
    );
  }

  override async autocompleteRun(interaction: AutocompleteInteraction): Promise<void> {
    await guardedChoices(interaction, this.container.muster.services, ({ messages, today }) =>
      dateChoices(messages, today, interaction.options.getFocused()),
    );
  }

  async runSet(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const status = interaction.options.getString('status', true);
      const { date: typed } = dateOf(interaction);
      const date = parseDateInput(typed, asked.today);
      const ifAtLeast = interaction.options.getInteger('if_at_least');
      const wanted = {
        kind: 'answer',
        status,
        date: date.ok ? date.value : (typed ?? ''),
        ifAtLeast,
      } as const;
      const { drafts } = this.container.muster;
      const result = await doneOnceTaken(deferEphemeral(interaction), status === 'NOT_PLAYING', () =>
        carryOut({ ...asked, drafts }, wanted),
      );
      await answerResult(interaction, asked.messages, result, (done) => done, wanted);
    });
  }

  async runComing(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#come(interaction, null);
  }

  async runLate(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#come(interaction, interaction.options.getInteger('minutes', true));
  }

  async #come(interaction: ChatInputCommandInteraction, minutesLate: number | null): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      await deferEphemeral(interaction);
      const wanted = { kind: 'come', minutesLate, campaignId: null } as const;
      const { drafts } = this.container.muster;
      const result = await carryOut({ ...asked, drafts }, wanted);
      await answerResult(interaction, asked.messages, result, (done) => done, wanted);
    });
  }

  async runClear(interaction: ChatInputCommandInteraction): Promise<void> {
    await outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => clearAvailabilityOn(services, actor, dateOf(interaction).date),
      ({ messages, today }, { date, cleared, left }) => {
        const said = cleared
          ? messages.replies.availabilityCleared(date, today)
          : messages.nothing.availability(date, today);
        return { content: left === null ? said : `${said} ${messages.standing.countsThen(left)}` };
      },
    );
  }

  async runWeekly(interaction: ChatInputCommandInteraction): Promise<void> {
    await answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => showStanding(services, actor),
      ({ messages }, view) => presentStanding(messages, view),
    );
  }

  async runAway(interaction: ChatInputCommandInteraction): Promise<void> {
    await outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => goAway(services, actor, interaction.options.getString('until', true)),
      ({ messages }, { until, today, declined }) => ({
        content: messages.standing.wentAway(until, today, declined.length),
      }),
    );
  }

  async runCalendar(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      // A look ends no address that a program reads; only who has none gets one right away.
      const since = await calendarSince(services, actor.userId);
      if (since !== null) return answer(interaction, presentCalendar(messages, since));
      const made = await makeCalendar(services, actor);
      await answerResult(interaction, messages, made, (value) => presentMadeCalendar(messages, value));
    });
  }

  async runShow(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(
      interaction,
      this.container.muster.services,
      async ({ services, messages, actor, today }) => {
        await deferEphemeral(interaction);
        const result = await showAvailability(services, actor, dateOf(interaction).date);
        await answerResult(interaction, messages, result, (board) =>
          presentAvailability(messages, board, today),
        );
      },
    );
  }

  async runBoard(interaction: ChatInputCommandInteraction): Promise<void> {
    await guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await availabilityBoard(services, actor, dateOf(interaction).date);
      if (!result.ok) return answer(interaction, presentRefusal(messages, result.refusal));
      const { date } = result.value;
      await answer(interaction, { content: messages.board.posted(date) });
      // Everybody reads it, so it is worded for the server and not for whoever asked.
      const board = boardMessage(services.serverMessages(), result.value);
      const shown = { ...presentBoard(board), allowedMentions: NO_MENTIONS };
      const { id, channelId } = await interaction.followUp(shown);
      await this.container.muster.boards.record({ messageId: id, channelId, date }, board);
    });
  }
}

function dateOf(interaction: ChatInputCommandInteraction): { date?: string } {
  const date = interaction.options.getString('date');
  return date === null ? {} : { date };
}
