import { type BaseInteraction, DiscordAPIError, Locale, type RepliableInteraction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import {
  answer,
  answerBeside,
  answerResult,
  deferEphemeral,
  guarded,
  guardedChoices,
  isBeyondAnswer,
  presentRefusal,
} from '../../src/discord/replies.js';
import { languageOf } from '../../src/discord/language-of.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { ok, refuse } from '../../src/domain/refusal.js';
import { MemoryWaysOut } from '../../src/domain/ways-out.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { HeldUpError } from '../../src/domain/liveness.js';
import { en } from '../../src/messages/en/messages.js';
import type { ServiceContext } from '../../src/services/context.js';
import { FakeClock } from '../support/fake-clock.js';

const EPHEMERAL = 64;

/** An interaction that behaves as discord.js's do, and remembers what it was answered with. */
class FakeInteraction {
  readonly sent: [how: string, what: Record<string, unknown>][] = [];
  readonly locale = 'en-GB';
  readonly user = { id: '1', displayName: 'Ada' };
  readonly member = null;
  guildId: string | null = null;
  isUnderMessage = false;
  readonly commandName = 'privacy';
  readonly options = { getSubcommandGroup: () => null, getSubcommand: () => 'show' };
  deferred = false;
  replied = false;
  ephemeral: boolean | null = null;
  /** What Discord says to any answer from now on. */
  refuses: Error | null = null;

  isRepliable = (): boolean => true;
  isChatInputCommand = (): boolean => true;
  isAutocomplete = (): boolean => false;
  isMessageComponent = (): boolean => this.isUnderMessage;
  isModalSubmit = (): boolean => false;

  async deferReply(options: Record<string, unknown>): Promise<void> {
    this.#send('deferReply', options);
    this.deferred = true;
    this.ephemeral = options['flags'] === EPHEMERAL;
  }
  async deferUpdate(): Promise<void> {
    this.#send('deferUpdate', {});
    this.deferred = true;
  }
  async reply(what: Record<string, unknown>): Promise<void> {
    this.#send('reply', what);
    this.replied = true;
  }
  async editReply(what: Record<string, unknown>): Promise<void> {
    this.#send('editReply', what);
    this.replied = true;
  }
  async followUp(what: Record<string, unknown>): Promise<void> {
    this.#send('followUp', what);
    this.replied = true;
  }
  async respond(choices: unknown): Promise<void> {
    this.#send('respond', { choices });
  }
  get asDiscord(): RepliableInteraction {
    return this as unknown as RepliableInteraction;
  }
  get how(): string[] {
    return this.sent.map(([how]) => how);
  }
  #send(how: string, what: Record<string, unknown>): void {
    if (this.refuses) throw this.refuses;
    this.sent.push([how, what]);
  }
}

function services(): { context: ServiceContext; events: MusterEvent[] } {
  const events: MusterEvent[] = [];
  const context = {
    messagesFor,
    waysOut: new MemoryWaysOut(new FakeClock('2026-01-10T12:00:00Z')),
    clock: { now: () => Date.parse('2026-01-10T12:00:00Z') },
    settings: { guildId: 'ours', timezone: 'Europe/Ljubljana', startTime: '21:00:00' },
    // Nobody waits for a sign of life.
    database: { view: { sql: () => Promise.resolve([]) } },
    events: { emit: (event: MusterEvent) => void events.push(event) },
  };
  return { context: context as unknown as ServiceContext, events };
}

function discordSays(code: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'Provider text' }, code, 404, 'POST', 'http://x', {});
}

describe('answers', () => {
  it('fill in what was deferred, for the person alone, and ping nobody', async () => {
    const interaction = new FakeInteraction();
    await deferEphemeral(interaction.asDiscord);
    await answer(interaction.asDiscord, { content: 'Hello @everyone' });
    expect(interaction.sent).toEqual([
      ['deferReply', { flags: EPHEMERAL }],
      ['editReply', { content: 'Hello @everyone', allowedMentions: { parse: [] } }],
    ]);
  });

  it('reply, then follow up, each time for the person alone', async () => {
    const interaction = new FakeInteraction();
    await answer(interaction.asDiscord, { content: 'One' });
    await answer(interaction.asDiscord, { content: 'Two' });
    expect(interaction.sent).toEqual([
      ['reply', { content: 'One', allowedMentions: { parse: [] }, flags: EPHEMERAL }],
      ['followUp', { content: 'Two', allowedMentions: { parse: [] }, flags: EPHEMERAL }],
    ]);
  });

  it('stand beside the pressed message where they should not replace it', async () => {
    const interaction = new FakeInteraction();
    await interaction.deferUpdate();
    await answerBeside(interaction.asDiscord, { content: 'No' });
    expect(interaction.how).toEqual(['deferUpdate', 'followUp']);
  });

  it('present what a service said, or why not', async () => {
    const interaction = new FakeInteraction();
    const present = (value: number): { content: string } => ({ content: `It is ${value}` });
    await answerResult(interaction.asDiscord, en, ok(7), present);
    await answerResult(interaction.asDiscord, en, refuse({ code: 'not_linked' }), present);
    expect(interaction.sent.map(([, { content }]) => content)).toEqual([
      'It is 7',
      en.links.linkFirst(false),
    ]);
    expect(presentRefusal(en, { code: 'not_admin' }).content).toBe(en.refusal({ code: 'not_admin' }));
  });
});

describe('guarded', () => {
  const failing = async (): Promise<void> => {
    throw new Error('secret stack');
  };

  it('hands the work who is asking, and in which words to answer', async () => {
    const { context } = services();
    await guarded(new FakeInteraction().asDiscord, context, async ({ actor, messages }) => {
      expect(actor).toEqual({
        userId: '1',
        displayName: 'Ada',
        guildId: null,
        locale: 'en-GB',
        cameIn: 1,
      });
      expect(messages).toBe(en);
    });
    expect.assertions(2);
  });

  it('takes what is under a message of ours in a direct message for our guild’s, and nothing else', async () => {
    const { context } = services();
    const guildOf = async (where: { guildId: string | null; isUnderMessage: boolean }) => {
      const asked: (string | null)[] = [];
      const interaction = Object.assign(new FakeInteraction(), where).asDiscord;
      await guarded(interaction, context, async ({ actor }) => void asked.push(actor.guildId));
      return asked;
    };
    expect(await guildOf({ guildId: null, isUnderMessage: true })).toEqual(['ours']);
    expect(await guildOf({ guildId: null, isUnderMessage: false })).toEqual([null]);
    expect(await guildOf({ guildId: 'another', isUnderMessage: true })).toEqual(['another']);
  });

  it.each([
    ['nothing was answered', async () => undefined, 'reply'],
    ['a reply was deferred', (it: FakeInteraction) => it.deferReply({ flags: EPHEMERAL }), 'editReply'],
    ['an update was deferred', (it: FakeInteraction) => it.deferUpdate(), 'followUp'],
    ['it was replied to', (it: FakeInteraction) => it.reply({ flags: EPHEMERAL }), 'followUp'],
  ])('tells the person when %s', async (_when, before, how) => {
    const { context, events } = services();
    const interaction = new FakeInteraction();
    await before(interaction);
    await guarded(interaction.asDiscord, context, failing);
    const [last, what] = interaction.sent.at(-1) ?? [];
    expect(last).toBe(how);
    expect(what).toMatchObject({ content: en.replies.internalError });
    expect(JSON.stringify(interaction.sent)).not.toContain('secret stack');
    expect(events).toMatchObject([{ type: 'background_error', where: '/privacy show' }]);
  });

  it('is no fault where the process was held up: the person may try again', async () => {
    const { context, events } = services();
    const interaction = new FakeInteraction();
    await guarded(interaction.asDiscord, context, () => Promise.reject(new HeldUpError()));
    expect(interaction.sent.at(-1)?.[1]).toMatchObject({ content: en.bridge.heldUp });
    expect(events).toEqual([]);
  });

  it.each([10062, 40060, 10008, 10015, 50027])(
    'only logs Discord error %i: there is no answering it',
    async (code) => {
      const { context, events } = services();
      const interaction = new FakeInteraction();
      await guarded(interaction.asDiscord, context, () => Promise.reject(discordSays(code)));
      expect(interaction.sent).toEqual([]);
      expect(events).toHaveLength(1);
      expect(isBeyondAnswer(discordSays(code))).toBe(true);
    },
  );

  it('survives that even the apology is refused', async () => {
    const { context, events } = services();
    const interaction = new FakeInteraction();
    interaction.refuses = discordSays(10062);
    await expect(guarded(interaction.asDiscord, context, failing)).resolves.toBeUndefined();
    expect(events).toHaveLength(2);
  });

  it('tells the person of other refusals of Discord, without its words', async () => {
    const { context } = services();
    const interaction = new FakeInteraction();
    await guarded(interaction.asDiscord, context, () => Promise.reject(discordSays(50035)));
    expect(interaction.how).toEqual(['reply']);
    expect(JSON.stringify(interaction.sent)).not.toContain('Provider text');
  });

  it('logs what goes wrong with choices', async () => {
    const { context, events } = services();
    const interaction = new FakeInteraction();
    await guardedChoices(interaction as never, context, () => [{ name: 'Today', value: '2026-01-10' }]);
    await guardedChoices(interaction as never, context, () => {
      throw new Error('no');
    });
    expect(interaction.sent).toEqual([['respond', { choices: [{ name: 'Today', value: '2026-01-10' }] }]]);
    expect(events).toHaveLength(1);
  });
});

describe('the language somebody is answered in', () => {
  const asks = { user: { id: '1' }, locale: Locale.EnglishGB } as Pick<BaseInteraction, 'user' | 'locale'>;

  function kept(sql: () => Promise<unknown>) {
    const clock = new FakeClock('2026-01-10T12:00:00Z');
    return { clock, context: { clock, database: { view: { sql } } } as unknown as ServiceContext };
  }

  it.each([
    ['sl', 'sl'],
    ['sl-SI', 'sl-SI'],
    // What Discord has is set there.
    ['de', 'en-GB'],
    ['', 'en-GB'],
  ])('where %j is kept of them is %j', async (locale, language) => {
    const { clock, context } = kept(async () => [{ locale }]);
    expect(await languageOf(asks, context)).toBe(language);
    expect(clock.sleeping).toBe(0);
  });

  it('is the one of their Discord where nothing is kept, or the database fails', async () => {
    expect(await languageOf(asks, kept(async () => []).context)).toBe('en-GB');
    expect(await languageOf(asks, kept(() => Promise.reject(new Error('gone'))).context)).toBe('en-GB');
  });

  it('is that too where the database does not answer in time: an interaction has to be taken', async () => {
    const { clock, context } = kept(() => new Promise(() => undefined));
    const language = languageOf(asks, context);
    await clock.advance(500);
    expect(await language).toBe('en-GB');
  });
});
