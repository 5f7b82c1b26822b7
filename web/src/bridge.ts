import type {
  Access,
  Back,
  Board,
  Cleared,
  GoAwayBody,
  OwnAnswer,
  SetAnswer,
  SetAnswerBody,
  SetAvailability,
  SetAvailabilityBody,
  SetWeeklyBody,
  Standing,
  WentAway,
} from '../../src/contract/availability.js';
import type { Calendar, EndedCalendar, MadeCalendar } from '../../src/contract/calendar.js';
import type {
  CampaignById,
  CampaignOfDate,
  CancelledCampaign,
  MoreCalled,
} from '../../src/contract/campaign.js';
import type {
  CheckedPlayer,
  LinkedPlayer,
  LinkToken,
  LinkTokenBody,
  PlayerLinkBody,
  UnlinkedChannel,
  UnlinkedPlayer,
} from '../../src/contract/links.js';
import type { PersonalDataExport } from '../../src/contract/personal-data.js';
import type { Preferences, PreferencesChange, TestResult } from '../../src/contract/preferences.js';
import type { EraseBody, Erased, NotTonight } from '../../src/contract/privacy.js';
import type { CampaignRequest, CreatedCampaign, Preview } from '../../src/contract/promotions.js';
import type { Insights } from '../../src/contract/insights.js';
import type { SettingChangesBody, Settings } from '../../src/contract/settings.js';
import type {
  SetStanding,
  StandingCampaigns,
  StoppedStanding,
} from '../../src/contract/standing-campaigns.js';
import type { AvailabilityStatus } from '../../src/domain/availability.js';
import type { LinkableChannel } from '../../src/domain/channel-choice.js';
import type { Weekday } from '../../src/domain/session-plan.js';
import type { Answer, Api, Asking, AskingForNews, Change, News } from './api.js';

const A = '/api/availability';
const TODAY = `${A}/promotions/campaign`;
const STANDING = `${A}/promotions/standing`;
const SETTINGS = '/api/settings';

/** What a preview depends on: a dry run pings those the real one would. */
export type PreviewOptions = Omit<CampaignRequest, 'dry_run'>;

/** The bridge's routes by what they are for. What each answers and refuses is in its own description, `/openapi.json`. */
export class Bridge {
  constructor(readonly api: Api) {}

  access(asking?: Asking): Promise<Answer<Access>> {
    return this.api.get(`${A}/access`, asking);
  }

  /** The days from `from` to `to`, both inclusive; from today where they are left out. `names`: who said what, too, for those who may see it. */
  board(
    range: { from?: string; to?: string } = {},
    { names = true, ...asking }: Asking & { names?: boolean } = {},
  ): Promise<Answer<Board>> {
    const query = new URLSearchParams({ ...range, include_users: String(names) });
    return this.api.get(`${A}?${query.toString()}`, asking);
  }

  /** `ifAtLeast`: in as soon as so many are. */
  setAvailability(
    date: string,
    status: AvailabilityStatus,
    ifAtLeast: number | null = null,
  ): Promise<Answer<SetAvailability>> {
    const body: SetAvailabilityBody = { date, status, if_at_least: ifAtLeast };
    return this.api.send('POST', A, body);
  }

  takeBack(date: string): Promise<Answer<Cleared>> {
    return this.api.send('DELETE', `${A}/${encodeURIComponent(date)}`);
  }

  /** What the viewer answers for weekdays, and whether they are away. */
  standing(asking?: Asking): Promise<Answer<Standing>> {
    return this.api.get(`${A}/weekly`, asking);
  }

  setWeekly(body: SetWeeklyBody): Promise<Answer<Standing>> {
    return this.api.send('POST', `${A}/weekly`, body);
  }

  keepWeekly(): Promise<Answer<Standing>> {
    return this.api.send('POST', `${A}/weekly/keep`);
  }

  goAway(until: string): Promise<Answer<WentAway>> {
    return this.api.send('POST', `${A}/away`, { until } satisfies GoAwayBody);
  }

  comeBack(): Promise<Answer<Back>> {
    return this.api.send('DELETE', `${A}/away`);
  }

  /** Whether the viewer's calendar has an address. */
  calendar(asking?: Asking): Promise<Answer<Calendar>> {
    return this.api.get(`${A}/calendar`, asking);
  }

  makeCalendar(): Promise<Answer<MadeCalendar>> {
    return this.api.send('POST', `${A}/calendar`);
  }

  endCalendar(): Promise<Answer<EndedCalendar>> {
    return this.api.send('DELETE', `${A}/calendar`);
  }

  /** What the viewer answered for tonight. */
  ownAnswer(asking?: Asking): Promise<Answer<OwnAnswer>> {
    return this.api.get(`${A}/answer`, asking);
  }

  comeTonight(body: SetAnswerBody): Promise<Answer<SetAnswer>> {
    return this.api.send('POST', `${A}/answer`, body);
  }

  notTonight(): Promise<Answer<NotTonight>> {
    return this.api.send('POST', `${A}/not-tonight`, {});
  }

  preferences(asking?: Asking): Promise<Answer<Preferences>> {
    return this.api.get(`${A}/promotion-preferences`, asking);
  }

  changePreferences(change: PreferencesChange): Promise<Answer<Preferences>> {
    return this.api.send('POST', `${A}/promotion-preferences`, change);
  }

  sendTest(): Promise<Answer<TestResult>> {
    return this.api.send('POST', `${A}/promotion-preferences/test`, {});
  }

  linkToken(channel: LinkableChannel): Promise<Answer<LinkToken>> {
    return this.api.send('POST', `${A}/link-token`, { channel_type: channel } satisfies LinkTokenBody);
  }

  unlink(channel: LinkableChannel): Promise<Answer<UnlinkedChannel>> {
    return this.api.send('DELETE', `${A}/links/${channel}`);
  }

  linkPlayer(guid: string, name: string): Promise<Answer<LinkedPlayer>> {
    return this.api.send('POST', `${A}/player-link`, { guid, name } satisfies PlayerLinkBody);
  }

  /** Looks on the game server for who wears the code. */
  checkPlayer(): Promise<Answer<CheckedPlayer>> {
    return this.api.send('POST', `${A}/player-link/check`);
  }

  unlinkPlayer(): Promise<Answer<UnlinkedPlayer>> {
    return this.api.send('DELETE', `${A}/player-link`);
  }

  preview(request: PreviewOptions, asking?: Asking): Promise<Answer<Preview>> {
    const { start, note } = request;
    const query = new URLSearchParams({
      include_available: String(request.include_available),
      include_maybe: String(request.include_maybe),
      ...(start === undefined ? {} : { start }),
      ...(note === undefined ? {} : { note }),
    });
    return this.api.get(`${A}/promotions/preview?${query.toString()}`, asking);
  }

  createCampaign(request: CampaignRequest): Promise<Change<CreatedCampaign>> {
    return this.api.send('POST', `${A}/promotions/campaigns`, request);
  }

  /** On which weekdays pings go out by themselves. */
  standingCampaigns(asking?: Asking): Promise<Answer<StandingCampaigns>> {
    return this.api.get(STANDING, asking);
  }

  setStandingCampaigns(body: SetStanding): Promise<Answer<StandingCampaigns>> {
    return this.api.send('POST', STANDING, body);
  }

  removeStandingCampaign(weekday: Weekday): Promise<Answer<StandingCampaigns>> {
    return this.api.send('DELETE', `${STANDING}?weekday=${weekday}`);
  }

  keepStandingCampaigns(): Promise<Answer<StandingCampaigns>> {
    return this.api.send('POST', `${STANDING}/keep`);
  }

  /** Says no to what goes out by itself on a date. */
  stopStandingCampaign(date: string): Promise<Answer<StoppedStanding>> {
    return this.api.send('POST', `${STANDING}/stop`, { campaign_date: date });
  }

  /** The viewer's own campaign of today, else the latest real one. */
  campaignOfToday(asking?: Asking): Promise<Answer<CampaignOfDate>> {
    return this.api.get(TODAY, asking);
  }

  /** {@link campaignOfToday}, again and again. */
  followToday(asking: AskingForNews): Promise<News<CampaignOfDate>> {
    return this.api.getIfNews(TODAY, asking);
  }

  followCampaign(id: string, asking: AskingForNews): Promise<News<CampaignById>> {
    return this.api.getIfNews(`${A}/promotions/campaigns/${encodeURIComponent(id)}`, asking);
  }

  /** Has standbys called until so many more have come. */
  callMore(id: string, count: number): Promise<Answer<MoreCalled>> {
    return this.api.send('POST', `${A}/promotions/campaigns/${encodeURIComponent(id)}/more`, { count });
  }

  /** `notify`: whether those it has called are told; `null`: nobody was called. */
  cancelCampaign(id: string, notify: boolean | null): Promise<Answer<CancelledCampaign>> {
    const query = notify === null ? '' : `?notify=${String(notify)}`;
    return this.api.send('DELETE', `${A}/promotions/campaigns/${encodeURIComponent(id)}${query}`);
  }

  personalData(): Promise<Answer<PersonalDataExport>> {
    return this.api.get('/api/privacy');
  }

  personalDataExport(): Promise<Answer<PersonalDataExport>> {
    return this.api.get('/api/privacy/export');
  }

  erase(): Promise<Answer<Erased>> {
    return this.api.send('DELETE', '/api/privacy', { confirm: 'erase' } satisfies EraseBody);
  }

  insights(): Promise<Answer<Insights>> {
    return this.api.get(`${A}/insights`);
  }

  settings(): Promise<Answer<Settings>> {
    return this.api.get(SETTINGS);
  }

  changeSettings(changes: SettingChangesBody): Promise<Answer<Settings>> {
    return this.api.send('PATCH', SETTINGS, changes);
  }

  signOut(): Promise<Answer<null>> {
    return this.api.send('POST', '/auth/logout');
  }
}
