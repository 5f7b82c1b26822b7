import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction, StringSelectMenuInteraction } from 'discord.js';
import { PREFERRED_CHANNELS } from '../../domain/channel-choice.js';
import { CONSENTS, CONSENTS_TO } from '../../domain/consent.js';
import { languageTag } from '../../domain/language-tag.js';
import { NOT_ON_DISCORD } from '../../domain/languages.js';
import { requestChannelLink, unlinkChannel } from '../../services/link-channel.js';
import { keepCalls } from '../../services/keep-calls.js';
import { sendTest } from '../../services/send-test.js';
import {
  isNo,
  type PreferenceChanges,
  showPreferences,
  updatePreferences,
} from '../../services/update-preferences.js';
import { idOf } from '../custom-id.js';
import {
  consentId,
  deploymentOf,
  KEEP_CALLS,
  LANGUAGE,
  LIMIT,
  limitChosen,
  OPEN_LIMIT,
  presentLimit,
  type LinkChange,
  linkChange,
  type PreferencesView,
  presentPreferences,
  SEND_TEST,
} from '../presenters/preferences.js';
import { presentLinkToken } from '../presenters/link-token.js';
import { filledInBy, presentQuietHoursForm } from '../presenters/quiet-hours-form.js';
import { presentTest } from '../presenters/test-message.js';
import type { ReplyPayload } from '../presenters/reply-payload.js';
import {
  answer,
  answerBeside,
  answerInPlace,
  type Asked,
  doneOnceTaken,
  guarded,
  presentRefusal,
} from '../replies.js';

type PanelInteraction = ButtonInteraction | StringSelectMenuInteraction;

const CHANGES: ReadonlyMap<string, PreferenceChanges> = new Map([
  ...CONSENTS_TO.flatMap((to): [string, PreferenceChanges][] =>
    [true, false].map((allow) => [consentId(to, allow), { [CONSENTS[to].field]: allow }]),
  ),
  ['dms-on', { discordDms: true }],
  ['dms-off', { discordDms: false }],
]);

/** The buttons and the select of the preferences panel. */
export class PreferencesPanelHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.MessageComponent });
  }

  override parse(interaction: PanelInteraction) {
    const id = idOf('preferences', interaction.customId);
    return id === null ? this.none() : this.some(id);
  }

  async run(interaction: PanelInteraction, id: string): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const { services, messages, actor } = asked;
      const form = filledInBy(id);
      if (form)
        return interaction.showModal(presentQuietHoursForm(messages, form, services.settings.timezone));
      const taking = interaction.deferUpdate();
      if (id === SEND_TEST) {
        await taking;
        const sent = await sendTest(services, actor);
        return answerBeside(
          interaction,
          sent.ok ? presentTest(messages, sent.value) : presentRefusal(messages, sent.refusal),
        );
      }
      const link = linkChange(id);
      if (link) return changeLink(interaction, asked, link, taking);
      if (id === OPEN_LIMIT) {
        await taking;
        const shown = await showPreferences(services, actor);
        return answerBeside(
          interaction,
          shown.ok ? presentLimit(messages, shown.value) : presentRefusal(messages, shown.refusal),
        );
      }
      if (id === KEEP_CALLS) {
        await taking;
        await keepCalls(services, actor.userId);
        const shown = await showPreferences(services, actor);
        return shown.ok
          ? answer(interaction, panelOf(asked, { preferences: shown.value }))
          : answerBeside(interaction, presentRefusal(messages, shown.refusal));
      }
      const changes = changesOf(interaction, id);
      if (id === LANGUAGE) return chooseLanguage(interaction, asked, taking);
      const result = await doneOnceTaken(taking, isNo(changes), () =>
        updatePreferences(services, actor, changes),
      );
      if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
      await answer(interaction, panelOf(asked, result.value));
    });
  }
}

function panelOf(
  { services, messages }: Asked,
  view: Pick<PreferencesView, 'preferences' | 'dmHindrance'>,
): ReplyPayload {
  return presentPreferences(messages, { ...view, ...deploymentOf(services) });
}

/** Answers in a language from now on, beginning with the panel. */
async function chooseLanguage(
  interaction: PanelInteraction,
  asked: Asked,
  taking: Promise<unknown>,
): Promise<void> {
  await taking;
  const [chosen] = interaction.isStringSelectMenu() ? interaction.values : [];
  const locale = NOT_ON_DISCORD.find((code) => code === chosen) ?? languageTag(interaction.locale);
  const { services, messages, actor } = asked;
  const saved = await updatePreferences(services, actor, { locale });
  if (!saved.ok) return answerBeside(interaction, presentRefusal(messages, saved.refusal));
  await answer(interaction, panelOf({ ...asked, messages: services.messagesFor(locale) }, saved.value));
}

/** Ends a link, as `/unlink` does, and brings the panel up to date; or gives a token for one, as `/link` does. */
async function changeLink(
  interaction: PanelInteraction,
  asked: Asked,
  { channel, end }: LinkChange,
  taking: Promise<unknown>,
): Promise<void> {
  const { services, messages, actor } = asked;
  if (!end) {
    await taking;
    const token = await requestChannelLink(services, actor, channel);
    return answerBeside(
      interaction,
      token.ok ? await presentLinkToken(messages, token.value) : presentRefusal(messages, token.refusal),
    );
  }
  const ended = await doneOnceTaken(taking, true, () => unlinkChannel(services, actor, channel, 'discord'));
  if (!ended.ok) return answerBeside(interaction, presentRefusal(messages, ended.refusal));
  await answerBeside(interaction, { content: messages.replies.channelUnlinked(ended.value) });
  const shown = await showPreferences(services, actor);
  if (shown.ok) await answerInPlace(interaction, panelOf(asked, { preferences: shown.value }));
}

/** What a press or a choice asks for; nothing for ids of no meaning (any more), which brings the panel up to date. */
function changesOf(interaction: PanelInteraction, id: string): PreferenceChanges {
  const chosen = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : id;
  if (id === LIMIT) return { callsPerWeek: limitChosen(chosen) };
  const changes = CHANGES.get(chosen);
  if (changes || !interaction.isStringSelectMenu()) return changes ?? {};
  const preferredChannel = PREFERRED_CHANNELS.find((known) => known === chosen);
  return preferredChannel ? { preferredChannel } : {};
}
