import type { WebSocket } from 'ws';
import type { GatewaySession } from './gateway-session.js';
import { userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** A packet of the gateway, without sequence number and event. */
export interface Packet {
  readonly op: number;
  readonly d: unknown;
}

/** Sends a packet that is no event. */
export function send(socket: WebSocket, packet: Packet): void {
  socket.send(JSON.stringify({ ...packet, s: null, t: null }));
}

/** Reads a packet; `undefined` if it is no JSON. */
export function parse(data: Buffer): Packet | undefined {
  try {
    return JSON.parse(data.toString('utf8')) as Packet;
  } catch {
    return undefined;
  }
}

/** The data of READY. */
export function readyView(world: World, session: GatewaySession, url: string): Json {
  return {
    v: 10,
    user: { ...userView(world.bot), verified: true, mfa_enabled: true, email: null },
    guilds: world.botIsIn ? [{ id: world.seed.guildId, unavailable: true }] : [],
    session_id: session.id,
    resume_gateway_url: url,
    session_type: 'normal',
    shard: session.shard,
    application: { id: world.seed.applicationId, flags: (1 << 15) | (1 << 19) },
    private_channels: [],
    relationships: [],
    presences: [],
  };
}
