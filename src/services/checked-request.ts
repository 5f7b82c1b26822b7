import type { CampaignRequest } from '../domain/campaign.js';
import { noteProblem } from '../domain/note.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { timeOfDay } from '../domain/setting-parsers.js';

/**
 * A request as it counts: its start as HH:MM:SS, its note without white space around it, and neither where nothing was
 * typed. A note that can't go to people as it is, is refused and never mended.
 */
export function checkedRequest({ startTime, note, ...rest }: CampaignRequest): Result<CampaignRequest> {
  const [typed, line] = [startTime?.trim() ?? '', note?.trim() ?? ''];
  const start = typed === '' ? undefined : timeOfDay.safeParse(typed).data;
  if (typed !== '' && start === undefined) return refuse({ code: 'invalid_time', input: typed });
  const problem = noteProblem(line);
  if (problem) return refuse({ code: 'invalid_note', problem });
  return ok({
    ...rest,
    ...(start !== undefined && { startTime: start }),
    ...(line !== '' && { note: line }),
  });
}
