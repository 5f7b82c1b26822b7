/** Which part of a request is meant, as a person finds it in what they sent. */
export type RequestPart = 'body' | 'querystring' | 'params' | 'headers';

/** What the bridge says of its own accord: whoever asks over HTTP gets these sentences as a problem's `detail`. */
export interface BridgeTexts {
  readonly signedOut: string;
  readonly notFound: string;
  /** `allowed`: the methods there are, with commas between them. */
  methodNotAllowed(method: string, allowed: string): string;
  readonly malformedJson: string;
  readonly emptyBody: string;
  readonly notJson: string;
  /** `most` in bytes. */
  bodyTooLarge(most: number): string;
  /** `field` is `null` where the part as a whole is meant; `reason` is the validator's sentence. */
  invalid(part: RequestPart, field: string | null, reason: string): string;
  readonly badRequest: string;
  readonly internalError: string;
  /** This process was stopped or cut off for a while, and another one may have taken over: nothing was changed. */
  readonly heldUp: string;
  readonly tokenRefused: string;
  readonly tokensOff: string;
  readonly csrfHeader: string;
  readonly foreignOrigin: string;
  /** Too many requests; `seconds` until there is room. */
  tooManyRequests(seconds: number): string;
  /** `tokenSet`: there is a token that would do. */
  metricsRefused(tokenSet: boolean): string;
  /** `missing`: what is not as it should be. */
  notReady(missing: readonly string[]): string;
  readonly signIn: {
    /** `variables`: what has to be set, and is not. */
    off(variables: readonly string[]): string;
    readonly badReturnTo: string;
    readonly lost: string;
    readonly denied: string;
    readonly refused: string;
    readonly unavailable: string;
  };
}
