import { SlashCommandBuilder } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { aBot, aStandIn } from './support.js';

const command = (name: string, description = 'Something'): SlashCommandBuilder =>
  new SlashCommandBuilder().setName(name).setDescription(description);

describe('the command registry', () => {
  it('creates, lists, changes and deletes commands in each scope', async () => {
    const discord = await aStandIn();
    const { application } = await aBot(discord);
    await application.commands.set([command('privacy')]);
    const created = await application.commands.create(command('promote'), discord.guildId);
    await discord.waitForCommands(['privacy', 'promote']);

    await application.commands.edit(created.id, { description: 'Else' }, discord.guildId);
    const inGuild = await application.commands.fetch({ guildId: discord.guildId, withLocalizations: true });
    expect(inGuild.map(({ id, name, description }) => [id, name, description])).toEqual([
      [created.id, 'promote', 'Else'],
    ]);
    await application.commands.delete(created.id, discord.guildId);
    await expect(application.commands.fetch(created.id, { guildId: discord.guildId })).rejects.toMatchObject({
      code: 10063,
    });
    expect(discord.commands.all().map(({ name }) => name)).toEqual(['privacy']);
  });

  it('keeps the id of a command that is overwritten', async () => {
    const discord = await aStandIn();
    const { application } = await aBot(discord);
    const before = await application.commands.set([command('privacy'), command('promote')]);
    const after = await application.commands.set([command('promote', 'Else')]);
    expect(after.first()?.id).toBe(before.find(({ name }) => name === 'promote')?.id);
    expect(after.size).toBe(1);
  });

  it('refuses what Discord refuses, with the place of the fault', async () => {
    const discord = await aStandIn();
    const { rest, application } = await aBot(discord);
    const path = `/applications/${application.id}/commands` as const;
    const optional = { type: 3, name: 'a', description: 'b' };
    const body = [
      { name: 'Shouting', description: 'x'.repeat(101) },
      { name: 'order', description: 'b', options: [optional, { ...optional, name: 'c', required: true }] },
    ];
    await expect(rest.put(path, { body })).rejects.toMatchObject({
      code: 50035,
      rawError: {
        errors: {
          0: { name: expect.anything() as unknown, description: expect.anything() as unknown },
          1: { options: { 1: expect.anything() as unknown } },
        },
      },
    });
    expect(discord.commands.all()).toEqual([]);
  });

  it('keeps what is localized, and shows it to who asks for it', async () => {
    const discord = await aStandIn();
    const { rest, application } = await aBot(discord);
    const localized = command('privacy')
      .setDescriptionLocalizations({ de: 'Etwas' })
      .addStringOption((option) =>
        option
          .setName('what')
          .setDescription('Which')
          .setDescriptionLocalizations({ de: 'Welches' })
          .addChoices({ name: 'All', name_localizations: { de: 'Alles' }, value: 'all' }),
      );
    await application.commands.set([localized]);
    const path = `/applications/${application.id}/commands` as const;
    const asked = new URLSearchParams({ with_localizations: 'true' });
    expect(await rest.get(path, { query: asked })).toMatchObject([
      {
        description_localizations: { de: 'Etwas' },
        options: [
          {
            description_localizations: { de: 'Welches' },
            choices: [{ name_localizations: { de: 'Alles' } }],
          },
        ],
      },
    ]);
    expect(JSON.stringify(await rest.get(path))).not.toContain('_localizations');
  });

  it('refuses localizations that Discord refuses, wherever they are', async () => {
    const discord = await aStandIn();
    const { rest, application } = await aBot(discord);
    const path = `/applications/${application.id}/commands` as const;
    const tooLong = { de: 'x'.repeat(101) };
    const body = [
      { name: 'one', description: 'b', description_localizations: { german: 'b' } },
      { name: 'two', description: 'b', description_localizations: tooLong },
      { name: 'three', description: 'b', name_localizations: { de: 'Drei' } },
      {
        name: 'four',
        description: 'b',
        options: [
          {
            type: 3,
            name: 'a',
            description: 'b',
            description_localizations: tooLong,
            choices: [{ name: 'a', name_localizations: { de: '' }, value: 'a' }],
          },
        ],
      },
    ];
    const something = expect.anything() as unknown;
    await expect(rest.put(path, { body })).rejects.toMatchObject({
      code: 50035,
      rawError: {
        errors: {
          0: { description_localizations: { german: something } },
          1: { description_localizations: { de: something } },
          2: { name_localizations: { de: something } },
          3: {
            options: {
              0: {
                description_localizations: { de: something },
                choices: { 0: { name_localizations: { de: something } } },
              },
            },
          },
        },
      },
    });
    expect(discord.commands.all()).toEqual([]);
  });
});
