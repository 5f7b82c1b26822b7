import { describe, expect, it } from 'vitest';
import { CONSENTS_TO, type ConsentTo, NOTHING_ALLOWED } from '../../src/domain/consent.js';
import { auditOf } from '../../src/persistence/stores/audit-store.js';
import { findPreferences } from '../../src/persistence/stores/preference-store.js';
import type { Actor } from '../../src/services/context.js';
import { personalData } from '../../src/services/privacy.js';
import { personalDataExport } from '../../src/services/personal-data-export.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { stopChat, stopMessages } from '../../src/services/way-out.js';
import { addressOn, person } from '../support/people.js';
import { testApp, type TestApp, value } from '../support/test-app.js';

/** What each is called in code. */
const FIELD = { calls: 'allowPromotions', questions: 'allowQuestions', ready: 'allowReadyNotices' } as const;
const SINCE = { calls: 'consentedAt', questions: 'questionsConsentedAt', ready: 'readyConsentedAt' } as const;

async function ada(): Promise<{ app: TestApp; who: Actor }> {
  const app = await testApp({ channels: ['discord', 'telegram'] });
  const who = await person(app, 'ada', { optedIn: false, channels: ['telegram'] });
  return { app, who };
}

const says = async (app: TestApp, who: Actor, to: ConsentTo, yes: boolean): Promise<void> => {
  value(await updatePreferences(app.context, who, { [FIELD[to]]: yes }));
};

async function allowed(app: TestApp, { userId }: Actor) {
  const kept = await findPreferences(app.database.view, userId);
  const { allowPromotions, consentedAt, allowQuestions, questionsConsentedAt } = kept ?? NOTHING_ALLOWED;
  const { allowReadyNotices, readyConsentedAt } = kept ?? NOTHING_ALLOWED;
  return {
    ...{ allowPromotions, consentedAt, allowQuestions, questionsConsentedAt },
    ...{ allowReadyNotices, readyConsentedAt },
  };
}

describe('each consent', () => {
  it.each(CONSENTS_TO)('to %s is given and withdrawn by itself, with its own moment', async (to) => {
    const { app, who } = await ada();
    expect(await allowed(app, who)).toEqual(NOTHING_ALLOWED);
    await says(app, who, to, true);
    const given = app.clock.now();
    const [other] = CONSENTS_TO.filter((each) => each !== to);
    await app.advance(60_000);
    await says(app, who, other!, true);
    expect(await allowed(app, who)).toEqual({
      ...NOTHING_ALLOWED,
      [FIELD[to]]: true,
      [SINCE[to]]: given,
      [FIELD[other!]]: true,
      [SINCE[other!]]: app.clock.now(),
    });
    await says(app, who, to, false);
    const left = await allowed(app, who);
    expect(left[FIELD[to]]).toBe(false);
    expect(left[FIELD[other!]]).toBe(true);
    const actions = (await auditOf(app.database.view, 'ada')).map(({ action }) => action);
    expect(actions).toHaveLength(3);
    expect(new Set(actions).size).toBe(3);
  });
});

describe('a stop', () => {
  it('of the questions leaves the calls', async () => {
    const { app, who } = await ada();
    for (const to of CONSENTS_TO) await says(app, who, to, true);
    await stopMessages(app.context, who, 'button', ['questions']);
    expect(await allowed(app, who)).toMatchObject({ allowPromotions: true, allowQuestions: false });
    expect((await auditOf(app.database.view, 'ada')).at(-1)).toMatchObject({
      action: 'questions_refused',
      metadata: { how: 'button' },
    });
  });

  it('of the notices that it is on leaves calls and questions', async () => {
    const { app, who } = await ada();
    for (const to of CONSENTS_TO) await says(app, who, to, true);
    await stopMessages(app.context, who, 'button', ['ready']);
    expect(await allowed(app, who)).toMatchObject({
      allowPromotions: true,
      allowQuestions: true,
      allowReadyNotices: false,
      readyConsentedAt: null,
    });
    expect((await auditOf(app.database.view, 'ada')).at(-1)).toMatchObject({
      action: 'ready_notices_refused',
    });
  });

  it('of the questions from a chat leaves the calls', async () => {
    const { app, who } = await ada();
    for (const to of CONSENTS_TO) await says(app, who, to, true);
    const chat = {
      channel: 'telegram',
      contact: { address: addressOn('telegram', 'ada'), name: '' },
    } as const;
    value(await stopChat(app.context, chat, ['questions']));
    expect(await allowed(app, who)).toMatchObject({ allowPromotions: true, allowQuestions: false });
  });

  it('ends everything unless it says of what, also for somebody who only wants to be asked', async () => {
    const { app, who } = await ada();
    await says(app, who, 'questions', true);
    await stopMessages(app.context, who, 'button');
    expect(await allowed(app, who)).toEqual(NOTHING_ALLOWED);
    for (const to of CONSENTS_TO) await says(app, who, to, true);
    await stopMessages(app.context, who, 'button');
    expect(await allowed(app, who)).toEqual(NOTHING_ALLOWED);
  });
});

it('is part of what is kept about somebody', async () => {
  const { app, who } = await ada();
  await says(app, who, 'questions', true);
  await says(app, who, 'ready', true);
  const data = personalDataExport(await personalData(app.context, who), app.clock.now());
  expect(data.preferences).toMatchObject({
    allow_promotions: false,
    consented_at: null,
    allow_questions: true,
    questions_consented_at: new Date(app.clock.now()).toISOString(),
    allow_ready_notices: true,
    ready_consented_at: new Date(app.clock.now()).toISOString(),
  });
  expect(data.history.map(({ action }) => action)).toContain('questions_allowed');
});
