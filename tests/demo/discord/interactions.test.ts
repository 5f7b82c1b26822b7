import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import type { ChatInputCommandInteraction, Client, Interaction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { aBot, aStandIn, promised } from './support.js';

const promote = new SlashCommandBuilder()
  .setName('promote')
  .setDescription('Call people up')
  .addSubcommand((sub) =>
    sub
      .setName('create')
      .setDescription('Create a campaign')
      .addBooleanOption((option) => option.setName('dry_run').setDescription('Only try'))
      .addUserOption((option) => option.setName('friend').setDescription('Somebody'))
      .addStringOption((option) => option.setName('date').setDescription('When').setAutocomplete(true)),
  );

const yesOrNo = new ActionRowBuilder<ButtonBuilder>().addComponents(
  new ButtonBuilder().setCustomId('yes:1').setLabel('Confirm').setStyle(ButtonStyle.Success),
  new ButtonBuilder().setCustomId('no:1').setLabel('Cancel').setStyle(ButtonStyle.Secondary),
);

async function aRegisteredBot(
  answer: (interaction: Interaction) => Promise<unknown>,
): Promise<{ discord: DiscordStandIn; bot: Client<true>; faults: unknown[] }> {
  const discord = await aStandIn();
  const bot = await aBot(discord);
  const faults: unknown[] = [];
  bot.on(
    'interactionCreate',
    (interaction) => void answer(interaction).catch((error: unknown) => faults.push(error)),
  );
  await bot.application.commands.set([promote], discord.guildId);
  await discord.waitForCommands(['promote']);
  return { discord, bot, faults };
}

describe('a slash command', () => {
  it('is answered by a deferred, ephemeral message that is filled in, then pressed, then updated', async () => {
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.editReply({ embeds: [{ title: 'Preview' }], components: [yesOrNo] });
      }
      if (interaction.isButton()) await interaction.update({ content: 'Done', embeds: [], components: [] });
    });
    const ada = discord.addMember({ name: 'Ada' });

    const reply = await discord.slash(ada.id, 'promote create', { dry_run: true });
    expect(reply).toMatchObject({ type: 5, deferred: true });
    const preview = await reply.settled();
    expect(reply.ephemeral).toBe(true);
    expect(preview.text()).toBe('Preview');
    expect(preview.buttons().map(({ label }) => label)).toEqual(['Confirm', 'Cancel']);

    const pressed = await discord.press(ada.id, preview, 'Confirm');
    expect(pressed.type).toBe(7);
    expect(pressed.message).toBe(preview);
    expect(preview.text()).toBe('Done');
    expect(preview.versions).toEqual(['Preview', 'Done']);
    expect(discord.delivered).toEqual([]);
  });

  it('reaches the bot with its options, its member and their permissions', async () => {
    let seen: ChatInputCommandInteraction | undefined;
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      seen = interaction;
      await interaction.reply('Yes');
    });
    const ada = discord.addMember({ name: 'Ada', nick: 'Countess', permissions: 1n << 5n, locale: 'de' });
    const bob = discord.addMember({ name: 'Bob' });

    const reply = await discord.slash(ada.id, 'promote create', { friend: bob.id, dry_run: false });

    expect((await reply.settled()).content).toBe('Yes');
    expect(seen?.options.getSubcommand()).toBe('create');
    expect(seen?.options.getUser('friend')?.id).toBe(bob.id);
    expect(seen?.options.getBoolean('dry_run')).toBe(false);
    expect(seen?.inCachedGuild()).toBe(true);
    expect(seen?.memberPermissions?.has('ManageGuild')).toBe(true);
    expect(seen?.locale).toBe('de');
    expect(seen?.inCachedGuild() && seen.member.displayName).toBe('Countess');
  });

  it('is refused in words when it is not registered, or typed wrongly', async () => {
    const { discord } = await aRegisteredBot(async () => undefined);
    const ada = discord.addMember({ name: 'Ada' });

    await expect(discord.slash(ada.id, 'demote')).rejects.toThrow('It registered: /promote (in the guild)');
    await expect(discord.slash(ada.id, 'promote')).rejects.toThrow('needs a subcommand: create');
    await expect(discord.slash(ada.id, 'promote create', { colour: 'red' })).rejects.toThrow(
      'no option "colour"',
    );
    await expect(discord.slash(ada.id, 'promote create', { dry_run: 'yes' })).rejects.toThrow(
      'takes a boolean',
    );
    await expect(discord.slash(ada.id, 'promote create', {}, { guildId: null })).rejects.toThrow(
      'has not registered',
    );
  });

  it('from another guild reaches the bot as such', async () => {
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply(`${interaction.inCachedGuild()}`);
    });
    const ada = discord.addMember({ name: 'Ada' });
    const reply = await discord.slash(ada.id, 'promote create', {}, { guildId: '42', forged: true });
    expect(reply.message?.content).toBe('false');
  });

  it('with a value of no choice is not sent by a client, but by a forger', async () => {
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply(String(interaction.options.get('dry_run')?.value));
    });
    const ada = discord.addMember({ name: 'Ada' });
    await expect(discord.slash(ada.id, 'promote create', { dry_run: 'perhaps' })).rejects.toThrow(
      '"dry_run" takes a boolean',
    );
    const forged = await discord.slash(ada.id, 'promote create', { dry_run: 'perhaps' }, { forged: true });
    expect(forged.message?.content).toBe('perhaps');
  });

  it('completes an option while it is typed', async () => {
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `${typed}omorrow`, value: '2027-01-02' }]);
    });
    const ada = discord.addMember({ name: 'Ada' });
    const offered = await discord.autocomplete(ada.id, 'promote create', 'date', 't');
    expect(offered).toEqual([{ name: 'tomorrow', value: '2027-01-02' }]);
  });

  it('answered twice is an error for the bot', async () => {
    const refused = promised<unknown>();
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('One');
      interaction.replied = false;
      await interaction.reply('Two').catch((error: unknown) => refused.resolve(error));
    });
    const ada = discord.addMember({ name: 'Ada' });
    await discord.slash(ada.id, 'promote create');
    await expect(refused.promise).resolves.toMatchObject({ code: 40060, status: 400 });
  });

  it('answered too late is unknown, and whoever asked is told that nothing came', async () => {
    const refused = promised<unknown>();
    const discord = await aStandIn({ answerWithinMs: 0 });
    const bot = await aBot(discord);
    await bot.application.commands.set([promote]);
    bot.on('interactionCreate', (interaction) => {
      if (interaction.isChatInputCommand()) void interaction.reply('Late').catch(refused.resolve);
    });
    const ada = discord.addMember({ name: 'Ada' });
    const asked = discord.slash(ada.id, 'promote create', {}, { timeoutMs: 200 });
    await expect(asked).rejects.toThrow("in vain for the bot's answer to /promote create");
    await expect(refused.promise).resolves.toMatchObject({ code: 10062, status: 404 });
  });

  it('can be followed up, until its token expires', async () => {
    let time = Date.UTC(2027, 0, 1, 20, 0);
    const discord = await aStandIn({ now: () => time });
    const bot = await aBot(discord);
    await bot.application.commands.set([promote]);
    const asked = promised<ChatInputCommandInteraction>();
    bot.on('interactionCreate', (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      void interaction.reply({ content: 'First', withResponse: true }).then(() => asked.resolve(interaction));
    });
    const ada = discord.addMember({ name: 'Ada' });

    const reply = await discord.slash(ada.id, 'promote create', {}, { guildId: null });
    const interaction = await asked.promise;
    await interaction.followUp('Second');
    expect((await reply.waitForFollowUp()).content).toBe('Second');
    expect((await interaction.fetchReply()).content).toBe('First');
    await interaction.deleteReply();
    expect(reply.message?.deleted).toBe(true);
    await expect(interaction.editReply('Third')).rejects.toMatchObject({ code: 10008 });

    time += 16 * 60_000;
    await expect(interaction.followUp('Too late')).rejects.toMatchObject({ code: 50027, status: 401 });
  });
});

describe('components', () => {
  it('open a form, whose submission changes the message', async () => {
    const menu = new StringSelectMenuBuilder()
      .setCustomId('zone')
      .setPlaceholder('Your zone')
      .addOptions(
        { label: 'Ljubljana', value: 'Europe/Ljubljana' },
        { label: 'Paris', value: 'Europe/Paris' },
      );
    const quiet = new ModalBuilder()
      .setCustomId('quiet')
      .setTitle('Quiet hours')
      .addLabelComponents(
        new LabelBuilder()
          .setLabel('From')
          .setTextInputComponent(new TextInputBuilder().setCustomId('from').setStyle(TextInputStyle.Short)),
      );
    const { discord, faults } = await aRegisteredBot(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const rows = [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu), yesOrNo];
        await interaction.reply({ content: 'Panel', components: rows });
      } else if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.editReply(`Zone ${interaction.values.join()}`);
      } else if (interaction.isButton()) {
        await interaction.showModal(quiet);
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        await interaction.update(`Quiet from ${interaction.fields.getTextInputValue('from')}`);
      }
    });
    const ada = discord.addMember({ name: 'Ada' });
    const panel = await (await discord.slash(ada.id, 'promote create')).settled();

    const chosen = await discord.select(ada.id, panel, 'Your zone', ['Paris']);
    expect((await chosen.settled()).content).toBe('Zone Europe/Paris');
    expect(chosen.message).toBe(panel);

    const form = await discord.press(ada.id, panel, '#yes:1');
    expect(form.modal?.title).toBe('Quiet hours');
    await discord.submitModal(ada.id, form, { From: '23:00' });
    expect(panel.content).toBe('Quiet from 23:00');
    expect(faults).toEqual([]);
  });

  it('cannot be pressed by who does not see them, but a forged press arrives', async () => {
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: '?', components: [yesOrNo], flags: MessageFlags.Ephemeral });
      }
      if (interaction.isButton()) {
        await interaction.reply({
          content: `Not you, ${interaction.user.displayName}`,
          flags: MessageFlags.Ephemeral,
        });
      }
    });
    const ada = discord.addMember({ name: 'Ada' });
    const eve = discord.addMember({ name: 'Eve' });
    const message = await (await discord.slash(ada.id, 'promote create')).settled();

    await expect(discord.press(eve.id, message, 'Confirm')).rejects.toThrow("can't see");
    await expect(discord.press(ada.id, message, 'Nope')).rejects.toThrow('only: "Confirm", "Cancel"');
    const forged = await discord.pressCustomId(eve.id, message, 'yes:1');
    expect(forged.message?.content).toBe('Not you, Eve');
  });

  it('are refused as Discord refuses them', async () => {
    const refused = promised<unknown>();
    const { discord } = await aRegisteredBot(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const button = { type: 2, style: 1, label: 'Same', custom_id: 'same' } as const;
      const rows = [{ type: 1, components: [button, button] }] as const;
      await interaction.reply({ components: rows }).catch((error: unknown) => refused.resolve(error));
      await interaction.reply('Sorry');
    });
    const ada = discord.addMember({ name: 'Ada' });
    await discord.slash(ada.id, 'promote create');
    await expect(refused.promise).resolves.toMatchObject({ code: 50035, status: 400 });
  });
});
