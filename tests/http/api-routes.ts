import { ID, type TestBridge } from './test-bridge.js';

/** Everybody who may come to a route's door. */
export const VIEWERS = [
  'nobody',
  'unlinked',
  'linked',
  'promoter',
  'another promoter',
  'admin',
  'demoted a second ago',
  'stranger',
  'by cookie',
  'by cookie, without the header',
  'by cookie, from a foreign page',
  'by an expired token',
  'by a token for another audience',
  'by a token signed with nothing',
  'by a token signed with another key',
] as const;
export type Viewer = (typeof VIEWERS)[number];

/** What comes of it for those whom no token and no cookie gives away; 401 for nobody unless told. */
type Answers = Readonly<
  Record<'unlinked' | 'linked' | 'promoter' | 'another promoter' | 'admin' | 'demoted' | 'stranger', number>
> & { readonly nobody?: number };

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As the document has it. */
  readonly path: string;
  readonly url?: (campaignId: string) => string;
  readonly body?: object;
  /** With a campaign of the promoter's, or with none. */
  readonly campaign?: boolean;
  readonly answers: Answers;
  readonly prepare?: (bridge: TestBridge) => Promise<void>;
}

const all = (status: number): Answers => ({
  unlinked: status,
  linked: status,
  promoter: status,
  'another promoter': status,
  admin: status,
  demoted: status,
  stranger: status,
});
const ANYBODY: Answers = { ...all(200), nobody: 200 };
const PERSON = all(200);
const MEMBER: Answers = { ...PERSON, stranger: 403 };
const LINKED: Answers = { ...MEMBER, unlinked: 403 };
/** Of somebody who was an admin a second ago a kept answer is good enough to show something, and no more. */
const PROMOTER: Answers = { ...LINKED, linked: 403 };
const CREATING: Answers = { ...PROMOTER, promoter: 201, 'another promoter': 201, admin: 201, demoted: 403 };
const STANDING_THERE_IS_NOT: Answers = {
  ...PROMOTER,
  promoter: 404,
  'another promoter': 404,
  admin: 404,
  demoted: 404,
};
const ADMIN: Answers = { ...LINKED, linked: 403, promoter: 403, 'another promoter': 403 };
const CANCELLING: Answers = { ...all(404), promoter: 200, admin: 200, stranger: 403 };

const API = '/api/availability';

/** Every route of the API, and who gets what. */
export const API_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: `${API}/access`, answers: ANYBODY },
  { method: 'GET', path: API, answers: ANYBODY },
  { method: 'POST', path: API, body: { date: 'today', status: 'MAYBE' }, answers: LINKED },
  { method: 'DELETE', path: `${API}/{date}`, url: () => `${API}/today`, answers: PERSON },
  { method: 'GET', path: `${API}/me`, answers: MEMBER },
  { method: 'GET', path: `${API}/answer`, answers: MEMBER },
  { method: 'POST', path: `${API}/answer`, body: { answer: 'LATE', late_minutes: 10 }, answers: LINKED },
  { method: 'GET', path: `${API}/weekly`, answers: MEMBER },
  { method: 'POST', path: `${API}/weekly`, body: { weekday: 'fri', status: 'MAYBE' }, answers: LINKED },
  { method: 'POST', path: `${API}/weekly/keep`, answers: LINKED },
  { method: 'POST', path: `${API}/away`, body: { until: 'today' }, answers: MEMBER },
  { method: 'DELETE', path: `${API}/away`, answers: PERSON },
  { method: 'GET', path: `${API}/calendar`, answers: PERSON },
  { method: 'POST', path: `${API}/calendar`, answers: LINKED },
  { method: 'DELETE', path: `${API}/calendar`, answers: PERSON },
  { method: 'GET', path: `${API}/promotion-preferences`, answers: MEMBER },
  { method: 'POST', path: `${API}/promotion-preferences`, body: { discord_dms: true }, answers: MEMBER },
  { method: 'POST', path: `${API}/promotion-preferences/test`, answers: MEMBER },
  { method: 'POST', path: `${API}/link-token`, body: { channel_type: 'telegram' }, answers: MEMBER },
  { method: 'DELETE', path: `${API}/links/{channel}`, url: () => `${API}/links/telegram`, answers: all(404) },
  { method: 'POST', path: `${API}/player-link`, body: { guid: 'A1', name: 'Vid' }, answers: MEMBER },
  { method: 'POST', path: `${API}/player-link/check`, answers: { ...all(422), stranger: 403 } },
  { method: 'DELETE', path: `${API}/player-link`, answers: { ...PERSON, unlinked: 404, stranger: 404 } },
  { method: 'GET', path: `${API}/promotions/preview`, answers: PROMOTER },
  { method: 'POST', path: `${API}/promotions/campaigns`, body: {}, answers: CREATING },
  { method: 'GET', path: `${API}/promotions/standing`, answers: PROMOTER },
  {
    method: 'POST',
    path: `${API}/promotions/standing`,
    body: { weekdays: ['tue'] },
    answers: { ...PROMOTER, demoted: 403 },
  },
  {
    method: 'DELETE',
    path: `${API}/promotions/standing`,
    // There is nothing to remove.
    answers: STANDING_THERE_IS_NOT,
  },
  { method: 'POST', path: `${API}/promotions/standing/keep`, answers: STANDING_THERE_IS_NOT },
  {
    method: 'POST',
    path: `${API}/promotions/standing/stop`,
    body: { campaign_date: '2026-03-10' },
    answers: STANDING_THERE_IS_NOT,
  },
  { method: 'GET', path: `${API}/promotions/campaign`, campaign: true, answers: LINKED },
  {
    method: 'GET',
    path: `${API}/promotions/campaigns/{id}`,
    url: (id) => `${API}/promotions/campaigns/${id}`,
    campaign: true,
    answers: LINKED,
  },
  {
    method: 'POST',
    path: `${API}/promotions/campaigns/{id}/more`,
    url: (id) => `${API}/promotions/campaigns/${id}/more`,
    body: { count: 1 },
    campaign: true,
    // Hours before the start it is too early.
    answers: { ...PROMOTER, promoter: 422, 'another promoter': 404, admin: 422, demoted: 422 },
  },
  {
    method: 'DELETE',
    path: `${API}/promotions/campaigns/{id}`,
    url: (id) => `${API}/promotions/campaigns/${id}`,
    campaign: true,
    answers: CANCELLING,
  },
  { method: 'GET', path: `${API}/insights`, answers: PROMOTER },
  { method: 'GET', path: '/api/privacy', answers: PERSON },
  { method: 'GET', path: '/api/privacy/export', answers: PERSON },
  { method: 'DELETE', path: '/api/privacy', body: { confirm: 'erase' }, answers: PERSON },
  { method: 'POST', path: `${API}/stop`, answers: PERSON },
  { method: 'POST', path: `${API}/not-tonight`, answers: PERSON },
  { method: 'GET', path: '/api/settings', answers: ADMIN },
  {
    method: 'PATCH',
    path: '/api/settings',
    body: { dry_run_default: true },
    answers: { ...ADMIN, demoted: 403 },
  },
];

/** What a viewer is to be answered. Those with a cookie are the promoter. */
export function expected({ method, answers }: ApiRoute, viewer: Viewer): number {
  switch (viewer) {
    case 'nobody':
      return answers.nobody ?? 401;
    case 'demoted a second ago':
      return answers.demoted;
    case 'by cookie':
      return answers.promoter;
    case 'by cookie, without the header':
    case 'by cookie, from a foreign page':
      return method === 'GET' ? answers.promoter : 403;
    case 'by an expired token':
    case 'by a token for another audience':
    case 'by a token signed with nothing':
    case 'by a token signed with another key':
      return 401;
    default:
      return answers[viewer];
  }
}

export const PERSON_OF: Partial<Record<Viewer, string>> = {
  unlinked: ID.unlinked,
  linked: ID.linked,
  promoter: ID.promoter,
  'another promoter': ID.another,
  admin: ID.admin,
  'demoted a second ago': ID.demoted,
  stranger: ID.stranger,
};
