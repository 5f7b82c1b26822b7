import type { SkipReason } from '../../domain/campaign.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import type { OutgoingMessage } from '../../domain/channel.js';
import { cleanName } from '../../domain/display-name.js';
import { kindOf } from '../../domain/message-kinds.js';
import { minutesUntil } from '../../domain/schedule.js';
import { timeOfDay } from '../moment.js';
import type { CallTexts, CampaignMessageInput, DryRunReportInput, Note, TestTexts } from '../texts/calls.js';
import { waysOutOf } from '../ways-out.js';
import { count, errorCode } from './phrases.js';
import { buttons } from './replies.js';
import { words } from './words.js';

export const test: TestTexts = {
  message: (channel) =>
    `This is the test you asked for: calls to play reach you here, on ${words.channel[channel]}. Nothing else needs to be done.`,
  sent: (channel) => `Sent: look for it on ${words.channel[channel]}.`,
  failed: (channel, code) =>
    `It was not sent on ${words.channel[channel]}: ${errorCode(code)}. Please try again later; calls are tried again by themselves.`,
  maybe: (channel, code) =>
    `It may have arrived on ${words.channel[channel]}, but that can't be told: ${errorCode(code)}. Look there, and try again later if it did not.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `It can't be delivered on Discord: ${errorCode(code)}. Allow direct messages from members of this server in its Privacy Settings, and do not block me.`
      : `It can't be delivered on ${words.channel[channel]}: ${errorCode(code)}. Use \`/link ${channel}\` to link it again.`,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const { note } = input;
  const carried = note && kindOf(input.jobType).carriesNote ? [noteLine(note)] : [];
  const paragraphs = [invitation(input), ...carried, whyMe(input)];
  if (input.channel === 'signal') {
    paragraphs.push('Reply TODAY no if you are not playing tonight, or STOP to end these messages.');
  }
  return {
    text: paragraphs.join('\n\n'),
    actions: waysOutOf(input, buttons),
  };
}

function invitation(input: CampaignMessageInput): string {
  const when = startMoment(input);
  switch (input.jobType) {
    case 'reminder':
      return `Tonight's session ${when}. See you in voice!`;
    case 'start':
      return `Tonight's session ${when}. Come to voice!`;
    case 'follow_up':
      return input.onGameServer
        ? `Tonight's session ${when}. You are on the server, but not in voice yet: join voice when you can.`
        : `Tonight's session ${when}, and you are not in voice yet. There is still time to join.`;
  }
}

/**
 * "starts in 15 minutes, at …", "is starting now, at …", "started 5 minutes ago, at …". The minutes are in words for the
 * notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const minutes = minutesUntil(startAt, now);
  const time = timeOfDay(startAt, channel === 'discord' ? 'discord' : { timezone });
  if (minutes > 0) return `starts in ${count(minutes, 'minute')}, at ${time}`;
  if (minutes < 0) return `started ${count(-minutes, 'minute')} ago, at ${time}`;
  return `is starting now, at ${time}`;
}

function whyMe({ communityName }: CampaignMessageInput): string {
  const community = cleanName(communityName ?? '');
  const from = community ? ` from ${community}` : '';
  return `You get this${from} because you put yourself down for tonight and opted in to these messages.`;
}

function dryRunReport({ jobType, campaignId, note, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({
    name: words.channel[channel],
    number: channels[channel] ?? 0,
  }));
  const leftOut = (Object.keys(words.skipReason) as SkipReason[]).map((reason) => ({
    name: words.skipReason[reason],
    number: skipped[reason] ?? 0,
  }));
  return [
    `**Dry run: ${words.job[jobType]}** (campaign ${campaignId})`,
    'This is a test: nobody but you was written to.',
    breakdown('Would have been called', called),
    breakdown('Left out', leftOut),
    ...(note && kindOf(jobType).carriesNote ? [noteLine(note)] : []),
  ].join('\n');
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: nobody`;
  const named = parts.filter(({ number }) => number > 0).map(({ name, number }) => `${name} ${number}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

/** What a promoter adds, as a quote. */
function noteLine({ text, by }: Note): string {
  const name = cleanName(by);
  return `“${text}”${name === '' ? '' : ` – ${name}`}`;
}

export const calls: CallTexts = { campaignMessage, dryRunReport, noteLine };
