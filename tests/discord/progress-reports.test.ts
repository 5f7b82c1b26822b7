import type { REST } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Payload } from '../../src/discord/presenters/payload.js';
import { ProgressReports } from '../../src/discord/progress-reports.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';
import type { Messages } from '../../src/messages/messages.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { notTonight } from '../../src/services/way-out.js';
import { actor, admin, person, promoter } from '../support/people.js';
import { MINUTE, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

interface Shown {
  readonly how: 'patch' | 'post';
  readonly title: string;
  readonly description?: string;
}

/** A campaign whose progress is shown, and what Discord was asked to show of it. */
async function followed(
  locale?: string,
  withText = false,
): Promise<{
  app: TestApp;
  progress: ProgressReports;
  shown: Shown[];
  touch: () => Promise<void>;
  campaignId: string;
  rest: REST;
  /** While `now`, Discord refuses every edit and message. */
  fails: { now: boolean };
}> {
  const app = await testApp({ settings: { globalCooldown: false } });
  await person(app, 'ana');
  const mia = await promoter(app, 'promoter', locale === undefined ? {} : { locale });
  app.dmChannels.set('promoter', '555');
  const { campaign } = await app.campaign(mia);
  const shown: Shown[] = [];
  const fails = { now: false };
  const show =
    (how: Shown['how']) =>
    async (_route: string, { body }: { body: { embeds: { title: string; description?: string }[] } }) => {
      if (fails.now) throw new Error('no answer');
      const { title = '', description } = body.embeds[0] ?? {};
      shown.push({ how, title, ...(withText && description !== undefined && { description }) });
      return { id: 'm1' };
    };
  const rest = { patch: show('patch'), post: show('post') } as unknown as REST;
  const progress = new ProgressReports(app.context, rest, app.clock);
  const touch = async (): Promise<void> => {
    const before = shown.length;
    progress.handle({ type: 'campaign_cancelled', campaignId: campaign.id } as never);
    await expect.poll(() => shown.length).toBe(before + 1);
    await app.advance(MINUTE);
  };
  return { app, progress, shown, touch, campaignId: campaign.id, rest, fails };
}

describe('what those answer who were pinged', () => {
  it('stands on the message at once, and costs one edit a change', async () => {
    const { app, progress, shown } = await followed(undefined, true);
    app.context.events.on((event) => progress.handle(event));
    const edits = (): number => shown.length;
    const answered = async (answers: () => Promise<unknown>): Promise<string> => {
      await answers();
      await app.advance(MINUTE);
      return shown.at(-1)?.description ?? '';
    };
    await app.advanceTo(REMINDER_AT + MINUTE);
    const before = edits();
    expect(shown.at(-1)?.description).not.toContain('no answer');
    await answered(() => person(app, 'stranger'));
    expect(edits()).toBe(before);

    const yes = { minutesLate: null, channel: 'discord' } as const;
    const come = async (): Promise<unknown> => value(await comeTonight(app.context, actor('ana'), yes));
    expect(await answered(come)).toContain('1 coming');
    await answered(come);
    expect(edits()).toBe(before + 1);
    const late = { minutesLate: 10, channel: 'discord' } as const;
    expect(await answered(async () => value(await comeTonight(app.context, actor('ana'), late)))).toContain(
      `1 later (<t:${(START_AT + 10 * MINUTE) / 1000}:t>)`,
    );
    expect(edits()).toBe(before + 2);
  });
});

describe('somebody who is forgotten', () => {
  it('does not stand on the message as coming any more', async () => {
    const { app, progress, shown } = await followed(undefined, true);
    app.context.events.on((event) => progress.handle(event));
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await comeTonight(app.context, actor('ana'), { minutesLate: null, channel: 'discord' }));
    await app.advance(MINUTE);
    expect(shown.at(-1)?.description).toContain('1 coming');
    await erasePerson(app.context, actor('ana'));
    await app.advance(MINUTE);
    expect(shown.at(-1)?.description).not.toContain('1 coming');
  });
});

describe('people who drop out', () => {
  const yes = { minutesLate: null, channel: 'discord' } as const;
  const textOf = (shown: Shown[]): string => shown.at(-1)?.description ?? '';
  const ONE = en.promote.droppedOut(1);

  /** Ana said that she comes, and a minute later that she does not. */
  async function oneDropsOut() {
    const evening = await followed(undefined, true);
    const { app } = evening;
    const listen = (progress: ProgressReports): AbortController => {
      const stop = new AbortController();
      app.context.events.on((event) => progress.handle(event));
      void progress.keep(stop.signal);
      return stop;
    };
    const stop = listen(evening.progress);
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await comeTonight(app.context, actor('ana'), yes));
    await app.advance(MINUTE);
    await notTonight(app.context, actor('ana'));
    const droppedAt = app.clock.now();
    return { ...evening, listen, stop, droppedAt };
  }

  it('are told five minutes later, on the reply while that can be edited', async () => {
    const { app, progress, shown, campaignId, droppedAt } = await oneDropsOut();
    progress.follow(campaignId, {
      applicationId: 'a1',
      token: 't1',
      expiresAt: app.clock.now() + 14 * MINUTE,
      locale: 'en',
    });
    await app.advanceTo(droppedAt + 5 * MINUTE - 1);
    expect(textOf(shown)).toContain('1 not tonight');
    expect(textOf(shown)).not.toContain(ONE);
    const before = shown.length;
    await app.advance(1);
    expect(shown).toHaveLength(before + 1);
    expect(shown.at(-1)?.how).toBe('patch');
    expect(textOf(shown)).toContain(ONE);
  });

  it('are told on the one direct message where the reply can’t be edited any more', async () => {
    const { app, shown, droppedAt } = await oneDropsOut();
    await app.advanceTo(droppedAt + 5 * MINUTE);
    expect(textOf(shown)).toContain(ONE);
    expect(shown.filter(({ how }) => how === 'post')).toHaveLength(1);
  });

  it('are counted no more once they come again', async () => {
    const { app, shown, droppedAt } = await oneDropsOut();
    await app.advanceTo(droppedAt + 6 * MINUTE);
    expect(textOf(shown)).toContain(ONE);
    value(await comeTonight(app.context, actor('ana'), yes));
    await app.advance(MINUTE);
    expect(textOf(shown)).not.toContain(ONE);
  });

  it('are told after a restart where they were not told before it, and then never again', async () => {
    const { app, shown, listen, stop, droppedAt, rest } = await oneDropsOut();
    stop.abort();
    await app.crash();
    await app.advanceTo(droppedAt + 7 * MINUTE);
    await app.restart();
    expect(textOf(shown)).not.toContain(ONE);
    const second = listen(new ProgressReports(app.context, rest, app.context.clock));
    await expect.poll(() => textOf(shown)).toContain(ONE);
    await app.advance(MINUTE);
    const edits = shown.length;
    second.abort();
    await app.restart();
    const third = listen(new ProgressReports(app.context, rest, app.context.clock));
    await app.advance(3 * MINUTE);
    expect(shown).toHaveLength(edits);
    third.abort();
  });

  it('are told five minutes later where that failed', async () => {
    const { app, shown, fails, droppedAt } = await oneDropsOut();
    await app.advance(MINUTE);
    const before = shown.length;
    fails.now = true;
    await app.advanceTo(droppedAt + 5 * MINUTE);
    expect(app.eventsOf('background_error')).toMatchObject([{ where: 'progress' }]);
    fails.now = false;
    await app.advanceTo(droppedAt + 10 * MINUTE - 1);
    expect(shown).toHaveLength(before);
    await app.advance(1);
    expect(textOf(shown)).toContain(ONE);
  });

  it('are not told of an evening that has been called off', async () => {
    const { app, shown, campaignId, droppedAt } = await oneDropsOut();
    await app.advance(MINUTE);
    value(await cancelCampaign(app.context, actor('promoter'), { campaignId, notify: true }));
    await app.advanceTo(droppedAt + 10 * MINUTE);
    expect(textOf(shown)).not.toContain(ONE);
  });
});

describe('the direct message about a campaign', () => {
  it('has its buttons too: to ask for a standby, and to cancel', async () => {
    const { app } = await followed();
    await person(app, 'eva', { status: 'AVAILABLE' });
    const { campaign } = await app.campaign(await promoter(app, 'promoter-2'));
    app.dmChannels.set('promoter-2', '556');
    const posted: Payload[] = [];
    const post = async (_route: string, { body }: { body: Payload }) => {
      posted.push(body);
      return { id: 'm2' };
    };
    const progress = new ProgressReports(app.context, { post } as unknown as REST, app.clock);
    progress.handle({ type: 'job_started', campaignId: campaign.id } as never);
    await expect.poll(() => posted).toHaveLength(1);
    expect(JSON.stringify(posted[0]?.components)).toContain(`promote-more:${campaign.id}`);
    expect(JSON.stringify(posted[0]?.components)).toContain(`promote-cancel:${campaign.id}`);
  });

  it('does not begin for who cancels their own, and goes on where it has begun', async () => {
    const { app, progress, shown, campaignId } = await followed();
    app.context.events.on((event) => progress.handle(event));
    value(await cancelCampaign(app.context, actor('promoter'), { campaignId }));
    await app.advance(MINUTE);
    await progress.close();
    expect(shown).toEqual([]);

    const begun = await followed();
    await begun.touch();
    begun.app.context.events.on((event) => begun.progress.handle(event));
    value(await cancelCampaign(begun.app.context, actor('promoter'), { campaignId: begun.campaignId }));
    await expect
      .poll(() => begun.shown.at(-1))
      .toEqual({ how: 'patch', title: en.promote.title('cancelled', false) });
  });

  it('tells its promoter that an admin has cancelled it', async () => {
    const { app, progress, shown, campaignId } = await followed();
    app.context.events.on((event) => progress.handle(event));
    value(await cancelCampaign(app.context, await admin(app), { campaignId }));
    await expect.poll(() => shown).toEqual([{ how: 'post', title: en.promote.title('cancelled', false) }]);
  });

  it('does not come beside the reports of a dry run, whose reply shows it all the same', async () => {
    const { app, progress, shown } = await followed();
    const { campaign } = await app.campaign(actor('promoter'), { dryRun: true });
    const reply = { applicationId: 'a1', token: 't1', expiresAt: app.clock.now() + MINUTE, locale: 'en' };
    progress.follow(campaign.id, reply);
    progress.handle({ type: 'job_started', campaignId: campaign.id } as never);
    await expect.poll(() => shown.map(({ how }) => how)).toEqual(['patch']);
    await app.advance(2 * MINUTE);
    progress.handle({ type: 'job_finished', campaignId: campaign.id } as never);
    await progress.close();
    expect(shown.map(({ how }) => how)).toEqual(['patch']);
  });
});

function titleIn(messages: Messages): string {
  return messages.promote.title('scheduled', false);
}

describe('the progress of a campaign', () => {
  it('is told in the language it was confirmed in, also when a direct message takes over', async () => {
    const { app, progress, shown, touch, campaignId } = await followed('en');
    progress.follow(campaignId, {
      applicationId: 'a1',
      token: 't1',
      expiresAt: app.clock.now() + MINUTE,
      locale: 'de',
    });
    await touch();
    await touch();
    expect(shown).toEqual([
      { how: 'patch', title: titleIn(de) },
      { how: 'post', title: titleIn(de) },
    ]);
  });

  it.each([
    ['de', de],
    [undefined, en],
  ])(
    'is told in the language its promoter is written to in after a restart: %s',
    async (locale, messages) => {
      const { shown, touch } = await followed(locale);
      await touch();
      expect(shown).toEqual([{ how: 'post', title: titleIn(messages) }]);
    },
  );
});
