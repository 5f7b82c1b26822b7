import type { APIGuildMember } from 'discord.js';
import type { Clock } from '../../domain/clock.js';
import { parseWallTime, wallTime } from '../../domain/local-time.js';
import { timezoneNamed } from '../../domain/time-zone.js';
import { invitationOf } from '../../discord/invitation.js';
import { intentCheck } from '../check/discord.js';
import { DiscordFacts, Refused } from '../check/discord-facts.js';
import { type Answers, whatIsWrongWith } from './answers.js';
import type { Conversation } from '../conversation.js';
import { askForDatabase, type Ways } from './database.js';

/** What an interview is held with. */
export interface Interviewer {
  readonly talk: Conversation;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** What Enter takes. The token is not shown. */
  readonly offered: Answers;
  /** The ways to the database there are. Not shown. */
  readonly ways: Ways;
}

/** The bot a token is of; `null`: Discord could not be asked. */
type Bot = { readonly applicationId: string } | null;

/** The most members a search shows. */
const SHOWN = 9;

const NOT_CHECKED = '  Discord does not answer, so this is not checked.';

/** The questions, each answer looked up with Discord as long as that can be reached. */
export class Interview {
  readonly #talk: Conversation;

  constructor(private readonly interviewer: Interviewer) {
    this.#talk = interviewer.talk;
  }

  /** Asks everything. `bot`: `null` where Discord could not be asked who it is. `database`: see {@link askForDatabase}. */
  async hold(): Promise<{ answers: Answers; bot: Bot; database: string | null }> {
    this.#talk.say(
      'Muster asks six things. Enter takes what stands in brackets; Ctrl-C stops, and nothing is changed.',
    );
    const { token, bot } = await this.#askToken();
    const guildId = bot ? await this.#chooseServer(token, bot.applicationId) : await this.#askGuildId();
    const timezone = await this.#askTimezone();
    const startTime = await this.#askStart();
    const promoters = await this.#askPromoters(bot ? this.#facts(token, guildId) : null);
    const answers: Answers = {
      DISCORD_TOKEN: token,
      DISCORD_GUILD_ID: guildId,
      AVAILABILITY_PROMOTION_TIMEZONE: timezone,
      AVAILABILITY_PROMOTION_START_TIME: startTime,
      PROMOTER_DISCORD_IDS: promoters,
    };
    return { answers, bot, database: await this.#askDatabase() };
  }

  async #askToken(): Promise<{ token: string; bot: Bot }> {
    const { offered, apiUrl } = this.interviewer;
    this.#head(
      '1. The bot’s token',
      'From https://discord.com/developers/applications: your application → Bot → Reset Token.',
    );
    for (;;) {
      const kept = offered.DISCORD_TOKEN === '' ? '' : ' [the one there is]';
      const typed = await this.#talk.askSecret(`Token (it does not show as you paste it)${kept}`);
      const token = typed === '' ? offered.DISCORD_TOKEN : typed;
      const wrong = token === '' ? 'is missing' : whatIsWrongWith('DISCORD_TOKEN', token);
      if (wrong !== null) {
        this.#talk.say(`  The token ${wrong}.`);
        continue;
      }
      const facts = this.#facts(token);
      try {
        const [{ username }, { id: applicationId }] = await Promise.all([facts.bot(), facts.application()]);
        this.#talk.say(`  That is the bot ${username}.`);
        const intent = await intentCheck(facts).look(new AbortController().signal);
        for (const { state, said } of [intent].flat())
          if (state !== 'ok') this.#talk.say(`  Still to do: ${said}.`);
        return { token, bot: { applicationId } };
      } catch (error) {
        if (!(error instanceof Refused)) {
          this.#talk.say(`  Discord does not answer at ${apiUrl}, so nothing is checked from here on.`);
          return { token, bot: null };
        }
        this.#talk.say(
          '  Discord refuses this token. Copy it anew: a reset makes every earlier one useless.',
        );
      }
    }
  }

  /** The servers the bot is in, asked for until it is in one. */
  async #chooseServer(token: string, applicationId: string): Promise<string> {
    this.#head('2. Your server');
    const { DISCORD_GUILD_ID: before } = this.interviewer.offered;
    for (;;) {
      const servers = await this.#facts(token)
        .servers()
        .catch(() => null);
      if (!servers) {
        this.#talk.say(NOT_CHECKED);
        return this.#askGuildId(before);
      }
      if (servers.length === 0) {
        this.#talk.say('  The bot is in no server yet. Open this link and invite it to yours:');
        this.#talk.say(`  ${invitationOf(applicationId)}`);
        await this.#talk.ask('Enter when it is in');
        continue;
      }
      for (const [index, { name, id }] of servers.entries())
        this.#talk.say(`  ${index + 1}  ${name} (${id})`);
      this.#talk.say(`  0  another one: invite the bot there with ${invitationOf(applicationId)}`);
      const offered =
        Math.max(
          0,
          servers.findIndex(({ id }) => id === before),
        ) + 1;
      const answer = await this.#talk.ask('Which one', String(offered));
      const chosen = servers[Number(answer) - 1];
      if (chosen) return chosen.id;
      this.#talk.say(
        answer === '0' ? '  Looking again …' : `  Answer with a number from 0 to ${servers.length}.`,
      );
    }
  }

  async #askGuildId(before = this.interviewer.offered.DISCORD_GUILD_ID): Promise<string> {
    for (;;) {
      const id = await this.#talk.ask(
        'The server’s id (Developer Mode, right-click the server, Copy ID)',
        before,
      );
      const wrong = id === '' ? 'is missing' : whatIsWrongWith('DISCORD_GUILD_ID', id);
      if (wrong === null) return id;
      this.#talk.say(`  The id ${wrong}.`);
    }
  }

  async #askTimezone(): Promise<string> {
    const { offered, clock } = this.interviewer;
    this.#head('3. The time zone', 'Everything happens at its hour, wherever this machine stands.');
    for (;;) {
      const typed = await this.#talk.ask('Time zone', offered.AVAILABILITY_PROMOTION_TIMEZONE);
      const zone = timezoneNamed(typed);
      if (zone === null) {
        this.#talk.say('  That is no time zone. Name it as in Europe/Ljubljana or America/New_York.');
        continue;
      }
      if (await this.#talk.confirm(`  It is ${wallTime(clock.now(), zone)} there now. Right?`, true))
        return zone;
    }
  }

  async #askStart(): Promise<string> {
    this.#head('4. The start', 'When you play. The reminder goes out 15 minutes before.');
    for (;;) {
      const typed = await this.#talk.ask(
        'Start (HH:MM)',
        this.interviewer.offered.AVAILABILITY_PROMOTION_START_TIME,
      );
      const time = parseWallTime(typed) ?? typed;
      const wrong = whatIsWrongWith('AVAILABILITY_PROMOTION_START_TIME', time);
      if (wrong === null) return time;
      this.#talk.say(`  The start ${wrong}.`);
    }
  }

  /** Ids, with commas between them. `facts`: `null` where Discord can't be asked who has a name. */
  async #askPromoters(facts: DiscordFacts | null): Promise<string> {
    const { PROMOTER_DISCORD_IDS: before } = this.interviewer.offered;
    this.#head('5. Promoters', 'Who may ping tonight’s players, besides the admins of the server.');
    const ids = new Set(before.split(',').filter((id) => id !== ''));
    if (ids.size > 0 && !(await this.#talk.confirm(`Keep the ${ids.size} there are?`, true))) ids.clear();
    for (;;) {
      const typed = await this.#talk.ask(`A ${facts ? 'name or ' : ''}Discord id (Enter: nobody more)`);
      if (typed === '') return [...ids].join(',');
      const id = await this.#promoterNamed(typed, facts);
      if (id !== null) ids.add(id);
    }
  }

  async #askDatabase(): Promise<string | null> {
    const { clock, ways } = this.interviewer;
    this.#head(
      '6. The database',
      'Enter keeps it where it is: a file, unless you named something else. Several processes share a PostgreSQL, 15 or newer: ' +
        'postgres://<user>:<password>@<host>/<database>.',
    );
    return askForDatabase(this.#talk, ways, clock);
  }

  async #promoterNamed(typed: string, facts: DiscordFacts | null): Promise<string | null> {
    if (whatIsWrongWith('PROMOTER_DISCORD_IDS', typed) === null) return typed;
    if (!facts) {
      this.#talk.say('  That is no Discord id: 17 to 20 digits.');
      return null;
    }
    const found = await facts.membersNamed(typed.replace(/^@/, ''), SHOWN).catch(() => null);
    if (!found) {
      this.#talk.say(`${NOT_CHECKED} Give the id.`);
      return null;
    }
    const people = found.filter(({ user }) => user.bot !== true);
    if (people.length === 0) {
      this.#talk.say(`  Nobody on the server is called ${typed}. Names are searched from their beginning.`);
      return null;
    }
    const [only] = people;
    if (only && people.length === 1) {
      return (await this.#talk.confirm(`  ${nameOf(only)}?`, true)) ? only.user.id : null;
    }
    for (const [index, person] of people.entries()) this.#talk.say(`  ${index + 1}  ${nameOf(person)}`);
    const chosen = people[Number(await this.#talk.ask('Which one (Enter: none of them)')) - 1];
    return chosen?.user.id ?? null;
  }

  #facts(token: string, guildId = ''): DiscordFacts {
    return new DiscordFacts({ token, apiUrl: this.interviewer.apiUrl }, guildId);
  }

  #head(title: string, explanation?: string): void {
    this.#talk.say();
    this.#talk.say(title);
    if (explanation !== undefined) this.#talk.say(`  ${explanation}`);
  }
}

function nameOf({ nick, user }: APIGuildMember): string {
  const shown = nick ?? user.global_name ?? user.username;
  return shown === user.username ? shown : `${shown} (${user.username})`;
}
