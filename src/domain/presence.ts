/** Who is in voice, as the gateway's voice-state events tell it. */
export interface VoicePresence {
  /**
   * The ids of everybody who is in a voice channel that counts, now. `null` while it is not known (the guild's state
   * has not been received, the gateway is down, or a channel that counts is none of the server's): unknown is not empty.
   */
  inVoice(): ReadonlySet<string> | null;
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
