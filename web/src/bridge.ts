import type { AvailabilityStatus } from '../../src/domain/availability.js';
import type { LinkableChannel } from '../../src/domain/channel-choice.js';
import type { Answer, Api, Asking } from './api.js';
import type {
  Access,
  Board,
  Campaign,
  CampaignRequest,
  CreatedCampaign,
  LinkedPlayer,
  LinkToken,
  Preferences,
  PreferencesChange,
  Preview,
  SetAvailability,
  TestResult,
} from './contract.js';

const A = '/api/availability';

/** The bridge's routes by what they are for. What each answers and refuses is in its own description, `/openapi.json`. */
export class Bridge {
  constructor(readonly api: Api) {}

  access(asking?: Asking): Promise<Answer<Access>> {
    return this.api.get(`${A}/access`, asking);
  }

  /** The days from `from` to `to`, both inclusive; from today where they are left out. */
  board(range: { from?: string; to?: string } = {}, asking?: Asking): Promise<Answer<Board>> {
    const query = new URLSearchParams({ ...range, include_users: 'true' });
    return this.api.get(`${A}?${query.toString()}`, asking);
  }

  setAvailability(date: string, status: AvailabilityStatus): Promise<Answer<SetAvailability>> {
    return this.api.send('POST', A, { date, status });
  }

  takeBack(date: string): Promise<Answer<unknown>> {
    return this.api.send('DELETE', `${A}/${encodeURIComponent(date)}`);
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
    return this.api.send('POST', `${A}/link-token`, { channel_type: channel });
  }

  unlink(channel: LinkableChannel): Promise<Answer<unknown>> {
    return this.api.send('DELETE', `${A}/links/${channel}`);
  }

  linkPlayer(guid: string, name: string): Promise<Answer<LinkedPlayer>> {
    return this.api.send('POST', `${A}/player-link`, { guid, name });
  }

  /** Looks on the game server for who wears the code. */
  checkPlayer(): Promise<Answer<{ player_name: string }>> {
    return this.api.send('POST', `${A}/player-link/check`);
  }

  unlinkPlayer(): Promise<Answer<unknown>> {
    return this.api.send('DELETE', `${A}/player-link`);
  }

  preview(
    request: Pick<CampaignRequest, 'include_available' | 'include_maybe'>,
    asking?: Asking,
  ): Promise<Answer<Preview>> {
    const query = new URLSearchParams({
      include_available: String(request.include_available),
      include_maybe: String(request.include_maybe),
    });
    return this.api.get(`${A}/promotions/preview?${query.toString()}`, asking);
  }

  createCampaign(request: CampaignRequest): Promise<Answer<CreatedCampaign>> {
    return this.api.send('POST', `${A}/promotions/campaigns`, request);
  }

  /** The viewer's own campaign of today, else the latest real one. */
  campaignOfToday(asking?: Asking): Promise<Answer<{ campaign: Campaign | null }>> {
    return this.api.get(`${A}/promotions/campaign`, asking);
  }

  campaign(id: string, asking?: Asking): Promise<Answer<{ campaign: Campaign | null }>> {
    return this.api.get(`${A}/promotions/campaigns/${encodeURIComponent(id)}`, asking);
  }

  cancelCampaign(id: string): Promise<Answer<{ follow_up_only: boolean }>> {
    return this.api.send('DELETE', `${A}/promotions/campaigns/${encodeURIComponent(id)}`);
  }

  personalData(): Promise<Answer<Record<string, unknown>>> {
    return this.api.get('/api/privacy');
  }

  personalDataExport(): Promise<Answer<unknown>> {
    return this.api.get('/api/privacy/export');
  }

  erase(): Promise<Answer<{ detail: string }>> {
    return this.api.send('DELETE', '/api/privacy', { confirm: 'erase' });
  }

  signOut(): Promise<Answer<unknown>> {
    return this.api.send('POST', '/auth/logout');
  }
}
