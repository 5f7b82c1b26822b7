import type { OptionValues } from '../../demo/discord/command-options.js';
import type { StandInUser } from '../../demo/discord/guild-life.js';
import type { InteractionReply } from '../../demo/discord/interaction.js';
import type { Where } from '../../demo/discord/people.js';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { messagesFor } from '../../src/messages/catalog.js';

/** Somebody in the stand-in who acts as people do: with commands, buttons and forms. */
export class Person implements StandInUser {
  readonly id: string;
  readonly name: string;

  constructor(
    private readonly discord: DiscordStandIn,
    user: StandInUser,
  ) {
    this.id = user.id;
    this.name = user.name;
  }

  /** Uses a slash command; resolves with the answer once it is readable. */
  async uses(command: string, options: OptionValues = {}, where: Where = {}): Promise<StoredMessage> {
    return (await this.discord.slash(this.id, command, options, where)).settled();
  }

  /** Presses a button, named by its label or by `#` and its custom id; resolves with what it brought. */
  async presses(label: string, message: StoredMessage): Promise<StoredMessage> {
    return (await this.discord.press(this.id, message, label)).settled();
  }

  /** Presses a way out under a DM; resolves with the sentence it is answered with. */
  async pressesWayOut(label: string, dm: StoredMessage): Promise<string> {
    const reply = await this.discord.press(this.id, dm, label);
    return (await reply.waitForFollowUp()).text();
  }

  /** Opens the preferences and presses one of the panel's buttons. */
  async changesPreferences(
    change:
      'opt-in' | 'opt-out' | 'opt-in-questions' | 'opt-out-questions' | 'opt-in-ready' | 'dms-on' | 'dms-off',
  ): Promise<StoredMessage> {
    const panel = await this.uses('preferences');
    return (await this.discord.pressCustomId(this.id, panel, `preferences:${change}`)).settled();
  }

  /** Fills in the panel's form; resolves with the answer, which is the panel when the form was taken. */
  async setsQuietHours(form: { start: string; end: string; zone: string }): Promise<StoredMessage> {
    const panel = await this.uses('preferences');
    const opened = await this.discord.press(this.id, panel, 'Quiet hours and time zone');
    return (await this.discord.submitModal(this.id, opened, form)).settled();
  }

  /** Creates a campaign: asks for the preview, presses Confirm, and has the answer. */
  async promotes(options: OptionValues = {}): Promise<Card> {
    const preview = await this.uses('promote create', options);
    const reply = await this.discord.press(this.id, preview, 'Confirm');
    return new Card(reply, await reply.settled());
  }

  /** The DMs the bot has sent them, oldest first. */
  get dms(): StoredMessage[] {
    return this.discord.dmsTo(this.id);
  }

  /** Those that call them to play; a promoter may also be told how a campaign goes. */
  get calls(): StoredMessage[] {
    return this.dms.filter((dm) => dm.buttons().some(({ customId }) => customId.startsWith('stop:')));
  }

  /** Resolves with their DM of that number, from 1. */
  async dm(number: number, timeoutMs?: number): Promise<StoredMessage> {
    const dms = await this.discord.waitForDms(this.id, number, timeoutMs);
    return dms[number - 1]!;
  }
}

/** The message a promoter confirmed on, which shows how the campaign goes. */
export class Card {
  constructor(
    private readonly reply: InteractionReply,
    readonly message: StoredMessage,
  ) {}

  /** Resolves with the message once it is the summary: nothing is left to cancel. */
  async summary(timeoutMs?: number): Promise<StoredMessage> {
    const { cancelCampaign } = messagesFor('en').promote;
    const isOver = (message: StoredMessage): boolean =>
      message.buttons().every(({ label }) => label !== cancelCampaign);
    return this.reply.waitForEdit(isOver, timeoutMs);
  }
}
