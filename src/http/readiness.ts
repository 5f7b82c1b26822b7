/** How the parts stand that have to work before anybody can be served. */
export interface Readiness {
  /** Whether the slash commands are registered with Discord. */
  readonly commands: boolean;
  /** Whether the gateway connection is up. */
  readonly gateway: boolean;
  /** `off`: switched off by AVAILABILITY_PROMOTION_ENABLED, which is as it should be. */
  readonly scheduler: 'running' | 'off' | 'stopped';
}
