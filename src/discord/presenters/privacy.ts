import { type APIEmbed, type APIEmbedField, ButtonStyle } from 'discord.js';
import { ERASED_PREFIX } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { Messages } from '../../messages/messages.js';
import type { PersonalData } from '../../services/privacy.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { fit, MAX_FIELD } from './fit.js';
import { fields as preferenceFields } from './preferences.js';
import { exportFile } from './export-file.js';
import type { ReplyPayload } from './reply-payload.js';

/** How many contacts are shown; the rest is in the export. */
const MAX_CONTACTS = 10;
const MAX_HISTORY = 5;

/** What is kept about a person, and who contacted them and why, latest first. */
export function presentPersonalData(
  messages: Messages,
  data: PersonalData,
  channels: ReadonlySet<ChannelType>,
): ReplyPayload {
  if (isEmpty(data)) return { content: messages.nothing.personalData };
  return { embeds: [kept(messages, data, channels), contacts(messages, data)] };
}

/** Everything that is kept about a person, as a file. */
export function presentExport(messages: Messages, data: PersonalData, now: number): ReplyPayload {
  return { content: messages.replies.exported, files: [exportFile(data, now)] };
}

/** What erasing does, and the button that does it. */
export function presentErasePrompt(messages: Messages, userId: string): ReplyPayload {
  const { erasePrompt, eraseButton } = messages.privacy;
  return {
    content: erasePrompt,
    components: [row(button(customId('privacy-erase', userId), eraseButton, ButtonStyle.Danger))],
  };
}

/** Whether nothing is kept but what is no data of theirs. */
function isEmpty({ userId: _id, serverTimezone: _zone, ...data }: PersonalData): boolean {
  return Object.values<unknown>(data).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
}

function kept(messages: Messages, data: PersonalData, channels: ReadonlySet<ChannelType>): APIEmbed {
  const { privacy } = messages;
  const { preferences, availability } = data;
  const fields: APIEmbedField[] = [
    {
      name: privacy.playerLink,
      value: player(messages, data),
    },
    ...(preferences
      ? preferenceFields(messages, {
          preferences,
          channels,
          serverTimezone: data.serverTimezone,
          questionTime: null,
        })
      : [{ name: privacy.preferences, value: messages.nothing.preferences }]),
    { name: privacy.linkedChannels, value: linkedChannels(messages, data) },
    {
      name: privacy.availability,
      value: list(
        messages,
        availability.toReversed().map(({ date, status }) => privacy.entry(date, status)),
        privacy.noAvailability,
      ),
    },
    ...(data.conditions.length > 0 ? [{ name: privacy.conditions, value: conditions(messages, data) }] : []),
    ...(data.weekly.length > 0 || data.away ? [{ name: privacy.weekly, value: weekly(messages, data) }] : []),
    ...(data.answers.length > 0 ? [{ name: privacy.answers, value: answers(messages, data) }] : []),
    ...(data.standbyFor.length > 0 ? [{ name: privacy.standbyFor, value: standbyFor(messages, data) }] : []),
    ...(data.standingCampaigns.length > 0
      ? [
          {
            name: privacy.standingCampaigns,
            value: data.standingCampaigns
              .map(({ weekday, until }) => privacy.standingDay(weekday, until))
              .join('\n'),
          },
        ]
      : []),
    ...(data.campaigns.length > 0
      ? [
          {
            name: privacy.campaigns,
            value: list(
              messages,
              data.campaigns.toReversed().map(({ date, status }) => privacy.campaign(date, status)),
              '',
            ),
          },
        ]
      : []),
    ...(data.settingChanges.length > 0
      ? [{ name: privacy.settingChanges, value: settingChanges(messages, data) }]
      : []),
    ...(data.calendarSince === null
      ? []
      : [{ name: privacy.calendar, value: privacy.calendarSince(data.calendarSince) }]),
    ...(data.sessions.length > 0 ? [{ name: privacy.sessions, value: sessions(messages, data) }] : []),
    { name: privacy.history, value: history(messages, data) },
  ];
  return { title: privacy.title, fields };
}

function conditions(messages: Messages, { conditions: kept }: PersonalData): string {
  return list(
    messages,
    kept
      .toReversed()
      .map(({ date, atLeast, hasTurned }) => messages.privacy.condition(date, atLeast, hasTurned)),
    '',
  );
}

function weekly(messages: Messages, { weekly: answers, away }: PersonalData): string {
  const { privacy } = messages;
  return list(
    messages,
    [
      ...answers.map(({ day, status, until }) => privacy.weeklyAnswer(day, status, until)),
      ...(away ? [privacy.away(away.from, away.until)] : []),
    ],
    '',
  );
}

function player({ privacy }: Messages, { playerLink, playerProof }: PersonalData): string {
  if (!playerLink) return privacy.noPlayerLink;
  const lines = [
    privacy.playerLinkOf(playerLink.name, playerLink.guid),
    ...(playerLink.verifiedAt === null ? [] : [privacy.playerConfirmed(playerLink.verifiedAt)]),
    ...(playerProof === null ? [] : [privacy.playerProof(playerProof.expiresAt)]),
  ];
  return lines.join('\n');
}

function linkedChannels(messages: Messages, { links }: PersonalData): string {
  const lines = links.map(({ channel, linkedAt }) => messages.links.since(channel, linkedAt));
  return lines.join('\n') || messages.privacy.noLinkedChannels;
}

function sessions(messages: Messages, data: PersonalData): string {
  const lines = data.sessions
    .toReversed()
    .map(({ createdAt, expiresAt }) => messages.privacy.session(createdAt, expiresAt));
  return list(messages, lines, '');
}

function answers(messages: Messages, data: PersonalData): string {
  const lines = data.answers
    .toReversed()
    .map(({ date, answer }) =>
      messages.privacy.answer(date, answer.kind, answer.kind === 'LATE' ? answer.until : null),
    );
  return list(messages, lines, '');
}

function standbyFor(messages: Messages, data: PersonalData): string {
  const lines = data.standbyFor
    .toReversed()
    .map(({ campaignDate, status }) => messages.privacy.entry(campaignDate, status));
  return list(messages, lines, '');
}

function settingChanges(messages: Messages, data: PersonalData): string {
  const lines = data.settingChanges
    .toReversed()
    .map(({ at, key, newValue }) => messages.privacy.settingChange(at, key, newValue));
  return list(messages, lines, '');
}

function history(messages: Messages, data: PersonalData): string {
  const lines = data.history
    .slice(-MAX_HISTORY)
    .toReversed()
    .map(({ at, action, actorId }) => messages.privacy.historyLine(at, action, actorId === data.userId));
  return list(messages, lines, messages.privacy.noHistory);
}

function contacts(messages: Messages, data: PersonalData): APIEmbed {
  const { privacy } = messages;
  const earlier = data.contacts.length - MAX_CONTACTS;
  const lines = data.contacts
    .slice(-MAX_CONTACTS)
    .toReversed()
    .map(({ promoterId, ...record }) =>
      privacy.contact({ ...record, promoterId: promoterId.startsWith(ERASED_PREFIX) ? null : promoterId }),
    );
  return {
    title: privacy.contactsTitle,
    description: lines.join('\n') || privacy.noContacts,
    ...(earlier > 0 ? { footer: { text: privacy.earlierContacts(earlier) } } : {}),
  };
}

function list(messages: Messages, lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : fit(messages, lines, '\n', MAX_FIELD);
}
