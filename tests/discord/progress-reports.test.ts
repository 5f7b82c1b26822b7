import type { REST } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { ProgressReports } from '../../src/discord/progress-reports.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';
import type { Messages } from '../../src/messages/messages.js';
import { person, promoter } from '../support/people.js';
import { MINUTE, testApp, type TestApp } from '../support/test-app.js';

interface Shown {
  readonly how: 'patch' | 'post';
  readonly title: string;
}

/** A campaign whose progress is shown, and what Discord was asked to show of it. */
async function followed(locale?: string): Promise<{
  app: TestApp;
  progress: ProgressReports;
  shown: Shown[];
  touch: () => Promise<void>;
  campaignId: string;
}> {
  const app = await testApp();
  await person(app, 'ana');
  const mia = await promoter(app, 'promoter', locale === undefined ? {} : { locale });
  app.dmChannels.set('promoter', '555');
  const { campaign } = await app.campaign(mia);
  const shown: Shown[] = [];
  const show =
    (how: Shown['how']) =>
    async (_route: string, { body }: { body: { embeds: { title: string }[] } }) => {
      shown.push({ how, title: body.embeds[0]?.title ?? '' });
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
  return { app, progress, shown, touch, campaignId: campaign.id };
}

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
