import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { DiscordChannel } from '../../../src/channels/discord/discord-channel.js';
import { SimpleEventBus } from '../../../src/observability/event-bus.js';
import { channelContract } from '../contract.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';

const route = 'POST /channels/:id/messages';

channelContract('Discord', async () => {
  const discord = await DiscordStandIn.start();
  const [ana, ines] = [
    discord.addMember({ name: 'Ana' }),
    discord.addMember({ name: 'Ines', dmsClosed: true }),
  ];
  const channel = new DiscordChannel({
    token: discord.token,
    apiUrl: discord.url,
    messagesPerSecond: 40,
    clock: new SystemClock(),
    events: new SimpleEventBus(),
    dms: { remember: () => Promise.resolve(), forget: () => Promise.resolve() },
  });
  return {
    channel,
    reachable: { userId: ana.id, address: discord.world.dmWith(ana.id).id },
    unreachable: { userId: ines.id, address: null },
    delivered: () => discord.dmsTo(ana.id).map(({ content }) => content),
    allRequests: () => discord.traffic.count(),
    requests: () => discord.traffic.count({ route }),
    next: (fault) => void discord.faults.next({ route }, fault),
    refuseConnections: () => discord.pauseHttp(),
    refuseAll: () => {
      const unauthorized = { kind: 'code', status: 401, code: 0, message: '401: Unauthorized' } as const;
      discord.faults.always({}, unauthorized);
    },
    stop: () => discord.stop(),
  };
});
