import { describe, expect, it } from 'vitest';
import { sendTest } from '../../src/services/send-test.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { closed, notDelivered, trouble } from '../support/fake-channel.js';
import { actor, addressOn, person } from '../support/people.js';
import { refusal, testApp, value } from '../support/test-app.js';

const CHANNELS = { channels: ['discord', 'telegram', 'signal'] as const };

describe('"Send me a test"', () => {
  it('sends one message by the channel a call would come by, and leaves no trace of it', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: ['telegram', 'signal'], preferred: 'signal', optedIn: false });
    const { channel, outcome } = value(await sendTest(app.context, actor('ana')));
    expect({ channel, kind: outcome.kind }).toEqual({ channel: 'signal', kind: 'sent' });
    expect(app.signal.requests.map(({ delivery }) => delivery.recipient.address)).toEqual([
      addressOn('signal', 'ana'),
    ]);
    expect(await app.ledger()).toEqual([]);
    expect(await app.log()).toEqual([]);
  });

  it('can be had once in half a minute', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana');
    value(await sendTest(app.context, actor('ana')));
    await app.advance(10_000);
    expect(await sendTest(app.context, actor('ana'))).toEqual({
      ok: false,
      refusal: { code: 'test_too_soon', retryInMs: 20_000 },
    });
    await person(app, 'bor');
    value(await sendTest(app.context, actor('bor')));
    await app.advance(20_000);
    value(await sendTest(app.context, actor('ana')));
    expect(app.discord.deliveredTo('ana')).toHaveLength(2);
  });

  it('tries nothing twice and no other channel', async () => {
    const app = await testApp(CHANNELS);
    await person(app, 'ana', { channels: ['telegram'] });
    app.telegram.script('ana', notDelivered(), closed('blocked'), trouble());
    for (const kind of ['not_delivered', 'closed', 'trouble', 'not_delivered']) {
      expect(value(await sendTest(app.context, actor('ana'))).outcome.kind).toBe(kind);
      await app.advance(30_000);
    }
    // The last one met a channel that the trouble before had paused.
    expect(app.telegram.requests).toHaveLength(3);
    expect(app.discord.requests).toHaveLength(0);
  });

  it('is refused to those outside and to those nothing reaches', async () => {
    const app = await testApp(CHANNELS);
    expect(refusal(await sendTest(app.context, actor('nobody')))).toBe('not_a_member');
    await person(app, 'ana', { discordDms: false });
    expect(refusal(await sendTest(app.context, actor('ana')))).toBe('no_channel');
    value(await updatePreferences(app.context, actor('ana'), { discordDms: true }));
    value(await sendTest(app.context, actor('ana')));
  });
});
