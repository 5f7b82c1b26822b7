import { describe, expect, it } from 'vitest';
import { fillInPreferences, ownPreferences } from '../../src/services/own-preferences.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { actor, person } from '../support/people.js';
import { MINUTE, refusal, testApp, value } from '../support/test-app.js';

const CHANNELS = { channels: ['discord', 'telegram', 'signal'] as const };

describe("a person's preferences, away from Discord", () => {
  it('tell their contacts apart and never tell them', async () => {
    const app = await testApp(CHANNELS);
    const who = await person(app, 'maja', { name: 'Maja', channels: ['telegram'] });
    const own = value(await ownPreferences(app.context, who));
    expect(own).toMatchObject({ masked: { telegram: 'Ma•••', signal: null }, encryptionEnabled: true });
    expect(JSON.stringify(own)).not.toContain('address of maja');
  });

  it('say that a channel is linked even when no key opens what is kept of it', async () => {
    const app = await testApp(CHANNELS);
    const who = await person(app, 'maja', { channels: ['telegram'] });
    await app.change(`UPDATE subscription_preferences SET telegram_handle_encrypted = 'nothing a key opens'`);
    expect(value(await ownPreferences(app.context, who)).masked).toEqual({ telegram: '•••', signal: null });
  });

  it('change only in what is named, and keep the language Discord told', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'maja', { locale: 'sl', quietHours: { start: '22:00', end: '07:00' } });
    const changes = { discordDms: false, handles: [] };
    const { preferences } = value(await fillInPreferences(app.context, actor('maja'), changes));
    expect(preferences).toMatchObject({
      allowPromotions: true,
      discordDms: false,
      locale: 'sl',
      quietHours: { start: '22:00', end: '07:00' },
    });
  });

  it('take no handle from anybody, and nothing else that came with it', async () => {
    const app = await testApp(CHANNELS);
    const who = await person(app, 'maja');
    const refused = await fillInPreferences(app.context, who, {
      allowPromotions: false,
      handles: ['signal'],
    });
    expect(refused).toEqual({ ok: false, refusal: { code: 'handle_typed', channel: 'signal' } });
    expect(value(await ownPreferences(app.context, who)).preferences.allowPromotions).toBe(true);
  });

  it('are agreed to fifty times a day at most, and taken back at any time', async () => {
    const app = await testApp(CHANNELS);
    const who = await person(app, 'maja');
    const change = (allowPromotions: boolean) => updatePreferences(app.context, who, { allowPromotions });
    for (let n = 0; n < 50; n += 1) {
      value(await change(false));
      value(await change(true));
    }
    value(await change(false));
    expect(refusal(await change(true))).toBe('changed_too_often');
    value(await change(false));
    await app.advance(24 * 60 * MINUTE);
    value(await change(true));
  });

  it('are nobody else’s to see', async () => {
    const app = await testApp();
    expect(refusal(await ownPreferences(app.context, actor('stranger')))).toBe('not_a_member');
    const typed = { handles: ['telegram'] as const };
    expect(refusal(await fillInPreferences(app.context, actor('stranger'), typed))).toBe('not_a_member');
  });
});
