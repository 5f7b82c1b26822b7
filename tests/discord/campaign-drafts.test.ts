import { beforeEach, describe, expect, it } from 'vitest';
import { SharedShelf } from '../../src/cluster/shared-shelf.js';
import { CampaignDrafts, DRAFT_LIFETIME_MS } from '../../src/discord/campaign-drafts.js';
import type { Actor } from '../../src/services/context.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { MemoryShelf } from '../../src/domain/shelf.js';
import { previewForCreation } from '../../src/services/preview-campaign.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { players, promoter } from '../support/people.js';
import { type Life, refusal, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: true, note: 'Bring cake.' };

/** A process that people press buttons at. */
interface Door {
  readonly life: Life;
  readonly drafts: CampaignDrafts;
}

function tests(open: () => Promise<[TestApp, Door, Door]>): void {
  let app: TestApp;
  let here: Door;
  let there: Door;
  let ana: Actor;
  beforeEach(async () => {
    [app, here, there] = await open();
    await players(app, 2);
    ana = await promoter(app);
  });

  async function preview({ life, drafts }: Door) {
    return drafts.keep(ana.userId, value(await previewForCreation(life.context, ana, REQUEST)));
  }

  async function confirm({ life, drafts }: Door, id: string) {
    const draft = await drafts.find(id);
    if (!draft) throw new Error('the draft has expired');
    return drafts.confirm(draft, () => createCampaign(life.context, ana, draft.request));
  }

  it('a preview is confirmed wherever Confirm is heard', async () => {
    const { id } = await preview(here);
    const draft = await there.drafts.find(id);
    expect(draft).toMatchObject({ promoterId: ana.userId, request: REQUEST });
    expect(draft?.recipientIds).toHaveLength(2);
    const made = value(await confirm(there, id));
    expect(made).toMatchObject({ replayed: false, campaign: { request: REQUEST } });
  });

  it('two presses make one campaign and are answered the same, at once or after each other', async () => {
    const { id } = await preview(here);
    const [one, two] = (await Promise.all([confirm(here, id), confirm(here, id)])).map(value);
    expect(two).toEqual(one);
    expect(await app.campaigns()).toHaveLength(1);
    // Long over, so that an equal request would make another.
    await app.advance(10 * 60_000);
    await app.change("UPDATE availability_promotion_jobs SET status = 'completed'");
    await app.change("UPDATE availability_promotion_campaigns SET status = 'completed'");
    expect(value(await confirm(there, id))).toEqual(one);
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('two presses at two places make one campaign', async () => {
    const { id } = await preview(here);
    const both = await Promise.all([confirm(here, id), confirm(there, id)]);
    const [one, two] = both.map(value);
    expect(two?.campaign.id).toBe(one?.campaign.id);
    expect(await app.campaigns()).toHaveLength(1);
  });

  it('what was refused may be confirmed once more', async () => {
    const { id } = await preview(here);
    app.directory.available = false;
    expect(refusal(await confirm(here, id))).toBe('directory_unavailable');
    app.directory.available = true;
    expect(value(await confirm(there, id)).replayed).toBe(false);
  });

  it('what failed may be confirmed once more', async () => {
    const { id } = await preview(here);
    const draft = await here.drafts.find(id);
    const failed = here.drafts.confirm(draft!, () => Promise.reject(new Error('a fault of ours')));
    await expect(failed).rejects.toThrow('a fault of ours');
    expect(value(await confirm(here, id)).replayed).toBe(false);
  });

  it('a preview expires, and one that was cancelled is gone', async () => {
    const { id } = await preview(here);
    await app.advance(DRAFT_LIFETIME_MS - 1);
    expect(await there.drafts.find(id)).not.toBeNull();
    await app.advance(1);
    expect(await there.drafts.find(id)).toBeNull();
    const { id: another } = await preview(here);
    await there.drafts.discard(another);
    expect(await here.drafts.find(another)).toBeNull();
  });
}

describe('previews in memory', () => {
  tests(async () => {
    const app = await testApp({ engine: 'sqlite', sweepEveryMs: 0 });
    const drafts = new CampaignDrafts(new MemoryShelf(app.clock), app.clock, app.newId);
    const door = { life: app.life, drafts };
    return [app, door, door];
  });
});

describe.skipIf(!havePostgres)(`previews that processes share (${NEEDS_POSTGRES})`, () => {
  tests(async () => {
    const app = await testApp({ engine: 'postgres', sweepEveryMs: 0 });
    const door = (life: Life): Door => {
      const shelf = new SharedShelf(life.database, app.clock);
      return { life, drafts: new CampaignDrafts(shelf, app.clock, app.newId) };
    };
    return [app, door(app.life), door(await app.beside())];
  });
});
