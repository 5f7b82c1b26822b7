import type { APIChannel, APIGuild, APIGuildMember } from 'discord.js';
import {
  type ChannelNeeds,
  type ChannelPermission,
  isThread,
  unfitnessOf,
} from '../../discord/channel-fitness.js';
import type { SettingValues } from '../../domain/setting-list.js';
import { notAsked, orNotAsked } from './discord.js';
import { type DiscordFacts, Refused } from './discord-facts.js';
import { type Check, fault, type Finding, ok } from './finding.js';

/** A channel a setting names, and what the bot needs there. */
export interface ChannelUse extends ChannelNeeds {
  readonly variable: string;
  readonly id: string;
}

/** Every channel the settings name. */
export function channelsIn(values: SettingValues): readonly ChannelUse[] {
  const uses: readonly (Omit<ChannelUse, 'id'> & { readonly id: string | null })[] = [
    { variable: 'ALERT_CHANNEL_ID', id: values.alert_channel_id, needs: ['View Channel', 'Send Messages'] },
    {
      variable: 'AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID',
      id: values.followup_channel_id,
      needs: ['View Channel', 'Send Messages', 'Attach Files'],
    },
    { variable: 'BOARD_CHANNEL_ID', id: values.board_channel_id, needs: ['View Channel', 'Send Messages'] },
    ...Array.from(values.voice_channel_ids, (id) => ({
      variable: 'VOICE_CHANNEL_IDS',
      id,
      needs: ['View Channel'] as const,
      isVoice: true as const,
    })),
  ];
  return uses.flatMap(({ id, ...use }) => (id === null ? [] : [{ ...use, id }]));
}

/** Whether the bot can do in a channel what it is there for. */
export function channelCheck(facts: DiscordFacts, use: ChannelUse): Check {
  return {
    what: use.variable,
    look: () =>
      orNotAsked(use.variable, async () => {
        const channel = await facts.channel(use.id).catch((error: unknown) => {
          if (error instanceof Refused) return error;
          throw error;
        });
        const [guild, bot] = await Promise.all([facts.guild(), facts.bot()]);
        const member = await facts.member(bot.id);
        if (!member) return notAsked(use.variable);
        if (channel instanceof Refused) return unseen(use, channel);
        // A thread has no overwrites of its own: its channel's count.
        const parent =
          isThread(channel) && channel.parent_id ? await facts.channel(channel.parent_id) : channel;
        return judged(use, { channel, parent }, guild, member);
      }),
  };
}

function unseen({ variable }: ChannelUse, { status }: Refused): Finding {
  return status === 404
    ? fault(variable, 'there is no such channel: correct the id')
    : fault(variable, 'the bot can’t see it: give it “View Channel” there');
}

function judged(
  use: ChannelUse,
  channel: { readonly channel: APIChannel; readonly parent: APIChannel },
  guild: APIGuild,
  member: APIGuildMember,
): Finding {
  const { variable, needs } = use;
  const unfit = unfitnessOf(use, channel, guild, member);
  if (unfit === null) return ok(variable, `the bot has ${needs.join(', ')} there`);
  return fault(variable, typeof unfit === 'string' ? UNFIT[unfit] : lacking(unfit));
}

const UNFIT = {
  foreign: 'is a channel of another server, or none of a server: correct the id',
  no_text: 'is no channel one writes in: name a text channel',
  no_voice: 'is no voice channel, so nobody is ever seen there: correct the id',
} as const;

function lacking(missing: readonly ChannelPermission[]): string {
  return `the bot lacks there: ${missing.join(', ')}; give its role these in the channel’s settings`;
}
