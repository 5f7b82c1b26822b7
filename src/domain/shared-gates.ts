import type { ChannelType } from './channel-choice.js';

/** How a channel stands, for every process that sends through it. */
export interface Standing {
  /** Changes with each pause and each opening; `null` before the first. */
  readonly turn: string | null;
  /** How long the pause is in all, in milliseconds; 0: the channel is open. */
  readonly pauseMs: number;
  /** How much of it is left, in milliseconds. */
  readonly leftMs: number;
  /** Whose the probe is: what goes ahead when the pause is over. */
  readonly probe: 'nobody' | 'mine' | 'others';
}

/** How this process has a channel stand. */
export interface OwnStanding extends Pick<Standing, 'pauseMs' | 'leftMs'> {
  /** Its probe is under way. */
  readonly isProbing: boolean;
  /** It has changed while this process was alone, and is news to the others. */
  readonly isNews: boolean;
}

/** How the channel stands now, and whether that is our doing. */
export interface Turned {
  readonly standing: Standing;
  readonly isOurs: boolean;
}

/**
 * The gate of one channel, as all processes share it. A change of a turn that is over changes nothing: somebody else was
 * quicker. Where the process is alone the answer is `null`, and no promise rejects.
 */
export interface SharedGate {
  /** How the channel stands. Where its pause is over and nobody else has the probe, this process takes it. */
  look(own: OwnStanding): Promise<Standing | null>;
  /** Pauses the channel, or pauses it again. */
  pause(turn: string | null, pauseMs: number): Promise<Turned | null>;
  /** Opens the channel after a probe. */
  open(turn: string | null): Promise<Turned | null>;
  /** Leaves the probe to whoever comes first: ours told nothing. */
  leaveProbe(turn: string | null): Promise<void>;
}

/** The gates of all channels. */
export interface SharedGates {
  of(channel: ChannelType): SharedGate;
}

/**
 * How long the probe is a process's own, in milliseconds: longer than any channel may take for a request. One that has
 * died holds up the others no longer.
 */
export const PROBE_FOR_MS = 60_000;
/** A probe that did not leave so soon (ms) after its right was taken leaves no more: the rest is for its answer. */
export const PROBE_WITHIN_MS = 10_000;
