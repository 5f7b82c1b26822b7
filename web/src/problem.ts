import type { WebRefusal, WebTexts } from '../../src/messages/texts/web.js';

/**
 * Why a request got no answer to work with: the bridge said no (`http`), nothing could be reached, no answer came in
 * time, what came was no JSON, the website gave no token, or whoever asked doesn't want it any more.
 */
export type ProblemKind = 'http' | 'network' | 'timeout' | 'malformed' | 'token' | 'aborted';

/** A problem details document (RFC 9457), or what stands in for one where none came. */
export interface Problem {
  readonly kind: ProblemKind;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  readonly title: string;
  /** Why a rule said no; empty where none did. */
  readonly code: string;
  /** The sentence a person can act on; empty where the page has to say it. */
  readonly detail: string;
  readonly retryAfterMs: number | null;
}

/** A problem that came from no server. */
export function localProblem(kind: Exclude<ProblemKind, 'http'>): Problem {
  return { kind, status: 0, title: kind, code: '', detail: '', retryAfterMs: null };
}

/** Reads a refusal. Whatever its body is, the status and `Retry-After` count. */
export async function problemOf(response: Response, now: number): Promise<Problem> {
  const body = await readJson(response);
  const field = (name: string): string => {
    const value = body?.[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    kind: 'http',
    status: response.status,
    title: field('title') || `HTTP ${response.status}`,
    code: field('code'),
    detail: field('detail'),
    retryAfterMs: retryAfter(response.headers.get('retry-after'), now),
  };
}

async function readJson(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** `Retry-After` in milliseconds from `now` (ms): seconds or an HTTP date; `null` for anything else. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** A refusal in the page's words, else in the bridge's: those that name commands have others here. */
export function refusalText({ code, detail }: Pick<Problem, 'code' | 'detail'>, texts: WebTexts): string {
  return hasOwnWords({ code }, texts) ? texts.refusals[code as WebRefusal] : detail;
}

/** What a person is told. */
export function problemText(problem: Problem, texts: WebTexts): string {
  if (problem.status === 401) return texts.trouble.signedOut;
  const refusal = refusalText(problem, texts);
  // What has to wait says for how long.
  if (refusal)
    return problem.status === 429 && hasOwnWords(problem, texts)
      ? `${refusal} ${tooMany(problem, texts)}`
      : refusal;
  switch (problem.kind) {
    case 'network':
    case 'aborted':
      return texts.trouble.network;
    case 'timeout':
      return texts.trouble.timeout;
    case 'malformed':
      return texts.trouble.malformed;
    case 'token':
      return texts.trouble.token;
    case 'http':
      if (problem.status === 429) {
        return tooMany(problem, texts);
      }
      return texts.trouble.server;
  }
}

function hasOwnWords({ code }: Pick<Problem, 'code'>, { refusals }: WebTexts): boolean {
  return Object.hasOwn(refusals, code);
}

function tooMany({ retryAfterMs }: Problem, texts: WebTexts): string {
  return texts.trouble.tooMany(Math.max(1, Math.ceil((retryAfterMs ?? 1000) / 1000)));
}

/** The field of a form each of these is about. */
const FIELDS: Readonly<Record<string, string>> = {
  invalid_guid: 'guid',
  guid_taken: 'guid',
  invalid_player_name: 'name',
  invalid_timezone: 'timezone',
  invalid_time: 'start',
  start_too_near: 'start',
  no_session: 'start',
  after_start: 'start',
  invalid_note: 'note',
};

/** The name of the field a problem belongs to, where it is about one. */
export function fieldOf(problem: Problem | null): string | null {
  return (problem && FIELDS[problem.code]) ?? null;
}
