import {
  type APIButtonComponentWithCustomId,
  type APIEmbedField,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import {
  channelOrder,
  type ChannelType,
  LINKABLE_CHANNELS,
  type LinkableChannel,
  PREFERRED_CHANNELS,
} from '../../domain/channel-choice.js';
import { allowedBy, CONSENTS, CONSENTS_TO, type ConsentTo, isAllowed } from '../../domain/consent.js';
import { CAPS } from '../../domain/cap.js';
import { NOT_ON_DISCORD } from '../../domain/languages.js';
import { questionsRest } from '../../domain/question.js';
import { messagesFor } from '../../messages/catalog.js';
import type { Messages } from '../../messages/messages.js';
import type { Preferences } from '../../persistence/stores/preference-store.js';
import type { DirectMessageHindrance, ServiceContext } from '../../services/context.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { quietHoursButton } from './quiet-hours-form.js';
import type { ReplyPayload } from './reply-payload.js';
import { OPEN_STANDING } from './standing.js';

/** The select of the most calls a week, and the button that shows it: the panel has no row left for it. */
export const LIMIT = 'limit';
export const OPEN_LIMIT = 'limit-open';
const NO_LIMIT = 'none';

/** The id of the button that brings calls back which rest. */
export const KEEP_CALLS = 'keep-calls';
/** The id of the button that asks for a test message. */
export const SEND_TEST = 'test';

/** What the panel shows. */
export interface PreferencesView {
  readonly preferences: Preferences;
  /** What holds for whoever has named no zone. */
  readonly serverTimezone: string;
  /** When people are asked whether they play; `null`: nobody is. */
  readonly questionTime: string | null;
  /** The channels this deployment has. */
  readonly channels: ReadonlySet<ChannelType>;
  /** What stood in the way of a direct message that was to be opened just now. */
  readonly dmHindrance?: DirectMessageHindrance | null;
}

/** A person's preferences, with what changes them. */
export function presentPreferences(messages: Messages, view: PreferencesView): ReplyPayload {
  const { panel } = messages;
  const { preferences } = view;
  const { discordDms } = preferences;
  const select = channelSelect(messages, view);
  const others = CONSENTS_TO.filter((to) => to !== 'calls' && isOffered(view, to)).map((to) =>
    consentButton(messages, preferences, to),
  );
  if (rests(preferences))
    others.unshift(button(customId('preferences', KEEP_CALLS), messages.ownPings.keep, ButtonStyle.Success));
  if (questionsRest(preferences))
    others.push(
      button(
        customId('preferences', consentId('questions', true)),
        panel.buttons.askAgain,
        ButtonStyle.Success,
      ),
    );
  others.push(button(customId('standing', OPEN_STANDING), messages.standing.open));
  return {
    content: warning(messages, view),
    embeds: [{ title: panel.title, fields: fields(messages, view) }],
    components: [
      row(
        consentButton(messages, preferences, 'calls'),
        ...(view.dmHindrance ? [button(customId('preferences', 'dms-on'), panel.buttons.dmsRetry)] : []),
        // To switch them off is one of the choices of where; where there is no choice, it is to turn off pings.
        ...(discordDms || view.dmHindrance
          ? []
          : [button(customId('preferences', 'dms-on'), panel.buttons.dmsOn)]),
        quietHoursButton(panel.buttons.quietHours, {
          start: preferences.quietHours?.start ?? '',
          end: preferences.quietHours?.end ?? '',
          zone: preferences.timezone ?? '',
        }),
        button(customId('preferences', OPEN_LIMIT), messages.ownPings.title),
        button(customId('preferences', SEND_TEST), panel.buttons.test),
      ),
      row(...others),
      ...(select ? [row(select), row(...linkButtons(messages, view))] : []),
      row(languageSelect(messages, preferences)),
    ],
  };
}

/** What the panel shows of the deployment. */
export function deploymentOf({
  settings,
  channels,
}: Pick<ServiceContext, 'settings' | 'channels'>): Pick<
  PreferencesView,
  'serverTimezone' | 'questionTime' | 'channels'
> {
  return { serverTimezone: settings.timezone, questionTime: settings.questionTime ?? null, channels };
}

/** Nobody is offered what would bring nothing; what somebody agreed to they can always end. */
function isOffered(
  { preferences, questionTime }: Pick<PreferencesView, 'preferences' | 'questionTime'>,
  to: ConsentTo,
): boolean {
  return to !== 'questions' || questionTime !== null || isAllowed(preferences, to);
}

/** The id of the button that gives a consent, or withdraws it. */
export function consentId(to: ConsentTo, allow: boolean): string {
  const id = allow ? 'opt-in' : 'opt-out';
  // As under the panels of earlier releases.
  return to === 'calls' ? id : `${id}-${to}`;
}

function consentButton(
  { panel }: Messages,
  preferences: Preferences,
  to: ConsentTo,
): APIButtonComponentWithCustomId {
  const { turnOn, turnOff } = panel.consents[to];
  return isAllowed(preferences, to)
    ? button(customId('preferences', consentId(to, false)), turnOff)
    : button(customId('preferences', consentId(to, true)), turnOn, ButtonStyle.Success);
}

function consentState({ panel, ownPings }: Messages, preferences: Preferences, to: ConsentTo): string {
  if (!isAllowed(preferences, to)) return panel.consents[to].off;
  const on = panel.optedIn(preferences[CONSENTS[to].sinceField]);
  if (to === 'calls' && rests(preferences)) return `${on}. ${ownPings.rest}`;
  return to === 'questions' && questionsRest(preferences) ? `${on}. ${panel.questionsRest}` : on;
}

function rests({ allowPromotions, callsRestSince }: Preferences): boolean {
  return allowPromotions && callsRestSince !== null;
}

/** What stands in the way of being called, though they want to be; else empty. */
function warning(messages: Messages, { preferences, channels, dmHindrance }: PreferencesView): string {
  if (allowedBy(preferences).length === 0) return '';
  if (dmHindrance === 'closed') return messages.panel.dmUnreachable;
  if (dmHindrance === 'later') return messages.panel.dmLater;
  const targets = {
    discord: preferences.discordDms,
    telegram: preferences.telegramLinked,
    signal: preferences.signalLinked,
  };
  return channelOrder(preferences.preferredChannel, targets, channels).length === 0
    ? messages.panel.noChannel
    : '';
}

/** The panel's state, a field each. */
export function fields(
  messages: Messages,
  {
    preferences,
    serverTimezone,
    channels,
    questionTime,
  }: Pick<PreferencesView, 'preferences' | 'serverTimezone' | 'channels' | 'questionTime'>,
): APIEmbedField[] {
  const { panel } = messages;
  const { discordDms, timezone, preferredChannel } = preferences;
  return [
    ...CONSENTS_TO.filter((to) => isOffered({ preferences, questionTime }, to)).map((to) => ({
      name: panel.consents[to].title,
      value: consentState(messages, preferences, to),
    })),
    { name: messages.ownPings.title, value: messages.ownPings.limit(preferences.callsPerWeek) },
    { name: panel.directMessages, value: discordDms ? panel.dmsOn : panel.dmsOff },
    { name: panel.quietHours, value: quietHours(messages, preferences) },
    { name: panel.timezone, value: timezone ?? panel.serverZone(serverTimezone) },
    ...(hasChoice(channels)
      ? [
          { name: panel.channel, value: messages.preferredChannel(preferredChannel) },
          { name: panel.links, value: links(messages, preferences, channels) },
        ]
      : []),
  ];
}

function links({ panel }: Messages, preferences: Preferences, channels: ReadonlySet<ChannelType>): string {
  return shownLinks(preferences, channels)
    .map(({ channel, linked, again }) => (again ? panel.linkAgain(channel) : panel.link(channel, linked)))
    .join('\n');
}

function shownLinks(preferences: Preferences, channels: ReadonlySet<ChannelType>) {
  const linked = { telegram: preferences.telegramLinked, signal: preferences.signalLinked };
  return LINKABLE_CHANNELS.filter((channel) => channels.has(channel) || linked[channel]).map((channel) => ({
    channel,
    linked: linked[channel],
    again: !linked[channel] && preferences.linkAgain.includes(channel),
  }));
}

/** A button for each channel that is set up, and for one that is linked all the same. */
function linkButtons(
  { panel }: Messages,
  { preferences, channels }: PreferencesView,
): APIButtonComponentWithCustomId[] {
  return shownLinks(preferences, channels).map(({ channel, linked }) =>
    button(customId('preferences', linkId({ channel, end: linked })), panel.changeLink(channel, linked)),
  );
}

/** What a button does to a link. */
export interface LinkChange {
  readonly channel: LinkableChannel;
  /** Ends it; else makes it. */
  readonly end: boolean;
}

function linkId({ channel, end }: LinkChange): string {
  return `${end ? 'unlink' : 'link'}-${channel}`;
}

/** What the id of a button stands for; `null` for other buttons. */
export function linkChange(id: string): LinkChange | null {
  const channel = LINKABLE_CHANNELS.find((each) => id.endsWith(`link-${each}`));
  return channel === undefined ? null : { channel, end: id.startsWith('un') };
}

function quietHours({ panel }: Messages, { quietHours: hours }: Preferences): string {
  if (hours === null) return panel.quietNone;
  return hours.start === hours.end ? panel.quietAllDay : panel.quietBetween(hours.start, hours.end);
}

function limitSelect({ ownPings }: Messages, { callsPerWeek }: Preferences): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('preferences', LIMIT),
    placeholder: ownPings.placeholder,
    options: [null, ...CAPS].map((most) => ({
      label: ownPings.limit(most),
      value: most === null ? NO_LIMIT : String(most),
      default: most === callsPerWeek,
    })),
  };
}

/** The choice of a limit, beside the panel. */
export function presentLimit(messages: Messages, preferences: Preferences): ReplyPayload {
  return { content: messages.ownPings.placeholder, components: [row(limitSelect(messages, preferences))] };
}

/** The limit that a choice stands for; `null`: none. */
export function limitChosen(value: string): number | null {
  return value === NO_LIMIT ? null : Number(value);
}

/** With Discord alone there is nothing to choose. */
function hasChoice(channels: ReadonlySet<ChannelType>): boolean {
  return [...channels].some((channel) => channel !== 'discord');
}

/** The id of the choice of a language, and its value for Discord's own. */
export const LANGUAGE = 'language';
export const AS_ON_DISCORD = 'discord';

/** Who uses Discord in a language that it has is answered in that; the others are chosen here. */
function languageSelect({ panel }: Messages, { locale }: Preferences): APIStringSelectComponent {
  const own = NOT_ON_DISCORD.map((code) => ({
    label: messagesFor(code).panel.language.own,
    value: code,
    default: locale.split('-')[0] === code,
  }));
  const asOnDiscord = {
    label: panel.language.asOnDiscord,
    value: AS_ON_DISCORD,
    default: !own.some((option) => option.default),
  };
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('preferences', LANGUAGE),
    placeholder: panel.language.placeholder,
    options: [asOnDiscord, ...own],
  };
}

function channelSelect(
  messages: Messages,
  { preferences, channels }: PreferencesView,
): APIStringSelectComponent | null {
  if (!hasChoice(channels)) return null;
  const linked = { discord: true, telegram: preferences.telegramLinked, signal: preferences.signalLinked };
  const options: APISelectMenuOption[] = PREFERRED_CHANNELS.filter(
    (choice) => choice === 'any' || channels.has(choice),
  ).map((choice) => ({
    label: messages.preferredChannel(choice),
    value: choice,
    default: choice === preferences.preferredChannel,
    ...(choice === 'any' || linked[choice] ? {} : { description: messages.panel.channelOnceLinked }),
  }));
  const dms = preferences.discordDms ? 'off' : 'on';
  const { label, hint } = messages.panel.dmsChoice[dms];
  options.push({ label, value: `dms-${dms}`, default: false, description: hint });
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('preferences', 'channel'),
    placeholder: messages.panel.channelPlaceholder,
    options,
  };
}
