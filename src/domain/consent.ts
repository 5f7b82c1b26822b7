/** How one consent is kept: its fields in code, its columns, and what the audit log calls a change of it. */
interface Consent {
  readonly field: string;
  readonly sinceField: string;
  readonly column: string;
  readonly sinceColumn: string;
  readonly given: string;
  readonly withdrawn: string;
}

/**
 * What a person may say yes to, each by itself and each off until they do. Whoever asks for consent, records it or ends it
 * asks this table, so that the next one is one entry, two columns and its texts.
 */
export const CONSENTS = {
  calls: {
    field: 'allowPromotions',
    sinceField: 'consentedAt',
    column: 'allow_promotions',
    sinceColumn: 'consented_at',
    given: 'consent_given',
    withdrawn: 'consent_withdrawn',
  },
  questions: {
    field: 'allowQuestions',
    sinceField: 'questionsConsentedAt',
    column: 'allow_questions',
    sinceColumn: 'questions_consented_at',
    given: 'questions_allowed',
    withdrawn: 'questions_refused',
  },
  ready: {
    field: 'allowReadyNotices',
    sinceField: 'readyConsentedAt',
    column: 'allow_ready_notices',
    sinceColumn: 'ready_consented_at',
    given: 'ready_notices_allowed',
    withdrawn: 'ready_notices_refused',
  },
} as const satisfies Readonly<Record<string, Consent>>;

/** What a person must have agreed to before a message reaches them. */
export type ConsentTo = keyof typeof CONSENTS;
export const CONSENTS_TO = Object.keys(CONSENTS) as [ConsentTo, ...ConsentTo[]];

/** What ends one kind of message and leaves the others, as a button or in words, and which consent it withdraws. */
export const ENDS = { 'dont-ask': 'questions', 'stop-ready': 'ready' } as const satisfies Readonly<
  Record<string, ConsentTo>
>;
export type EndAction = keyof typeof ENDS;
export const END_ACTIONS = Object.keys(ENDS) as [EndAction, ...EndAction[]];

type Of<C extends ConsentTo, K extends keyof Consent> = (typeof CONSENTS)[C][K];

/** Whether somebody agrees, to each. */
export type Allowed = { readonly [C in ConsentTo as Of<C, 'field'>]: boolean };
/** Since when (ms) somebody agrees; `null`: they don't. */
export type AllowedSince = { readonly [C in ConsentTo as Of<C, 'sinceField'>]: number | null };
export type ConsentAction = Of<ConsentTo, 'given' | 'withdrawn'>;

/** Nobody has agreed to anything before they say so. */
export const NOTHING_ALLOWED: Allowed & AllowedSince = {
  allowPromotions: false,
  consentedAt: null,
  allowQuestions: false,
  questionsConsentedAt: null,
  allowReadyNotices: false,
  readyConsentedAt: null,
};

export function isAllowed(person: Allowed, to: ConsentTo): boolean {
  return person[CONSENTS[to].field];
}

/** What somebody agrees to. */
export function allowedBy(person: Allowed): ConsentTo[] {
  return CONSENTS_TO.filter((to) => isAllowed(person, to));
}

/** The same person, who now agrees to it (since `now`, in ms), or does no more. */
export function withConsent<P extends Allowed & AllowedSince>(
  person: P,
  to: ConsentTo,
  since: number | null,
): P {
  const { field, sinceField } = CONSENTS[to];
  return { ...person, [field]: since !== null, [sinceField]: since };
}
