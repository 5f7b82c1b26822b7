/** Who is in voice, as the gateway's voice-state events tell it. */
export interface VoicePresence {
  /**
   * The ids of all people in a voice channel that counts, now. `null` means unknown, not empty: the guild's
   * state has not come, the gateway is down, or a channel that counts is not on the server.
   */
  inVoice(): ReadonlySet<string> | null;
}

/** The guild's voice channels, as the gateway tells of them. */
export interface VoiceChannels {
  /**
   * The id of the channel to meet in: the first of `named` that is there; without one, of all but the AFK channel the
   * one with most people in it, and with nobody anywhere the topmost. By what was told last: it asks nobody. `null`
   * where there is none, or nothing has been told yet.
   */
  meetingPlace(named: ReadonlySet<string>): string | null;
}

/** Who is on the game server. */
export interface GameServer {
  /**
   * The names of the players there now, as the server spells them. `null` when it gave no answer within two seconds.
   * Never throws.
   */
  players(): Promise<readonly string[] | null>;
}

/** Where the follow-up looks for people. `null`: that check is switched off. */
export interface Presence {
  readonly voice: VoicePresence | null;
  readonly gameServer: GameServer | null;
}
