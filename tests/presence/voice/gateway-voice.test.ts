import { type Client, Events, Status } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { GatewayVoice } from '../../../src/presence/voice/gateway-voice.js';
import { aClient, aStandIn } from '../../demo/discord/support.js';

/** A server with a lounge, a stage and an AFK channel, and a real client that listens to it. */
class Club {
  readonly ana: string;
  readonly bor: string;
  readonly lounge: string;
  readonly stage: string;
  readonly idle: string;
  /** What was told of channels that are named and aren't there. */
  readonly missing: string[][] = [];
  readonly voice: GatewayVoice;
  readonly client: Client;

  private constructor(
    readonly discord: DiscordStandIn,
    only: readonly ('lounge' | 'stage' | 'idle')[],
    gone: readonly string[],
  ) {
    this.ana = discord.addMember({ name: 'Ana' }).id;
    this.bor = discord.addMember({ name: 'Bor' }).id;
    this.lounge = discord.addChannel({ name: 'lounge', type: 'voice' }).id;
    this.stage = discord.addChannel({ name: 'stage', type: 'stage' }).id;
    this.idle = discord.addChannel({ name: 'idle', type: 'afk' }).id;
    this.voice = new GatewayVoice(
      discord.guildId,
      { only: new Set([...only.map((name) => this[name]), ...gone]) },
      (channelIds) => this.missing.push([...channelIds]),
    );
    this.client = aClient(discord);
    this.voice.listenTo(this.client);
  }

  static async open(
    only: readonly ('lounge' | 'stage' | 'idle')[] = [],
    gone: readonly string[] = [],
  ): Promise<Club> {
    return new Club(await aStandIn(), only, gone);
  }

  async logIn(): Promise<void> {
    const ready = new Promise((resolve) => this.client.once(Events.ClientReady, resolve));
    await this.client.login(this.discord.token);
    await ready;
  }

  /** Does something, and resolves once the client has been given the last event it made the gateway tell. */
  async told(act: () => void): Promise<void> {
    const before = this.discord.gateway.events.length;
    const arrived = new Promise<void>((resolve) => {
      this.client.on(Events.Raw, (packet) => {
        const { s } = packet as { s: number };
        if (s === this.discord.gateway.events.at(-1)?.s) resolve();
      });
    });
    act();
    if (this.discord.gateway.events.length === before) throw new Error('the gateway told nothing');
    await arrived;
  }

  get names(): string[] | null {
    const there = this.voice.inVoice();
    const name = (userId: string) => (userId === this.ana ? 'Ana' : userId === this.bor ? 'Bor' : userId);
    return there && [...there].map(name).sort();
  }

  /** Resolves with what is seen after an event of the client's. */
  after(event: 'shardReconnecting' | 'shardResume' | 'shardReady'): Promise<string[] | null> {
    return new Promise((resolve) => this.client.once(event, () => resolve(this.names)));
  }
}

describe('voice over the wire', () => {
  it('knows who was there before it logged in, and who comes and goes after', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.lounge);
    expect(club.names).toBeNull();
    await club.logIn();
    expect(club.names).toEqual(['Ana']);
    await club.told(() => club.discord.setVoice(club.bor, club.stage));
    expect(club.names).toEqual(['Ana', 'Bor']);
    await club.told(() => club.discord.setVoice(club.ana, null));
    expect(club.names).toEqual(['Bor']);
    await club.told(() => club.discord.removeMember(club.bor));
    expect(club.names).toEqual([]);
  });

  it('leaves out the AFK channel, whichever that is just now', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.idle);
    await club.logIn();
    expect(club.names).toEqual([]);
    await club.told(() => club.discord.setAfkChannel(null));
    expect(club.names).toEqual(['Ana']);
    await club.told(() => club.discord.setAfkChannel(club.idle));
    expect(club.names).toEqual([]);
  });

  it('counts only the channels it is told to', async () => {
    const club = await Club.open(['stage']);
    club.discord.setVoice(club.ana, club.lounge);
    club.discord.setVoice(club.bor, club.stage);
    await club.logIn();
    expect(club.names).toEqual(['Bor']);
  });

  it('sees nobody in a channel that is removed', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.bor, club.stage);
    await club.logIn();
    expect(club.names).toEqual(['Bor']);
    await club.told(() => club.discord.removeChannel(club.stage));
    expect(club.names).toEqual([]);
  });

  it('does not know while the connection is lost, and knows what it missed once resumed', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    const lost = club.after('shardReconnecting');
    const resumed = new Promise<void>((resolve) => {
      club.client.on(Events.Raw, (packet) => (packet as { t: string }).t === 'RESUMED' && resolve());
    });
    club.discord.gateway.drop();
    expect(await lost).toBeNull();
    club.discord.setVoice(club.ana, null);
    club.discord.setVoice(club.bor, club.stage);
    expect(club.names).toBeNull();
    await resumed;
    expect(club.names).toEqual(['Bor']);
    expect(club.discord.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
  });

  it('knows nothing of a lost session in the next one', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    const ready = club.after('shardReady');
    let seenAtReady: string[] | null | undefined;
    club.client.on(Events.Raw, (packet) => {
      if ((packet as { t: string }).t === 'READY') seenAtReady = club.names;
    });
    club.discord.gateway.forgetSessions();
    club.discord.gateway.drop();
    club.discord.setVoice(club.ana, null);
    club.discord.setVoice(club.bor, club.stage);
    expect(await ready).toEqual(['Bor']);
    expect(seenAtReady).toBeNull();
    expect(club.discord.gateway.counts).toMatchObject({ identified: 2, resumed: 0 });
  });

  it('says each time that it knows, and did not before', async () => {
    const club = await Club.open();
    const told: (string[] | null)[] = [];
    club.voice.onKnown(() => told.push(club.names));
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    expect(told).toEqual([['Ana']]);
    await club.told(() => club.discord.setVoice(club.bor, club.stage));
    expect(told).toHaveLength(1);
    const resumed = club.after('shardResume');
    club.discord.gateway.drop();
    await resumed;
    expect(told.slice(1)).toEqual([['Ana', 'Bor']]);
    await club.told(() => club.discord.setOutage(true));
    await club.told(() => club.discord.setOutage(false));
    expect(told.slice(2)).toEqual([['Ana', 'Bor']]);
    const ready = club.after('shardReady');
    club.discord.gateway.forgetSessions();
    club.discord.gateway.drop();
    await ready;
    expect(told.slice(3)).toEqual([['Ana', 'Bor']]);
    club.voice.loggedOut();
    await club.told(() => club.discord.setVoice(club.bor, null));
    expect(told).toHaveLength(4);
  });

  it('does not know while the guild is out of reach', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    await club.told(() => club.discord.setOutage(true));
    expect(club.names).toBeNull();
    club.discord.setVoice(club.bor, club.stage);
    await club.told(() => club.discord.setOutage(false));
    expect(club.names).toEqual(['Ana', 'Bor']);
  });

  it('asks the shard, for the manager still says ready after the gateway is lost', async () => {
    const club = await Club.open();
    await club.logIn();
    const lost = club.after('shardReconnecting');
    club.discord.gateway.refuse(true);
    club.discord.gateway.drop();
    expect(await lost).toBeNull();
    expect(club.client.ws.status).toBe(Status.Ready);
    expect(club.client.ws.shards.map(({ status }) => status)).toEqual([Status.Connecting]);
  });
});

describe('where to meet', () => {
  const NONE: ReadonlySet<string> = new Set();

  it('is not known before the guild has been told of', async () => {
    const club = await Club.open();
    expect(club.voice.meetingPlace(NONE)).toBeNull();
    expect(club.voice.meetingPlace(new Set([club.stage]))).toBe(club.stage);
  });

  it('is the first that is named and there', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    expect(club.voice.meetingPlace(new Set([club.stage, club.lounge]))).toBe(club.stage);
    await club.told(() => club.discord.removeChannel(club.stage));
    expect(club.voice.meetingPlace(new Set([club.stage, club.lounge]))).toBe(club.lounge);
    expect(club.voice.meetingPlace(new Set([club.stage]))).toBe(club.lounge);
  });

  it('is else the fullest but the AFK one, and the topmost while nobody is anywhere', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.ana, club.idle);
    await club.logIn();
    expect(club.voice.meetingPlace(NONE)).toBe(club.lounge);
    await club.told(() => club.discord.setVoice(club.bor, club.stage));
    expect(club.voice.meetingPlace(NONE)).toBe(club.stage);
  });

  it('is what another process was told, where this one is told nothing (any more)', async () => {
    const club = await Club.open();
    const voice = new GatewayVoice(
      club.discord.guildId,
      { only: NONE },
      () => undefined,
      () => '42',
    );
    voice.listenTo(club.client);
    expect(voice.meetingPlace(NONE)).toBe('42');
    expect(voice.meetingPlace(new Set([club.stage]))).toBe(club.stage);
    await club.logIn();
    expect(voice.meetingPlace(NONE)).toBe(club.lounge);
    voice.loggedOut();
    expect(voice.meetingPlace(NONE)).toBe('42');
    expect(voice.inVoice()).toBeNull();
  });

  it('is as it was told last while the connection is lost', async () => {
    const club = await Club.open();
    club.discord.setVoice(club.bor, club.stage);
    await club.logIn();
    const lost = club.after('shardReconnecting');
    club.discord.gateway.refuse(true);
    club.discord.gateway.drop();
    await lost;
    expect(club.voice.meetingPlace(NONE)).toBe(club.stage);
  });
});

describe('a channel that is named and is none', () => {
  const GONE = '999999999999999999';

  it('lets it be told that voice is known once it is no longer named', async () => {
    const club = await Club.open();
    const only = new Set([GONE]);
    let told = 0;
    const voice = new GatewayVoice(club.discord.guildId, { only }, () => undefined);
    voice.onKnown(() => (told += 1));
    voice.listenTo(club.client);
    await club.logIn();
    expect(told).toBe(0);
    only.clear();
    voice.scopeChanged();
    voice.scopeChanged();
    expect(told).toBe(1);
  });

  it('leaves who is in voice unknown, and is told of once', async () => {
    const club = await Club.open(['lounge'], [GONE]);
    club.discord.setVoice(club.ana, club.lounge);
    await club.logIn();
    expect(club.names).toBeNull();
    await club.told(() => club.discord.setVoice(club.bor, club.stage));
    expect(club.names).toBeNull();
    expect(club.missing).toEqual([[GONE]]);
  });

  it('is also one that people only write in', async () => {
    const club = await Club.open();
    const { id } = club.discord.addChannel({ name: 'text' });
    const voice = new GatewayVoice(club.discord.guildId, { only: new Set([id]) }, (ids) =>
      club.missing.push([...ids]),
    );
    voice.listenTo(club.client);
    await club.logIn();
    expect(voice.inVoice()).toBeNull();
    expect(club.missing).toEqual([[id]]);
  });

  it('may become one while Muster runs: deleted and made anew, everybody is in another', async () => {
    const club = await Club.open(['lounge', 'stage']);
    club.discord.setVoice(club.ana, club.stage);
    await club.logIn();
    expect(club.names).toEqual(['Ana']);
    await club.told(() => club.discord.removeChannel(club.lounge));
    expect(club.names).toBeNull();
    await club.told(() => club.discord.addChannel({ name: 'lounge', type: 'voice' }));
    expect(club.names).toBeNull();
    expect(club.missing).toEqual([[club.lounge]]);
  });

  it('is not there where none is named, or where stages are', async () => {
    const all = await Club.open();
    await all.logIn();
    await all.told(() => all.discord.removeChannel(all.lounge));
    expect(all.names).toEqual([]);
    const stage = await Club.open(['stage']);
    stage.discord.setVoice(stage.ana, stage.stage);
    await stage.logIn();
    expect(stage.names).toEqual(['Ana']);
    expect([...all.missing, ...stage.missing]).toEqual([]);
  });
});
