import type { CampaignRequest } from './campaign.js';

/** What makes two requests for a campaign the same one. */
export interface IdempotentRequest {
  /** The promoter's Discord id. */
  readonly promoterId: string;
  /** The campaign's local date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly request: CampaignRequest;
}

/**
 * A readable key that is equal for equal requests and differs for all others. The one part of free length, the
 * promoter, comes last, so no id can pass for another part. `v1` tells later payloads apart from this one: a start or a note of its
 * own makes it `v2`.
 */
export function idempotencyKey({ promoterId, date, request }: IdempotentRequest): string {
  const { includeAvailable, includeMaybe, dryRun, startTime, note } = request;
  const hasOwn = startTime !== undefined || note !== undefined;
  return [
    hasOwn ? 'v2' : 'v1',
    date,
    `available=${yesNo(includeAvailable)}`,
    `maybe=${yesNo(includeMaybe)}`,
    `dry_run=${yesNo(dryRun)}`,
    // Without a colon of their own, which could pass for the next part.
    ...(hasOwn
      ? [`start=${encodeURIComponent(startTime ?? '')}`, `note=${encodeURIComponent(note ?? '')}`]
      : []),
    promoterId,
  ].join(':');
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
