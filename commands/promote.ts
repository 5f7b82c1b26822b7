import { Subcommand } from '@sapphire/plugin-subcommands';
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  SlashCommandBooleanOption,
  SlashCommandStringOption,
} from 'discord.js';
import { ATTEMPT_OUTCOMES, type CampaignRequest } from '../src/domain/campaign.js';
import { ok } from '../src/domain/refusal.js';
import { parseDateInput, parseWeekdaysInput } from '../src/messages/typed-date.js';
import { carryOut } from '../src/discord/carry-out.js';
import { dateChoices } from '../src/discord/date-choices.js';
import { described, namedChoices } from '../src/discord/localized.js';
import { presentCancelled } from '../src/discord/presenters/call-off.js';
import { presentCampaign } from '../src/discord/presenters/campaign.js';
import { logCsv, presentLog } from '../src/discord/presenters/campaign-log.js';
import { presentInsights } from '../src/discord/presenters/insights.js';
import { presentStandingCampaigns } from '../src/discord/presenters/standing-campaigns.js';
import {
  answer,
  answerAlone,
  answerResult,
  deferEphemeral,
  guarded,
  guardedChoices,
  outAlone,
} from '../src/discord/replies.js';
import type { Wanted } from '../src/discord/wanted.js';
import { pngOf } from '../src/pictures/png.js';
import { turnoutChart } from '../src/pictures/turnout-chart.js';
import { callMore } from '../src/services/call-more.js';
import { cancelCampaign } from '../src/services/cancel-campaign.js';
import { campaignLog } from '../src/services/campaign-log.js';
import { campaignStatusOn } from '../src/services/campaign-status.js';
import type { ServiceContext } from '../src/services/context.js';
import { insights, INSIGHT_WEEKS } from '../src/services/insights.js';
import { pausePromotions, resumePromotions } from '../src/services/pause-promotions.js';
import {
  removeStandingCampaigns,
  setStandingCampaigns,
  showStandingCampaigns,
  standingCampaignsOf,
} from '../src/services/standing-campaigns.js';

/** How far back `status` and `log` offer dates. */
const DAYS_BACK = -24;

/** `/promote …`: tonight's campaign, from preview to log. */
export class PromoteCommand extends Subcommand {
  constructor(context: Subcommand.LoaderContext, options: Subcommand.Options) {
    super(context, {
      ...options,
      name: 'promote',
      subcommands: [
        { name: 'preview', chatInputRun: 'preview' },
        { name: 'create', chatInputRun: 'create' },
        { name: 'status', chatInputRun: 'status' },
        { name: 'log', chatInputRun: 'log' },
        { name: 'insights', chatInputRun: 'insights' },
        { name: 'more', chatInputRun: 'more' },
        { name: 'cancel', chatInputRun: 'cancel' },
        { name: 'pause', chatInputRun: 'pause' },
        { name: 'resume', chatInputRun: 'resume' },
        {
          name: 'standing',
          type: 'group',
          entries: [
            { name: 'set', chatInputRun: 'standingSet' },
            { name: 'show', chatInputRun: 'standingShow' },
            { name: 'remove', chatInputRun: 'standingRemove' },
          ],
        },
      ],
    });
  }

  override registerApplicationCommands(registry: Subcommand.Registry): void {
    const { guildId } = this.container.muster.services.settings;
    const date = (option: SlashCommandStringOption): SlashCommandStringOption =>
      described(option.setName('date'), 'date').setAutocomplete(true);
    const outcomes = namedChoices(ATTEMPT_OUTCOMES, (messages, outcome) =>
      outcome === 'retry' ? messages.promote.reason('will_retry') : messages.outcome(outcome),
    );
    registry.registerChatInputCommand(
      (builder) =>
        described(builder.setName(this.name), 'promote')
          .addSubcommand((sub) =>
            described(sub.setName('preview'), 'promote preview')
              .addBooleanOption((option) => include(option, 'include_available'))
              .addBooleanOption((option) => include(option, 'include_maybe'))
              .addStringOption(start)
              .addStringOption(note),
          )
          .addSubcommand((sub) =>
            described(sub.setName('create'), 'promote create')
              .addBooleanOption((option) => include(option, 'include_available'))
              .addBooleanOption((option) => include(option, 'include_maybe'))
              .addBooleanOption((option) => described(option.setName('dry_run'), 'promote dry_run'))
              .addStringOption(start)
              .addStringOption(note),
          )
          .addSubcommand((sub) => described(sub.setName('status'), 'promote status').addStringOption(date))
          .addSubcommand((sub) =>
            described(sub.setName('log'), 'promote log')
              .addStringOption(date)
              .addStringOption((option) =>
                described(option.setName('outcome'), 'promote log outcome').addChoices(outcomes),
              ),
          )
          .addSubcommand((sub) => described(sub.setName('insights'), 'promote insights'))
          .addSubcommand((sub) =>
            described(sub.setName('more'), 'promote more').addIntegerOption((option) =>
              described(option.setName('count'), 'promote more count'),
            ),
          )
          .addSubcommand((sub) => described(sub.setName('cancel'), 'promote cancel'))
          .addSubcommand((sub) => described(sub.setName('pause'), 'promote pause'))
          .addSubcommand((sub) => described(sub.setName('resume'), 'promote resume'))
          .addSubcommandGroup((group) =>
            described(group.setName('standing'), 'promote standing')
              .addSubcommand((sub) =>
                described(sub.setName('set'), 'promote standing set')
                  .addStringOption((option) =>
                    described(option.setName('days'), 'promote standing set days').setRequired(true),
                  )
                  .addBooleanOption((option) => include(option, 'include_available'))
                  .addBooleanOption((option) => include(option, 'include_maybe')),
              )
              .addSubcommand((sub) => described(sub.setName('show'), 'promote standing show'))
              .addSubcommand((sub) =>
                described(sub.setName('remove'), 'promote standing remove').addStringOption((option) =>
                  described(option.setName('days'), 'promote standing remove days'),
                ),
              ),
          ),
      { guildIds: [guildId] },
    );
  }

  override autocompleteRun(interaction: AutocompleteInteraction): Promise<void> {
    return guardedChoices(interaction, this.container.muster.services, ({ messages, today }) =>
      dateChoices(messages, today, interaction.options.getFocused(), DAYS_BACK),
    );
  }

  preview(interaction: ChatInputCommandInteraction): Promise<void> {
    return this.#show(interaction, () => ({ kind: 'preview', request: requestOf(interaction, false) }));
  }

  create(interaction: ChatInputCommandInteraction): Promise<void> {
    return this.#show(interaction, ({ settings }) => ({
      kind: 'create',
      request: requestOf(interaction, settings.dryRunDefault),
    }));
  }

  #show(interaction: ChatInputCommandInteraction, wish: (services: ServiceContext) => Wanted): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async (asked) => {
      await deferEphemeral(interaction);
      const wanted = wish(services);
      const result = await carryOut({ ...asked, drafts }, wanted);
      await answerResult(interaction, asked.messages, result, (shown) => shown, wanted);
    });
  }

  status(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(
      interaction,
      this.container.muster.services,
      async ({ services, messages, actor, today }) => {
        await deferEphemeral(interaction);
        const date = interaction.options.getString('date') ?? undefined;
        const result = await campaignStatusOn(services, actor, date);
        const day = parseDateInput(date, today, 'last');
        const { tonight } = await standingCampaignsOf(services, actor.userId);
        const isAhead = tonight?.state === 'open' && day.ok && day.value === tonight.date;
        const ahead = isAhead ? [messages.standingCampaigns.goesOut(tonight.at)] : [];
        await answerResult(interaction, messages, result, (view) =>
          view
            ? presentCampaign(messages, view)
            : { content: [messages.nothing.campaign(day.ok ? day.value : today, today), ...ahead].join(' ') },
        );
      },
    );
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
      if (!result.ok || result.value.evenings.length === 0) {
        await answerResult(interaction, messages, result, () => ({
          content: messages.turnout.nothing(INSIGHT_WEEKS),
        }));
        return;
      }
      const turnouts = result.value.evenings.map(({ turnout }) => turnout);
      const png = await drawn(services, turnoutChart(turnouts, messages.turnout.chart));
      await answer(interaction, presentInsights(messages, result.value, png));
    });
  }

  more(interaction: ChatInputCommandInteraction): Promise<void> {
    return guarded(interaction, this.container.muster.services, async ({ services, messages, actor }) => {
      await deferEphemeral(interaction);
      // Other numbers are refused with a sentence, and not by Discord.
      const count = interaction.options.getInteger('count') ?? 1;
      const result = await callMore(services, actor, { count });
      await answerResult(interaction, messages, result, ({ standbys, paused }) => ({
        content: messages.replies.moreCalled(count, standbys, paused),
      }));
    });
  }

  cancel(interaction: ChatInputCommandInteraction): Promise<void> {
    return outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => cancelCampaign(services, actor),
      ({ messages }, cancelled) => {
        const { content } = presentCancelled(messages, cancelled);
        return { content: [content, ...(cancelled.slotFreed ? [messages.promote.slotFreed] : [])].join(' ') };
      },
    );
  }

  pause(interaction: ChatInputCommandInteraction): Promise<void> {
    return outAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => pausePromotions(services, actor),
      ({ messages }, changed) => ({
        content: changed ? messages.replies.paused : messages.promote.alreadyPaused,
      }),
    );
  }

  standingSet(interaction: ChatInputCommandInteraction): Promise<void> {
    const { services } = this.container.muster;
    const { options } = interaction;
    return answerAlone(
      interaction,
      services,
      async ({ actor }) => {
        const days = parseWeekdaysInput(options.getString('days', true));
        if (!days.ok) return days;
        const set = await setStandingCampaigns(services, actor, {
          days: days.value,
          includeAvailable: options.getBoolean('include_available') ?? false,
          includeMaybe: options.getBoolean('include_maybe') ?? false,
        });
        return set.ok ? ok({ days: days.value, view: set.value }) : set;
      },
      ({ messages }, { days, view }) =>
        presentStandingCampaigns(messages, view, messages.standingCampaigns.set(days)),
    );
  }

  standingShow(interaction: ChatInputCommandInteraction): Promise<void> {
    return answerAlone(
      interaction,
      this.container.muster.services,
      ({ services, actor }) => showStandingCampaigns(services, actor),
      ({ messages }, view) => presentStandingCampaigns(messages, view),
    );
  }

  standingRemove(interaction: ChatInputCommandInteraction): Promise<void> {
    return outAlone(
      interaction,
      this.container.muster.services,
      async ({ services, actor }) => {
        const typed = interaction.options.getString('days');
        const days = typed === null ? ok(null) : parseWeekdaysInput(typed);
        return days.ok ? removeStandingCampaigns(services, actor, days.value) : days;
      },
      ({ messages }, { removed, left }) =>
        presentStandingCampaigns(messages, left, messages.standingCampaigns.removed(removed)),
    );
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

function include(
  option: SlashCommandBooleanOption,
  name: 'include_available' | 'include_maybe',
): SlashCommandBooleanOption {
  return described(option.setName(name), `promote ${name}`);
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

function start(option: SlashCommandStringOption): SlashCommandStringOption {
  return described(option.setName('start'), 'promote start');
}

/** Longer ones are refused with a sentence, and not by Discord. */
function note(option: SlashCommandStringOption): SlashCommandStringOption {
  return described(option.setName('note'), 'promote note');
}

function requestOf(interaction: ChatInputCommandInteraction, dryRunDefault: boolean): CampaignRequest {
  const { options } = interaction;
  return {
    includeAvailable: options.getBoolean('include_available') ?? false,
    includeMaybe: options.getBoolean('include_maybe') ?? false,
    dryRun: options.getBoolean('dry_run') ?? dryRunDefault,
    startTime: options.getString('start') ?? undefined,
    note: options.getString('note') ?? undefined,
  };
}
