import { Subcommand } from '@sapphire/plugin-subcommands';
import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { ATTEMPT_OUTCOMES, type CampaignRequest } from '../src/domain/campaign.js';
import { localDate } from '../src/domain/local-time.js';
import { dateChoices } from '../src/discord/date-choices.js';
import type {} from '../src/discord/muster.js';
import { presentCampaign } from '../src/discord/presenters/campaign.js';
import { logCsv, presentLog } from '../src/discord/presenters/campaign-log.js';
import { presentPreview } from '../src/discord/presenters/campaign-preview.js';
import { presentInsights } from '../src/discord/presenters/insights.js';
import { answer, answerResult, deferEphemeral, guarded, guardedChoices } from '../src/discord/replies.js';
import { pngOf } from '../src/pictures/png.js';
import { turnoutChart } from '../src/pictures/turnout-chart.js';
import { cancelCampaign } from '../src/services/cancel-campaign.js';
import { campaignLog } from '../src/services/campaign-log.js';
import { campaignStatusOn } from '../src/services/campaign-status.js';
import type { ServiceContext } from '../src/services/context.js';
import { insights, INSIGHT_WEEKS } from '../src/services/insights.js';
import { pausePromotions, resumePromotions } from '../src/services/pause-promotions.js';
import { previewCampaign, previewForCreation } from '../src/services/preview-campaign.js';

/** How far back `status` and `log` offer dates. */
const DAYS_BACK = -24;

/** `/promote …`: tonight's campaign, from preview to log. */
export class PromoteCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      name: 'promote',
      description: "Call players to tonight's session",
      subcommands: [
        { name: 'preview', chatInputRun: 'preview' },
        { name: 'create', chatInputRun: 'create' },
        { name: 'status', chatInputRun: 'status' },
        { name: 'log', chatInputRun: 'log' },
        { name: 'insights', chatInputRun: 'insights' },
        { name: 'cancel', chatInputRun: 'cancel' },
        { name: 'pause', chatInputRun: 'pause' },
        { name: 'resume', chatInputRun: 'resume' },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { guildId } = this.container.muster.services.settings;
    registry.registerChatInputCommand(
      (builder) =>
        builder
          .setName(this.name)
          .setDescription(this.description)
          .addSubcommand((sub) =>
            sub
              .setName('preview')
              .setDescription('Show who would be called, when and with what; nothing is sent')
              .addBooleanOption((option) =>
                option.setName('include_available').setDescription(INCLUDE_AVAILABLE),
              )
              .addBooleanOption((option) => option.setName('include_maybe').setDescription(INCLUDE_MAYBE)),
          )
          .addSubcommand((sub) =>
            sub
              .setName('create')
              .setDescription("Create tonight's campaign, after you confirmed its preview")
              .addBooleanOption((option) =>
                option.setName('include_available').setDescription(INCLUDE_AVAILABLE),
              )
              .addBooleanOption((option) => option.setName('include_maybe').setDescription(INCLUDE_MAYBE))
              .addBooleanOption((option) =>
                option
                  .setName('dry_run')
                  .setDescription('Send nothing to anybody but you, to see what would happen'),
              ),
          )
          .addSubcommand((sub) =>
            sub
              .setName('status')
              .setDescription('Show how a campaign stands')
              .addStringOption((option) => option.setName('date').setDescription(DATE).setAutocomplete(true)),
          )
          .addSubcommand((sub) =>
            sub
              .setName('log')
              .setDescription('Show what was done about every recipient, and attach it as CSV')
              .addStringOption((option) => option.setName('date').setDescription(DATE).setAutocomplete(true))
              .addStringOption((option) =>
                option
                  .setName('outcome')
                  .setDescription('Only rows with this outcome')
                  .addChoices(ATTEMPT_OUTCOMES.map((outcome) => ({ name: outcome, value: outcome }))),
              ),
          )
          .addSubcommand((sub) =>
            sub
              .setName('insights')
              .setDescription('Show who came to the sessions of the last weeks: numbers, no names'),
          )
          .addSubcommand((sub) =>
            sub.setName('cancel').setDescription("Cancel today's campaign: nobody else is called"),
          )
          .addSubcommand((sub) =>
            sub.setName('pause').setDescription('Admins: send nothing new until resumed'),
          )
          .addSubcommand((sub) =>
            sub.setName('resume').setDescription('Admins: go on sending after a pause'),
          ),
      { guildIds: [guildId] },
    );
  }

  override autocompleteRun(interaction: AutocompleteInteraction): Promise<void> {
    return guardedChoices(interaction, this.container.muster.services, ({ services, messages }) => {
      const today = localDate(services.clock.now(), services.settings.timezone);
      return dateChoices(messages, today, interaction.options.getFocused(), DAYS_BACK);
    });
  }

  preview(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await previewCampaign(services, actor, requestOf(interaction, false));
      await answerResult(interaction, messages, result, (preview) => presentPreview(messages, preview));
    });
  }

  create(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const request = requestOf(interaction, services.settings.dryRunDefault);
      const result = await previewForCreation(services, actor, request);
      await answerResult(interaction, messages, result, (preview) => {
        const recipientIds = preview.recipients.map(({ userId }) => userId);
        const draft = this.container.muster.drafts.add({ promoterId: actor.userId, request, recipientIds });
        return presentPreview(messages, preview, draft.id);
      });
    });
  }

  status(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const date = interaction.options.getString('date') ?? undefined;
      const result = await campaignStatusOn(services, actor, date);
      const today = localDate(services.clock.now(), services.settings.timezone);
      await answerResult(interaction, messages, result, (view) =>
        view ? presentCampaign(messages, view) : { content: messages.nothing.campaign(date ?? today) },
      );
    });
  }

  log(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const date = interaction.options.getString('date') ?? undefined;
      const outcome = interaction.options.getString('outcome') ?? undefined;
      const result = await campaignLog(services, actor, { date, outcome });
      await answerResult(interaction, messages, result, (log) => ({
        ...presentLog(messages, log, { date: log.campaign.date, outcome, page: 1 }),
        files: [{ attachment: Buffer.from(logCsv(log)), name: `muster-${log.campaign.date}.csv` }],
      }));
    });
  }

  insights(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await insights(services, actor);
      if (!result.ok || result.value.turnouts.length === 0) {
        await answerResult(interaction, messages, result, () => ({
          content: messages.turnout.nothing(INSIGHT_WEEKS),
        }));
        return;
      }
      const { turnouts } = result.value;
      const png = await drawn(services, turnoutChart(turnouts, messages.turnout.chart));
      await answer(interaction, presentInsights(messages, turnouts, png));
    });
  }

  cancel(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await cancelCampaign(services, actor);
      await answerResult(interaction, messages, result, ({ followUpOnly, slotFreed }) => ({
        content: [
          messages.replies.campaignCancelled(followUpOnly),
          ...(slotFreed ? [messages.promote.slotFreed] : []),
        ].join(' '),
      }));
    });
  }

  pause(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await pausePromotions(services, actor);
      await answerResult(interaction, messages, result, (changed) => ({
        content: changed ? messages.replies.paused : messages.promote.alreadyPaused,
      }));
    });
  }

  resume(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      const result = await resumePromotions(services, actor);
      await answerResult(interaction, messages, result, (changed) => ({
        content: changed ? messages.replies.resumed : messages.promote.nothingToResume,
      }));
    });
  }
}

/** The numbers are told in words too, so a picture that can't be drawn is left out. */
async function drawn({ events }: ServiceContext, svg: string): Promise<Uint8Array | null> {
  try {
    return await pngOf(svg);
  } catch (error) {
    events.emit({ type: 'background_error', where: 'picture', error });
    return null;
  }
}

const INCLUDE_AVAILABLE = 'Also call those who are available';
const INCLUDE_MAYBE = 'Also call those who said maybe';
const DATE = 'YYYY-MM-DD, today or tomorrow; today if left out';

function requestOf(interaction: ChatInputCommandInteraction, dryRunDefault: boolean): CampaignRequest {
  const { options } = interaction;
  return {
    includeAvailable: options.getBoolean('include_available') ?? false,
    includeMaybe: options.getBoolean('include_maybe') ?? false,
    dryRun: options.getBoolean('dry_run') ?? dryRunDefault,
  };
}
