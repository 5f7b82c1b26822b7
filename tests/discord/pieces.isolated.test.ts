import type { EventEmitter } from 'node:events';
import { container, Events, LogLevel, type Piece, SapphireClient } from '@sapphire/framework';
import { SubcommandPluginEvents } from '@sapphire/plugin-subcommands';
import { ButtonStyle, ComponentType, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AvailabilityCommand } from '../../commands/availability.js';
import { HelpCommand } from '../../commands/help.js';
import { LinkCommand } from '../../commands/link.js';
import { PreferencesCommand } from '../../commands/preferences.js';
import { PrivacyCommand } from '../../commands/privacy.js';
import { PromoteCommand } from '../../commands/promote.js';
import { SettingsCommand } from '../../commands/settings.js';
import { UnlinkCommand } from '../../commands/unlink.js';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { ChatInputCommandErrorListener } from '../../listeners/chat-input-command-error.js';
import { ChatInputSubcommandErrorListener } from '../../listeners/chat-input-subcommand-error.js';
import { InteractionHandlerErrorListener } from '../../listeners/interaction-handler-error.js';
import { AvailabilityBoardHandler } from '../../src/discord/interaction-handlers/availability-board.js';
import { CampaignDrafts } from '../../src/discord/campaign-drafts.js';
import { MemoryShelf } from '../../src/domain/shelf.js';
import { LinkCheckHandler } from '../../src/discord/interaction-handlers/link-check.js';
import { Boards } from '../../src/discord/boards.js';
import { LinkFormHandler } from '../../src/discord/interaction-handlers/link-form.js';
import { LinkFormSentHandler } from '../../src/discord/interaction-handlers/link-form-sent.js';
import { PingsOnHandler } from '../../src/discord/interaction-handlers/pings-on.js';
import { PreferencesModalHandler } from '../../src/discord/interaction-handlers/preferences-modal.js';
import { PreferencesPanelHandler } from '../../src/discord/interaction-handlers/preferences-panel.js';
import { PrivacyEraseHandler } from '../../src/discord/interaction-handlers/privacy-erase.js';
import { PreviewPingsHandler } from '../../src/discord/interaction-handlers/preview-pings.js';
import { PromoteCallOffHandler } from '../../src/discord/interaction-handlers/promote-call-off.js';
import { PromoteGoOnHandler } from '../../src/discord/interaction-handlers/promote-go-on.js';
import { PromoteCancelHandler } from '../../src/discord/interaction-handlers/promote-cancel.js';
import { PromoteIncludeHandler } from '../../src/discord/interaction-handlers/promote-include.js';
import { PromoteMoreHandler } from '../../src/discord/interaction-handlers/promote-more.js';
import { SettingsFormHandler } from '../../src/discord/interaction-handlers/settings-form.js';
import { SettingsPanelHandler } from '../../src/discord/interaction-handlers/settings-panel.js';
import { CalendarHandler } from '../../src/discord/interaction-handlers/calendar.js';
import { StandingPanelHandler } from '../../src/discord/interaction-handlers/standing-panel.js';
import { WayOutHandler } from '../../src/discord/interaction-handlers/way-out.js';
import type { Muster } from '../../src/discord/muster.js';
import { presentCampaign } from '../../src/discord/presenters/campaign.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { de } from '../../src/messages/de/messages.js';
import { sl } from '../../src/messages/sl/messages.js';
import { en } from '../../src/messages/en/messages.js';
import { saveCalendar } from '../../src/persistence/stores/calendar-store.js';
import { findPreferences } from '../../src/persistence/stores/preference-store.js';
import { campaignViewOf } from '../../src/services/campaign-status.js';
import { settled } from '../support/fake-clock.js';
import { actor, person, promoter } from '../support/people.js';
import { DATE, GUILD, REMINDER_AT, START_AT, testApp, type TestApp } from '../support/test-app.js';

type PieceClass = new (context: Piece.LoaderContext, options: object) => Piece;
const PIECES: Record<string, Record<string, PieceClass>> = {
  commands: {
    availability: AvailabilityCommand,
    help: HelpCommand,
    link: LinkCommand,
    preferences: PreferencesCommand,
    privacy: PrivacyCommand,
    promote: PromoteCommand,
    settings: SettingsCommand,
    unlink: UnlinkCommand,
  },
  'interaction-handlers': {
    'availability-board': AvailabilityBoardHandler,
    'link-check': LinkCheckHandler,
    'link-form': LinkFormHandler,
    'link-form-sent': LinkFormSentHandler,
    'pings-on': PingsOnHandler,
    'preferences-modal': PreferencesModalHandler,
    'preferences-panel': PreferencesPanelHandler,
    'preview-pings': PreviewPingsHandler,
    'privacy-erase': PrivacyEraseHandler,
    'promote-call-off': PromoteCallOffHandler,
    'promote-go-on': PromoteGoOnHandler,
    'promote-cancel': PromoteCancelHandler,
    'promote-include': PromoteIncludeHandler,
    'promote-more': PromoteMoreHandler,
    'settings-form': SettingsFormHandler,
    'settings-panel': SettingsPanelHandler,
    calendar: CalendarHandler,
    'standing-panel': StandingPanelHandler,
    'way-out': WayOutHandler,
  },
  listeners: {
    'chat-input-command-error': ChatInputCommandErrorListener,
    'chat-input-subcommand-error': ChatInputSubcommandErrorListener,
    'interaction-handler-error': InteractionHandlerErrorListener,
  },
} as never;

let discord: DiscordStandIn;
let client: SapphireClient;
let app: TestApp;

function use(testApp: TestApp): void {
  app = testApp;
  const boards = new Boards(
    app.context,
    client.rest,
    () => en,
    () => Promise.resolve(),
  );
  app.context.events.on((event) => boards.handle(event));
  const drafts = new CampaignDrafts(new MemoryShelf(app.clock), app.clock, app.newId);
  container.muster = { services: app.context, dispatcher: app.dispatcher, drafts, boards } as Muster;
}

beforeAll(async () => {
  discord = await DiscordStandIn.start({ guildId: GUILD });
  container.muster = { services: { settings: { guildId: GUILD }, messagesFor } } as never;
  client = new SapphireClient({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.url },
    baseUserDirectory: null,
    loadDefaultErrorListeners: false,
    logger: { level: LogLevel.None },
  } as never);
  for (const [store, pieces] of Object.entries(PIECES)) {
    for (const [name, piece] of Object.entries(pieces)) {
      await client.stores.loadPiece({ store, name, piece } as never);
    }
  }
  await client.login(discord.token);
  await discord.waitForCommands([
    'availability',
    'preferences',
    'help',
    'link',
    'unlink',
    'privacy',
    'promote',
    'settings',
  ]);
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

beforeEach(async () => use(await testApp()));

/** A member, as both Discord and the directory know them. */
function member(name: string, isAdmin = false, locale = 'en-US'): string {
  const { id } = discord.addMember({ name, locale });
  app.directory.join(id, { displayName: name, isAdmin });
  return id;
}

async function linked(name: string, isAdmin = false): Promise<string> {
  const id = member(name, isAdmin);
  const reply = await discord.slash(id, 'link player', { guid: `GUID-${id}`, name });
  expect((await reply.settled()).text()).toContain(`you play as ${name}`);
  return id;
}

async function says(userId: string, path: string, options = {}, where = {}): Promise<StoredMessage> {
  const reply = await discord.slash(userId, path, options, where);
  const message = await reply.settled();
  expect(reply.ephemeral).toBe(true);
  return message;
}

describe('/availability', () => {
  it('asks for the link first, then sets, shows and clears', async () => {
    const stranger = member('Bob');
    expect((await says(stranger, 'availability set', { status: 'LOOKING' })).text()).toContain(
      '/link player',
    );
    const ada = await linked('Ada');
    expect((await says(ada, 'availability set', { status: 'LOOKING' })).text()).toBe(
      `Saved for tonight: 🔎 Looking to play. ${en.replies.pingsOff}`,
    );
    expect((await says(ada, 'availability show')).text()).toContain('Ada');
    expect((await says(stranger, 'availability show')).text()).not.toContain('Ada');
    expect((await says(ada, 'availability clear')).text()).toContain('is cleared');
    expect((await says(ada, 'availability clear')).text()).toContain("You haven't answered for tonight");
    expect((await says(ada, 'availability set', { status: 'MAYBE', date: 'someday' })).text()).toContain(
      '“someday” isn’t a date',
    );
  });

  it('offers days while one types', async () => {
    const choices = await discord.autocomplete(member('Ada'), 'availability set', 'date', 'tom');
    expect(choices).toEqual([{ name: 'Tomorrow, Wednesday 11 March', value: '2026-03-11' }]);
  });

  it('tells what comes of an answer, and turns pings on beside it', async () => {
    const ada = await linked('Ada');
    app.dmChannels.set(ada, '555');
    const answered = await says(ada, 'availability set', { status: 'AVAILABLE' });
    expect(answered.text()).toContain(en.replies.pingsOff);
    const [at, start] = [REMINDER_AT, START_AT].map((instant) => `<t:${instant / 1000}:t>`);
    const comes = `If more players are needed, you’ll hear from me at ${at} and ${start}.`;
    const pressed = await discord.press(ada, answered, en.buttons.turnOnPings);
    const changed = await pressed.waitForEdit((m) => m.text().includes('pings are on'));
    expect(changed.text()).toBe(`${en.replies.pingsTurnedOn} ${comes}`);
    expect(changed.buttons()).toEqual([]);
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ allowPromotions: true });
    expect((await says(ada, 'availability set', { status: 'AVAILABLE' })).text()).toContain(comes);
  });

  it('says what stands in the way of pings that were turned on, and tries again', async () => {
    const ada = await linked('Ada');
    const answered = await says(ada, 'availability set', { status: 'LOOKING' });
    const pressed = await discord.press(ada, answered, en.buttons.turnOnPings);
    const hindered = await pressed.waitForEdit((m) => m.text().includes(en.panel.dmUnreachable));
    app.dmChannels.set(ada, '555');
    const again = await discord.press(ada, hindered, en.panel.buttons.dmsRetry);
    await again.waitForEdit((m) => m.text().includes('If it’s on') && m.buttons().length === 0);
    // Somebody who is no member any more can turn nothing on.
    const bob = await linked('Bob');
    const left = await says(bob, 'availability set', { status: 'LOOKING' });
    app.directory.leave(bob);
    const refused = await discord.press(bob, left, en.buttons.turnOnPings);
    expect((await refused.waitForFollowUp()).text()).toContain('not a member');
    expect(await findPreferences(app.database.view, bob)).toBeNull();
  });

  it('posts a board for all to press, whose numbers keep up', async () => {
    const ada = await linked('Ada', true);
    expect((await says(member('Bob'), 'availability board')).text()).toContain('/link player');
    const reply = await discord.slash(ada, 'availability board');
    const board = await reply.waitForFollowUp();
    expect(reply.ephemeral).toBe(true);
    expect(board.origin.ephemeralFor).toBeUndefined();

    const people = await Promise.all(['Cyd', 'Dan', 'Eve'].map((name) => linked(name)));
    const presses = await Promise.all(people.map((id) => discord.press(id, board, '✅ Available')));
    for (const press of presses) {
      const followUp = await press.waitForFollowUp();
      expect(followUp.text()).toContain('Saved for tonight');
      expect(followUp.origin.ephemeralFor).toBeDefined();
    }
    // Its second edit waits for five seconds.
    await settled();
    await app.advance(6_000);
    await discord.waitUntil(() => board.text().includes('✅ Available: 3'), 'three on the board');
    expect(board.edits).toBeLessThanOrEqual(2);
    const refused = await discord.press(member('Fay'), board, '🤔 Maybe');
    expect((await refused.waitForFollowUp()).text()).toContain('/link player');
    expect(board.text()).toContain('🤔 Maybe: 0');
  });
});

describe('whoever has not linked a player', () => {
  // Days go by here, and there is nothing to sweep.
  beforeEach(async () => use(await testApp({ sweepEveryMs: 0 })));

  const guid = 'GUID-of-their-own';
  const asked = (userId: string) =>
    app.rows('SELECT entry_date AS date, status FROM availability_entries WHERE user_id = ?', userId);

  it('does so in a form, which then saves what they said', async () => {
    const bob = member('Bob');
    app.dmChannels.set(bob, '555');
    const refused = await says(bob, 'availability set', { status: 'MAYBE', date: 'friday' });
    expect(refused.text()).toBe(en.links.linkFirst(true));
    // The day they meant stays the day it was.
    await app.advance(24 * 3_600_000);
    const form = await discord.press(bob, refused, en.links.openForm);
    expect(form.modal?.title).toBe(en.links.form.title);
    const wrong = await discord.submitModal(bob, form, { guid: 'not a guid', name: 'Bob' });
    const why = await wrong.waitForFollowUp();
    expect(why.text()).toContain('doesn’t look like a GUID');
    expect(why.text()).toContain('not a guid');
    expect(await asked(bob)).toEqual([]);

    const again = await discord.press(bob, why, en.panel.buttons.openAgain);
    const sent = await discord.submitModal(bob, again, { guid });
    const saved = await sent.waitForEdit((m) => m.text().startsWith('Linked: you play as Bob.'));
    expect(saved.text()).toContain('Saved for Friday 13 March: 🤔 Maybe.');
    expect(await asked(bob)).toEqual([{ date: '2026-03-13', status: 'MAYBE' }]);
    // The same answer turns pings on: from the first command to the first ping nothing else is to be found.
    const on = await discord.press(bob, saved, en.buttons.turnOnPings);
    await on.waitForEdit((m) => m.text().includes('If maybes are asked for'));
  });

  it('does so under a board, too', async () => {
    const ada = await linked('Ada', true);
    const board = await (await discord.slash(ada, 'availability board')).waitForFollowUp();
    const bob = member('Bob');
    const refused = await (await discord.press(bob, board, '🔎 Looking to play')).waitForFollowUp();
    expect(refused.origin.ephemeralFor).toBe(bob);
    const form = await discord.press(bob, refused, en.links.openForm);
    const sent = await discord.submitModal(bob, form, { guid, name: 'Bob' });
    await sent.waitForEdit((m) => m.text().includes('Saved for tonight: 🔎 Looking to play.'));
    expect(await asked(bob)).toEqual([{ date: DATE, status: 'LOOKING' }]);
  });

  it('gets to the preview that a promoter asked for, note and start included', async () => {
    await person(app, 'cyd');
    const ada = member('Ada', true);
    const refused = await says(ada, 'promote create', {
      include_maybe: true,
      start: '22:15',
      note: 'new map, be there',
    });
    expect(refused.text()).toBe(en.links.linkFirst(true));
    const form = await discord.press(ada, refused, en.links.openForm);
    const sent = await discord.submitModal(ada, form, { guid, name: 'Ada' });
    const shown = await sent.waitForEdit((m) => m.text().includes('Linked: you play as Ada.'));
    expect(shown.text()).toContain('new map, be there');
    expect(shown.text()).toContain(`<t:${(START_AT + 75 * 60_000) / 1000}:t>`);
    expect(shown.buttons().map(({ label }) => label)).toContain(en.buttons.confirm);
  });

  it('is told that the form only links, where what they asked for is too long to be kept', async () => {
    const ada = member('Ada', true);
    const refused = await says(ada, 'promote preview', { note: 'x'.repeat(140) });
    expect(refused.text()).toBe(en.links.linkFirst(false));
    const form = await discord.press(ada, refused, en.links.openForm);
    const sent = await discord.submitModal(ada, form, { guid, name: 'Ada' });
    await sent.waitForEdit((m) => m.text() === 'Linked: you play as Ada.' && m.buttons().length === 0);
  });

  it('is linked all the same where what they wanted can’t be any more, and reads why', async () => {
    const bob = member('Bob');
    const refused = await says(bob, 'availability set', { status: 'LOOKING', date: DATE });
    await app.advance(2 * 24 * 3_600_000);
    const form = await discord.press(bob, refused, en.links.openForm);
    const sent = await discord.submitModal(bob, form, { guid, name: 'Bob' });
    await sent.waitForEdit((m) => /^Linked: you play as Bob\.\n.* in the past/.test(m.text()));
    const eve = member('Eve');
    const taken = await (
      await discord.submitModal(
        eve,
        await discord.press(eve, await says(eve, 'availability set', { status: 'MAYBE' }), en.links.openForm),
        { guid, name: 'Eve' },
      )
    ).waitForFollowUp();
    expect(taken.text()).toContain(guid);
    expect(await asked(eve)).toEqual([]);
  });
});

describe('more people in a preview', () => {
  /** Who would get a message, whoever is on standby. */
  const recipientsIn = ({ embeds }: StoredMessage): string =>
    embeds.flatMap(({ fields = [] }) => fields).find(({ name }) => name === en.promote.who)?.value ?? '';

  it('are taken in with start and note kept, and Confirm with it', async () => {
    const ada = await linked('Ada', true);
    await person(app, 'cyd', { name: 'Cyd' });
    await person(app, 'dan', { name: 'Dan', status: 'MAYBE' });
    const preview = await says(ada, 'promote create', { start: '22:15', note: 'new map' });
    expect(recipientsIn(preview)).not.toContain('Dan ·');
    const pressed = await discord.press(ada, preview, en.promote.includeMore);
    const shown = await pressed.waitForEdit((m) => recipientsIn(m).includes('Dan ·'));
    expect(shown.text()).toContain('new map');
    expect(shown.text()).toContain(`<t:${(START_AT + 75 * 60_000) / 1000}:t>`);
    expect(shown.buttons().map(({ label }) => label)).toEqual([en.buttons.confirm, en.buttons.cancel]);
  });

  it('are not taken in by who may promote no more, and the preview stays', async () => {
    const ada = await linked('Ada', true);
    await person(app, 'dan', { name: 'Dan', status: 'MAYBE' });
    const preview = await says(ada, 'promote preview');
    app.directory.join(ada, { displayName: 'Ada', isAdmin: false });
    const refused = await discord.press(ada, preview, en.promote.includeMore);
    expect((await refused.waitForFollowUp()).text()).toContain('Only promoters');
    expect(recipientsIn(preview)).not.toContain('Dan ·');
  });
});

describe('the way back under a ping', () => {
  /** A direct message with the button, as a press of "Not tonight" leaves it. */
  async function declined(name: string): Promise<{ id: string; message: StoredMessage; campaignId: string }> {
    await promoter(app);
    const id = await linked(name);
    await says(id, 'availability set', { status: 'LOOKING' });
    const { campaign } = await app.campaign({ ...actor('promoter'), guildId: GUILD });
    const message = await says(id, 'privacy show', {}, { guildId: null });
    const said = await discord.pressCustomId(id, message, `not-tonight:${campaign.id}`);
    expect((await said.waitForFollowUp()).text()).toBe(en.replies.notTonight);
    return { id, message, campaignId: campaign.id };
  }
  const statusOf = (id: string) => app.rows('SELECT status FROM availability_entries WHERE user_id = ?', id);

  it('looks for a game again', async () => {
    await person(app, 'cyd');
    const { id, message, campaignId } = await declined('Ada');
    expect(await statusOf(id)).toEqual([{ status: 'NOT_PLAYING' }]);
    const back = await discord.pressCustomId(id, message, `back-in:${campaignId}`);
    expect((await back.waitForFollowUp()).text()).toBe(en.wayOut.coming(`<t:${START_AT / 1000}:t>`));
    expect(await statusOf(id)).toEqual([{ status: 'LOOKING' }]);
  });

  it('leads through the form for whoever has unlinked their player meanwhile', async () => {
    await person(app, 'cyd');
    const { id, message, campaignId } = await declined('Ada');
    await says(id, 'unlink player');
    const refused = await discord.pressCustomId(id, message, `back-in:${campaignId}`);
    const form = await discord.press(id, await refused.waitForFollowUp(), en.links.openForm);
    const sent = await discord.submitModal(id, form, { guid: 'GUID', name: 'Ada' });
    await sent.waitForEdit((m) => m.text().startsWith('Linked: you play as Ada.\n'));
    expect(await statusOf(id)).toEqual([{ status: 'LOOKING' }]);
  });
});

describe('/help', () => {
  it('says in five lines what to do, what a GUID is, and where the page is if everybody can reach it', async () => {
    const ada = member('Ada');
    const help = (await says(ada, 'help')).text();
    expect(help.split('\n')).toHaveLength(5);
    expect(help).toContain('The GUID is your ID in the game');
    expect(help).not.toContain('http');
    use(await testApp({ settings: { pageUrl: 'https://muster.example' } }));
    expect((await says(member('Bob'), 'help')).text()).toContain('<https://muster.example>');
  });
});

describe('/preferences', () => {
  it('is a panel that changes with every press', async () => {
    const ada = member('Ada');
    app.dmChannels.set(ada, '555');
    const panel = await says(ada, 'preferences');
    expect(panel.text()).toContain('**Off.**');
    await (
      await discord.press(ada, panel, 'Turn on pings')
    ).waitForEdit((m) => m.text().includes('**On** since'));
    await (
      await discord.pressCustomId(ada, panel, 'preferences:dms-off')
    ).waitForEdit((m) => m.text().includes('Off:'));
    expect(panel.text()).toContain('nothing can reach you');
    await (
      await discord.press(ada, panel, 'Turn off pings')
    ).waitForEdit((m) => m.text().includes('**Off.**'));
    expect(await findPreferences(app.database.view, ada)).toMatchObject({
      allowPromotions: false,
      discordDms: false,
    });
  });

  it('says what to change when the direct message cannot be opened', async () => {
    const ada = member('Ada');
    const panel = await says(ada, 'preferences');
    await (
      await discord.press(ada, panel, 'Turn on pings')
    ).waitForEdit((m) => m.text().includes('Privacy Settings'));
    app.dmChannels.set(ada, '555');
    await (
      await discord.press(ada, panel, 'Try again')
    ).waitForEdit((m) => !m.text().includes('Privacy Settings'));
    expect(panel.text()).not.toContain('Privacy Settings');
  });

  it('refuses a wrong form in words, and opens it again as it was typed', async () => {
    const ada = member('Ada');
    const panel = await says(ada, 'preferences');
    const form = await discord.press(ada, panel, en.panel.buttons.quietHours);
    const wrong = { start: '22:30', end: '8', zone: 'Europe/Ljubljana' };
    const refused = await (await discord.submitModal(ada, form, wrong)).waitForFollowUp();
    expect(refused.text()).toContain('“8” isn’t a time');
    expect(refused.text()).toContain('“22:30”');

    const again = await discord.press(ada, refused, en.panel.buttons.openAgain);
    const submitted = await discord.submitModal(ada, again, { end: '08:00' });
    await submitted.waitForEdit((m) => m.text().includes('22:30 to 08:00'));
    expect(await findPreferences(app.database.view, ada)).toMatchObject({
      quietHours: { start: '22:30', end: '08:00' },
      timezone: 'Europe/Ljubljana',
    });
  });

  it('offers the usual zones, of which the server’s takes one’s own back', async () => {
    const ada = member('Ada');
    const panel = await says(ada, 'preferences');
    const choose = async (usual: string, shown: string) => {
      const form = await discord.press(ada, panel, en.panel.buttons.quietHours);
      const sent = await discord.submitModal(ada, form, { usual: [usual] });
      await sent.waitForEdit((m) => m.text().includes(shown));
    };
    await choose('America/New_York', 'America/New_York');
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ timezone: 'America/New_York' });
    // Sent again as it stands, it changes nothing.
    const again = await discord.press(ada, panel, en.panel.buttons.quietHours);
    await (
      await discord.submitModal(ada, again, { start: '22:30', end: '08:00' })
    ).waitForEdit((m) => m.text().includes('22:30 to 08:00'));
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ timezone: 'America/New_York' });
    await choose('server', 'the server’s');
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ timezone: null });
  });

  it('links a channel with a token of its own, and ends the link again', async () => {
    use(await testApp({ channels: ['discord', 'telegram'] }));
    const ada = member('Ada');
    const panel = await says(ada, 'preferences');
    const asked = await discord.press(ada, panel, en.panel.changeLink('telegram', false));
    expect((await asked.waitForFollowUp()).text()).toContain('Link Telegram');
    await person(app, ada, { channels: ['telegram'] });
    const linkedPanel = await says(ada, 'preferences');
    const ended = await discord.press(ada, linkedPanel, en.panel.changeLink('telegram', true));
    expect((await ended.waitForFollowUp()).text()).toBe(en.replies.channelUnlinked('telegram'));
    await discord.waitUntil(
      () => linkedPanel.buttons().some(({ label }) => label === en.panel.changeLink('telegram', false)),
      'the panel to offer the link again',
    );
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ telegramLinked: false });
  });

  it('has a choice of channels where there are several', async () => {
    use(await testApp({ channels: ['discord', 'telegram'] }));
    const ada = member('Ada');
    const panel = await says(ada, 'preferences');
    await (await discord.select(ada, panel, en.panel.channelPlaceholder, ['telegram'])).settled();
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ preferredChannel: 'telegram' });
  });
});

describe('somebody who uses Discord in German', () => {
  it('reads what commands do, and what came of them, in German', async () => {
    const described = discord.commands.find('availability', GUILD);
    expect(described).toMatchObject({
      name: 'availability',
      description: en.commands.availability,
      description_localizations: { de: de.commands.availability },
    });
    const set = described?.options?.find(({ name }) => name === 'set');
    expect(set?.['description_localizations']).toEqual({ de: de.commands['availability set'] });
    expect(set?.options?.[0]).toMatchObject({
      name: 'status',
      description_localizations: { de: de.commands['availability set status'] },
    });
    expect(set?.options?.[0]?.choices?.map((choice) => choice['name_localizations'])).toEqual([
      { de: '🔎 Suche eine Runde (jedes Mal eingeladen)' },
      { de: '✅ Verfügbar (eingeladen, wenn noch Leute fehlen)' },
      { de: '🤔 Vielleicht (nur eingeladen, wenn nach „vielleicht“ gefragt wird)' },
      { de: '🚫 Spiele nicht (nicht eingeladen)' },
    ]);

    const ute = member('Ute', false, 'de');
    expect((await says(ute, 'availability set', { status: 'MAYBE' })).text()).toBe(de.links.linkFirst(true));
    expect((await says(ute, 'link player', { guid: 'GUID-UTE', name: 'Ute' })).text()).toBe(
      'Verknüpft: Du spielst als Ute.',
    );
    expect((await says(ute, 'availability set', { status: 'MAYBE', date: 'morgen' })).text()).toBe(
      `Gespeichert für morgen: 🤔 Vielleicht. ${de.replies.pingsOff}`,
    );
    expect(await discord.autocomplete(ute, 'availability set', 'date', 'morg')).toEqual([
      { name: 'Morgen, Mittwoch, 11. März', value: '2026-03-11' },
    ]);
  });

  it('is written to in German from the moment they choose something in the panel', async () => {
    const ute = member('Ute', false, 'de');
    app.dmChannels.set(ute, '555');
    const panel = await says(ute, 'preferences');
    const pressed = await discord.press(ute, panel, de.panel.consents.calls.turnOn);
    await pressed.waitForEdit((m) => m.text().includes('**An** seit'));
    expect(await findPreferences(app.database.view, ute)).toMatchObject({ locale: 'de' });

    const form = await discord.press(ute, panel, de.panel.buttons.quietHours);
    expect(form.modal?.title).toBe(de.panel.form.title);
    const wrong = { start: '22:30', end: '8', zone: 'Europe/Berlin' };
    const refused = await (await discord.submitModal(ute, form, wrong)).waitForFollowUp();
    expect(refused.text()).toContain('„8“ ist keine Uhrzeit');
  });
});

describe('somebody whose language Discord lacks', () => {
  it('chooses it in the panel, and is answered and written to in it until they choose otherwise', async () => {
    const neza = member('Neža');
    const panel = await says(neza, 'preferences');
    const chosen = await discord.select(neza, panel, en.panel.language.placeholder, ['sl']);
    await chosen.waitForEdit((message) => message.text().includes(sl.panel.title));
    expect(await findPreferences(app.database.view, neza)).toMatchObject({ locale: 'sl' });

    expect((await says(neza, 'link player', { guid: 'GUID-NEZA', name: 'Neža' })).text()).toBe(
      'Povezano: igraš kot Neža.',
    );
    const set = await says(neza, 'availability set', { status: 'MAYBE', date: 'jutri' });
    expect(set.text()).toBe(`Shranjeno za jutri: 🤔 Morda. ${sl.replies.pingsOff}`);
    expect(await discord.autocomplete(neza, 'availability set', 'date', 'jut')).toEqual([
      { name: 'Jutri, sreda, 11. marca', value: '2026-03-11' },
    ]);
    // Other choices of theirs come from a Discord in English, and leave the language as it is.
    const theirs = await says(neza, 'preferences');
    app.dmChannels.set(neza, '555');
    const pressed = await discord.press(neza, theirs, sl.panel.consents.calls.turnOn);
    await pressed.waitForEdit((message) => message.text().includes('**Vklopljeno** od'));
    expect(await findPreferences(app.database.view, neza)).toMatchObject({ locale: 'sl' });

    const back = await discord.select(neza, theirs, sl.panel.language.placeholder, ['discord']);
    await back.waitForEdit((message) => message.text().includes(en.panel.title));
    expect(await findPreferences(app.database.view, neza)).toMatchObject({
      locale: 'en-US',
      allowPromotions: true,
    });
    expect((await says(neza, 'availability clear', { date: 'jutri' })).text()).toContain('is cleared');
  });

  it('chooses it as a member, and not once they have left', async () => {
    const bob = member('Bob');
    const panel = await says(bob, 'preferences');
    app.directory.leave(bob);
    const refused = await discord.select(bob, panel, en.panel.language.placeholder, ['sl']);
    expect((await refused.waitForFollowUp()).text()).toContain("You're not a member");
    expect(await findPreferences(app.database.view, bob)).toBeNull();
  });
});

describe('/link and /unlink', () => {
  it('refuse what is no GUID, and let an admin release the link of another', async () => {
    const ada = await linked('Ada');
    expect((await says(ada, 'link player', { guid: 'no spaces', name: 'Ada' })).text()).toContain(
      'look like a GUID',
    );
    expect((await says(member('Bob'), 'unlink player', { user: ada })).text()).toContain('Only admins');
    expect((await says(member('Cyd', true), 'unlink player', { user: ada })).text()).toBe(
      'Unlinked the player Ada.',
    );
    expect((await says(ada, 'unlink player')).text()).toContain('no such link');
  });
});

describe('/link where links have to be confirmed', () => {
  beforeEach(async () => use(await testApp({ settings: { playerLinkPolicy: 'verified' } })));

  it('gives a code to wear in the game, and a button that looks for it', async () => {
    const ada = member('Ada');
    const message = await says(ada, 'link player', { guid: 'GUID', name: 'Ada' });
    const code = /`(\w{6})`/.exec(message.text())?.[1] ?? '';
    expect((await says(ada, 'availability set', { status: 'LOOKING' })).text()).toContain(
      'isn’t confirmed yet',
    );

    const inVain = await discord.press(ada, message, 'Check now');
    expect((await inVain.waitForFollowUp()).text()).toContain('Nobody with your code');
    const forged = await discord.pressCustomId(member('Eve'), message, `link-check:${ada}`);
    expect((await forged.settled()).text()).toContain('somebody else’s');

    app.gameServer.names = [`Ada ${code}`];
    const seen = await (await discord.press(ada, message, 'Check now')).settled();
    expect(seen.text()).toContain('Confirmed: you play as Ada');
    expect(seen.components).toEqual([]);
    expect((await says(ada, 'availability set', { status: 'LOOKING' })).text()).toContain('Saved');
  });

  it('does what was wanted before, once the code was seen', async () => {
    const ada = member('Ada');
    const refused = await says(ada, 'availability set', { status: 'MAYBE', date: 'friday' });
    const form = await discord.press(ada, refused, en.links.openForm);
    const sent = await discord.submitModal(ada, form, { guid: 'GUID', name: 'Ada' });
    const prove = await sent.waitForEdit((m) => m.text().includes('One more step'));
    const code = /`(\w{6})`/.exec(prove.text())?.[1] ?? '';
    app.gameServer.names = [`Ada ${code}`];
    const seen = await discord.press(ada, prove, 'Check now');
    await seen.waitForEdit((m) => /^Confirmed.*\nSaved for Friday 13 March: 🤔 Maybe\./.test(m.text()));
  });

  it('lets an admin confirm by hand, and nobody else', async () => {
    const ada = member('Ada');
    await says(ada, 'link player', { guid: 'GUID', name: 'Ada' });
    expect((await says(ada, 'link confirm', { user: ada })).text()).toContain('Only admins');
    const boss = member('Boss', true);
    expect((await says(boss, 'link confirm', { user: boss })).text()).toContain('haven’t linked a player');
    expect((await says(boss, 'link confirm', { user: ada })).text()).toBe(
      'Confirmed: they play as Ada, GUID “GUID”.',
    );
    expect((await says(ada, 'availability set', { status: 'LOOKING' })).text()).toContain('Saved');
  });

  it('says whom to ask where no game server is set up', async () => {
    use(await testApp({ settings: { playerLinkPolicy: 'verified' }, gameServer: false }));
    const message = await says(member('Ada'), 'link player', { guid: 'GUID', name: 'Ada' });
    expect(message.text()).toContain('once an admin confirms it with `/link confirm`');
    expect(message.components).toEqual([]);
  });
});

describe('/privacy', () => {
  it('shows, exports and erases, in direct messages and for people who have left', async () => {
    const ada = await linked('Ada');
    app.directory.leave(ada);
    const inDm = { guildId: null };
    expect((await says(ada, 'privacy show', {}, inDm)).text()).toContain(`GUID “GUID-${ada}”`);
    const [file] = (await says(ada, 'privacy export', {}, inDm)).attachments;
    expect(JSON.parse(file!.data.toString())).toMatchObject({
      user_id: ada,
      player_link: { player_name: 'Ada' },
    });

    const prompt = await says(ada, 'privacy erase', {}, inDm);
    const other = await discord.pressCustomId(member('Bob'), prompt, `privacy-erase:${ada}`);
    expect((await other.settled()).text()).toContain('somebody else’s');
    await (
      await discord.press(ada, prompt, en.privacy.eraseButton)
    ).waitForEdit((m) => m.text().includes('erased'));
    expect(prompt.buttons()).toEqual([]);
    expect((await says(ada, 'privacy show', {}, inDm)).text()).toContain('We store nothing about you');
  });
});

describe('the ways out', () => {
  async function called(userId: string): Promise<StoredMessage> {
    const user = await client.users.fetch(userId);
    await user.send({
      content: 'Come and play',
      components: [
        {
          type: ComponentType.ActionRow,
          components: ['not-tonight', 'stop'].map((action) => ({
            type: ComponentType.Button,
            style: ButtonStyle.Secondary,
            custom_id: `${action}:c1`,
            label: action,
          })),
        },
      ],
    });
    return discord.dmsTo(userId).at(-1)!;
  }
  const usable = (message: StoredMessage): string[] =>
    message.buttons().flatMap(({ label, disabled }) => (disabled ? [] : [label]));

  it('work under a direct message, for somebody who has left', async () => {
    const ada = member('Ada');
    app.dmChannels.set(ada, '555');
    const panel = await says(ada, 'preferences');
    await (
      await discord.press(ada, panel, 'Turn on pings')
    ).waitForEdit((m) => m.text().includes('**On** since'));
    app.directory.leave(ada);
    const message = await called(ada);

    const no = await discord.press(ada, message, 'not-tonight');
    expect((await no.waitForFollowUp()).text()).toBe(en.replies.notTonight);
    await discord.waitUntil(() => usable(message).includes(en.buttons.backIn), 'the way back');
    expect(usable(message)).toEqual([en.buttons.backIn, 'stop']);

    const stop = await discord.press(ada, message, 'stop');
    expect((await stop.waitForFollowUp()).text()).toBe(en.replies.stopped);
    await discord.waitUntil(() => usable(message).length === 0, 'no button left');
    expect(message.text()).toContain('Come and play');
    expect(await findPreferences(app.database.view, ada)).toMatchObject({ allowPromotions: false });

    const again = await discord.pressCustomId(ada, message, 'stop:c1');
    expect((await again.waitForFollowUp()).text()).toBe(en.replies.stopped);
  });
});

/** What is left of somebody that a way out takes away. */
const CONSENT = 'SELECT 1 FROM subscription_preferences WHERE user_id = ? AND allow_promotions = true';
const DMS = 'SELECT 1 FROM subscription_preferences WHERE user_id = ? AND discord_dms = true';
const YES = "SELECT 1 FROM availability_entries WHERE user_id = ? AND status <> 'NOT_PLAYING'";
const LINK = 'SELECT 1 FROM player_links WHERE user_id = ?';
const CALENDAR = 'SELECT 1 FROM calendar_addresses WHERE user_id = ?';
const CHAT = 'SELECT 1 FROM subscription_preferences WHERE user_id = ? AND telegram_digest IS NOT NULL';
const SIGNAL_CHAT = 'SELECT 1 FROM subscription_preferences WHERE user_id = ? AND signal_digest IS NOT NULL';

describe.each([
  [
    'says that it no longer knows of it',
    { kind: 'code', status: 404, code: 10062, message: 'Unknown interaction' },
  ],
  ['does not answer', { kind: 'hang' }],
] as const)('where Discord is to take the interaction and %s', (_, behaviour) => {
  const CALLBACK = { route: 'POST /interactions/:id/:token/callback' };
  type Doing = (userId: string, panel: StoredMessage) => Promise<unknown>;
  const press =
    (customId: (userId: string) => string): Doing =>
    (userId, panel) =>
      discord.pressCustomId(userId, panel, customId(userId));
  const OUT: Record<string, { does: Doing; left: string }> = {
    '"Stop these messages"': { does: press(() => 'stop:c1'), left: CONSENT },
    '"Not tonight"': { does: press(() => 'not-tonight:c1'), left: YES },
    'opting out in the panel': { does: press(() => 'preferences:opt-out'), left: CONSENT },
    'no Discord messages': { does: press(() => 'preferences:dms-off'), left: DMS },
    erasing: { does: press((userId) => `privacy-erase:${userId}`), left: CONSENT },
    'no calendar address any more': { does: press(() => 'calendar:end'), left: CALENDAR },
    'no under a board': { does: press(() => `availability-set:${DATE}:NOT_PLAYING`), left: YES },
    '/availability set': {
      does: (id) => discord.slash(id, 'availability set', { status: 'NOT_PLAYING' }),
      left: YES,
    },
    '/availability clear': { does: (id) => discord.slash(id, 'availability clear'), left: YES },
    '/unlink player': { does: (id) => discord.slash(id, 'unlink player'), left: LINK },
    '/unlink telegram': { does: (id) => discord.slash(id, 'unlink telegram'), left: CHAT },
    '/unlink signal': { does: (id) => discord.slash(id, 'unlink signal'), left: SIGNAL_CHAT },
  };

  it.each(Object.entries(OUT))('%s is done', async (_what, { does, left }) => {
    use(await testApp({ channels: ['discord', 'telegram', 'signal'] }));
    const ada = member('Ada');
    await person(app, ada, { channels: ['telegram', 'signal'] });
    await app.database.withTransaction((tx) =>
      saveCalendar(tx, { userId: ada, tokenDigest: 'digest:x' }, app.clock.now()),
    );
    const panel = await says(ada, 'preferences');
    expect(await app.rows(left, ada)).not.toEqual([]);
    discord.faults.always(CALLBACK, behaviour);
    onTestFinished(() => discord.faults.clear());
    void does(ada, panel).catch(() => undefined);
    await expect.poll(() => app.rows(left, ada), { timeout: 5_000 }).toEqual([]);
  });
});

describe('while Discord can not be asked about members', () => {
  /** A campaign is under way, and Discord says nothing about anybody any more. */
  async function anEvening() {
    const { id: ana } = discord.addMember({ name: 'Ana' });
    use(await testApp({ settings: { promoterIds: new Set([ana]) } }));
    await person(app, member('Bob'));
    const who = await promoter(app, ana);
    const { campaign } = await app.campaign(who);
    const panel = await says(ana, 'preferences');
    app.directory.available = false;
    return { ana, panel, cancelId: `promote-cancel:${campaign.id}` };
  }
  const cancelled = en.replies.campaignCancelled(false);
  const unavailable = en.refusal({ code: 'directory_unavailable' });
  /** Somebody with rights on the server that the directory can't tell of. */
  const withRights = (permissions: bigint) => discord.addMember({ name: 'Mia', permissions }).id;
  const { Administrator, ManageGuild, ManageMessages } = PermissionFlagsBits;

  it('a promoter cancels their campaign, by the command and by the button', async () => {
    const { ana } = await anEvening();
    expect((await says(ana, 'promote cancel')).text()).toContain(cancelled);
    const again = await anEvening();
    const pressed = await discord.pressCustomId(again.ana, again.panel, again.cancelId);
    expect((await pressed.settled()).text()).toBe(cancelled);
  });

  it.each([
    ['Administrator', Administrator],
    ['Manage Server', ManageGuild],
  ])('somebody with %s cancels it and pauses', async (_, permissions) => {
    const { panel, cancelId } = await anEvening();
    const mia = withRights(permissions);
    expect((await says(mia, 'promote pause')).text()).toBe(en.replies.paused);
    const pressed = await discord.pressCustomId(mia, panel, cancelId);
    expect((await pressed.settled()).text()).toBe(cancelled);
    expect((await says(mia, 'promote resume')).text()).toBe(unavailable);
  });

  it('lesser rights stop nothing', async () => {
    const { panel, cancelId } = await anEvening();
    const mod = withRights(ManageMessages);
    expect((await says(mod, 'promote pause')).text()).toBe(unavailable);
    expect((await (await discord.pressCustomId(mod, panel, cancelId)).settled()).text()).toBe(unavailable);
    expect((await app.jobs()).map(({ status }) => status)).toContain('pending');
  });
});

describe('one more', () => {
  /** A campaign that has started with one player, two others of whom said that they might play. */
  async function started() {
    const { id: ana } = discord.addMember({ name: 'Ana' });
    const { id: eva } = discord.addMember({ name: 'Eva' });
    use(await testApp({ settings: { promoterIds: new Set([ana, eva]) } }));
    await person(app, 'bor');
    await person(app, 'cene', { status: 'AVAILABLE' });
    await person(app, 'dan', { status: 'MAYBE' });
    const { campaign } = await app.campaign(await promoter(app, ana));
    await promoter(app, eva);
    await app.advanceTo(START_AT + 60_000);
    return { ana, eva, campaign };
  }
  const asked = async (): Promise<string[]> => {
    await app.advance(1_000);
    return Object.keys(await app.fates('one_more'));
  };

  it('is asked for by the command, by a number, and refused in words', async () => {
    const { ana, eva } = await started();
    expect((await says(ana, 'promote more', { count: 11 })).text()).toContain(
      en.refusal({ code: 'invalid_more', most: 10 }),
    );
    expect(await asked()).toEqual([]);
    expect((await says(eva, 'promote more')).text()).toContain(en.refusal({ code: 'campaign_not_found' }));
    expect((await says(ana, 'promote more', { count: 2 })).text()).toContain(
      en.replies.moreCalled(2, 2, false),
    );
    expect((await asked()).sort()).toEqual(['cene', 'dan']);
  });

  it('is asked for by the button under the campaign, one a press', async () => {
    const { ana, eva, campaign } = await started();
    const shown = await says(ana, 'promote status');
    const press = async (by: string): Promise<string> => {
      const pressed = await discord.pressCustomId(by, shown, `promote-more:${campaign.id}`);
      return (await pressed.settled()).text();
    };
    expect(shown.buttons().map(({ label }) => label)).toContain(en.promote.callStandby);
    expect(await press(eva)).toBe(en.refusal({ code: 'campaign_not_found' }));
    expect(await press(ana)).toBe(en.replies.moreCalled(1, 2, false));
    expect(await asked()).toEqual(['cene']);
    expect(await press(ana)).toBe(en.replies.moreCalled(1, 1, false));
    expect((await asked()).sort()).toEqual(['cene', 'dan']);
    const labels = (await says(ana, 'promote status')).buttons().map(({ label }) => label);
    expect(labels).not.toContain(en.promote.callStandby);
  });
});

describe('the direct message about a campaign', () => {
  it('has a standby asked for and the evening called off, as the message in the guild does', async () => {
    const { id: ana } = discord.addMember({ name: 'Ana' });
    use(await testApp({ settings: { promoterIds: new Set([ana]) } }));
    await person(app, 'bor');
    await person(app, 'cene', { status: 'AVAILABLE' });
    const { campaign } = await app.campaign(await promoter(app, ana));
    await app.advanceTo(REMINDER_AT + 60_000);
    const { components } = presentCampaign(en, await campaignViewOf(app.database.view, campaign));
    await (await client.users.fetch(ana)).send({ content: 'How it goes', components });
    const dm = discord.dmsTo(ana).at(-1)!;

    const more = await discord.press(ana, dm, en.promote.callStandby);
    expect((await more.settled()).text()).toBe(en.replies.moreCalled(1, 1, false));
    await app.advance(1_000);
    expect(await app.fates('one_more')).toEqual({ cene: 'sent' });

    const cancel = await discord.press(ana, dm, en.promote.cancelCampaign);
    const question = await cancel.settled();
    expect(question.text()).toBe(en.promote.callOff.question(2, false));
    const told = await discord.press(ana, question, en.promote.callOff.tell(2));
    await told.waitForEdit((m) => m.text() === en.promote.callOff.told(2));
  });
});

describe('cancelling what people know of', () => {
  /** A campaign whose reminder has gone to two players, and the question that its promoter is asked. */
  async function asked() {
    const { id: ana } = discord.addMember({ name: 'Ana' });
    use(await testApp({ settings: { promoterIds: new Set([ana]) } }));
    await person(app, 'bor');
    await person(app, 'cene');
    const { campaign } = await app.campaign(await promoter(app, ana));
    await app.advanceTo(REMINDER_AT + 60_000);
    return { ana, campaign, question: await says(ana, 'promote cancel') };
  }
  const { callOff } = en.promote;

  it('asks whom to tell, and changes nothing before', async () => {
    const { campaign, question } = await asked();
    expect(question.text()).toBe(callOff.question(2, false));
    expect(question.buttons().map(({ label }) => label)).toEqual([
      callOff.tell(2),
      callOff.quietly,
      callOff.back,
    ]);
    expect(await app.campaignStatus(campaign.id)).toBe('running');
  });

  it('tells them where that is wanted, and takes the buttons away', async () => {
    const { ana, campaign, question } = await asked();
    const pressed = await discord.press(ana, question, callOff.tell(2));
    await pressed.waitForEdit((m) => m.text() === callOff.told(2) && m.buttons().length === 0);
    await app.advance(60_000);
    expect(await app.fates('call_off')).toEqual({ bor: 'sent', cene: 'sent' });
    // Somebody who still sees the question presses once more.
    const again = await discord.pressCustomId(ana, question, `promote-call-off:${campaign.id}`);
    await again.waitForEdit((m) => m.text() === en.refusal({ code: 'campaign_over', status: 'cancelled' }));
  });

  it('cancels quietly where that is wanted', async () => {
    const { ana, question, campaign } = await asked();
    const pressed = await discord.press(ana, question, callOff.quietly);
    await pressed.waitForEdit(
      (m) => m.text() === en.replies.campaignCancelled(false) && m.buttons().length === 0,
    );
    await app.advance(60_000);
    expect(await app.fates('call_off')).toEqual({});
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
  });

  it('leaves everything as it is after "Back"', async () => {
    const { ana, question, campaign } = await asked();
    const pressed = await discord.press(ana, question, callOff.back);
    await pressed.waitForEdit((m) => m.text() === callOff.kept && m.buttons().length === 0);
    expect(await app.campaignStatus(campaign.id)).toBe('running');
  });

  it('is nobody else’s to press', async () => {
    const { question, campaign } = await asked();
    const eve = member('Eve');
    for (const action of ['promote-call-off', 'promote-cancel-quietly']) {
      const pressed = await discord.pressCustomId(eve, question, `${action}:${campaign.id}`);
      await pressed.waitForEdit((m) => m.text() === en.refusal({ code: 'campaign_not_found' }));
    }
    expect(await app.campaignStatus(campaign.id)).toBe('running');
  });
});

describe('a fault of ours', () => {
  it('is told to the person, in our words, and to the log', async () => {
    const ada = member('Ada');
    const { context } = app;
    container.muster = {
      services: { ...context, directory: { member: () => Promise.reject(new Error('secret')) } },
    } as never;
    onTestFinished(() => use(app));
    expect((await says(ada, 'preferences')).text()).toBe(en.replies.internalError);
    expect((await says(ada, 'availability show')).text()).toBe(en.replies.internalError);
    expect(app.eventsOf('background_error').map(({ where }) => where)).toEqual([
      '/preferences',
      '/availability show',
    ]);
  });

  it.each([
    Events.ChatInputCommandError,
    SubcommandPluginEvents.ChatInputSubcommandError,
    Events.InteractionHandlerError,
  ])('is caught by the net under the pieces: %s', async (event) => {
    const error = new Error('secret');
    const interaction = {
      isRepliable: () => false,
      isChatInputCommand: () => false,
      isAutocomplete: () => false,
      isMessageComponent: () => true,
      customId: 'stop:c1',
    };
    (client as EventEmitter).emit(event, error, { interaction });
    expect(app.eventsOf('background_error')).toEqual([
      { type: 'background_error', where: 'component stop', error },
    ]);
  });
});

describe('/settings', () => {
  const { settings } = en;
  const panelOf = async (userId: string): Promise<StoredMessage> => says(userId, 'settings');
  const choose = (userId: string, panel: StoredMessage, key: keyof typeof settings.names) =>
    discord.select(userId, panel, settings.choose, [settings.names[key]]);

  it('shows every value with where it comes from, and changes one by a press', async () => {
    const ada = member('Ada', true);
    const panel = await panelOf(ada);
    for (const name of Object.values(settings.names)) expect(panel.text()).toContain(name);
    await (await choose(ada, panel, 'dry_run_default')).waitForEdit((m) => m.text().includes('does not say'));
    await (
      await discord.press(ada, panel, settings.yes)
    ).waitForEdit((m) => m.text().includes(`${settings.names.dry_run_default}**: Yes · set here`));
    expect(app.context.settings.dryRunDefault).toBe(true);
    await (await choose(ada, panel, 'dry_run_default')).waitForEdit((m) => m.text().includes('does not say'));
    await (
      await discord.press(ada, panel, settings.toDefault)
    ).waitForEdit((m) => m.text().includes(`${settings.names.dry_run_default}**: No · the default`));
    expect(app.context.settings.dryRunDefault).toBe(false);
  });

  it('takes a time by a form, and loses nothing of what is refused', async () => {
    const ada = member('Ada', true);
    const panel = await panelOf(ada);
    await (await choose(ada, panel, 'start_time')).waitForEdit((m) => m.text().includes('HH:MM'));
    const form = await discord.press(ada, panel, settings.choosePlaceholder);
    expect(form.modal?.title).toBe(settings.names.start_time);
    const refused = await (await discord.submitModal(ada, form, { value: '21:61' })).waitForFollowUp();
    expect(refused.text()).toContain('You typed: “21:61”');
    const again = await discord.press(ada, refused, settings.openAgain);
    await (
      await discord.submitModal(ada, again, { value: '21:15' })
    ).waitForEdit((m) => m.text().includes(`${settings.names.start_time}**: \`21:15\` · set here`));
    expect(app.context.settings.startTime).toBe('21:15:00');
  });

  it('chooses channels, and takes them back by choosing none', async () => {
    const ada = member('Ada', true);
    const { id } = discord.addChannel({ name: 'alerts' });
    const panel = await panelOf(ada);
    await (await choose(ada, panel, 'alert_channel_id')).waitForEdit((m) => m.text().includes('trouble'));
    await (
      await discord.select(ada, panel, settings.choosePlaceholder, [id])
    ).waitForEdit((m) => m.text().includes(`<#${id}>`));
    expect(app.context.live.values.alert_channel_id).toBe(id);
    await (await choose(ada, panel, 'alert_channel_id')).waitForEdit((m) => m.text().includes('trouble'));
    await (
      await discord.select(ada, panel, settings.choosePlaceholder, [])
    ).waitForEdit((m) => m.text().includes(`${settings.names.alert_channel_id}**: none · the default`));
  });

  it('locks what the environment fixes, and names the variable', async () => {
    use(await testApp({ given: { start_time: '20:30' } }));
    const ada = member('Ada', true);
    const panel = await panelOf(ada);
    expect(panel.text()).toContain('`20:30` · 🔒 fixed by `AVAILABILITY_PROMOTION_START_TIME`');
    await (await choose(ada, panel, 'start_time')).waitForEdit((m) => m.text().includes('HH:MM'));
    await expect(discord.press(ada, panel, settings.choosePlaceholder)).rejects.toThrow();
  });

  it('is for admins', async () => {
    expect((await says(await linked('Bob'), 'settings')).text()).toContain('Only admins');
  });
});
