import { DateTime } from 'luxon';
import { messagesFor } from '../../src/messages/catalog.js';
import type { StoredMessage } from '../discord/stored-message.js';
import type { Press } from '../players.js';
import { shownIn } from '../shown-in.js';
import { table, type Timeline } from '../timeline.js';
import { type Clubber, SESSION_DAYS } from './club.js';
import { ENOUGH } from './people.js';
import { CALLS, type Kind } from './received.js';
import { Stage } from './stage.js';
import { verdictsOn, type WeekEvening } from './verdicts.js';
import type { WeekClock } from './week-clock.js';

const messages = messagesFor('en');

/** The most messages one person may get on an evening: it is on, the reminder, the start, the follow-up, and a promoter's word before. */
const MOST_AN_EVENING = 5;

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
type Day = (typeof DAYS)[number];

/** What jobs are called, where that is not their name. */
const JOBS: Partial<Record<Kind, string>> = {
  start: 'the start ping',
  reminder: 'the reminder',
  question: 'the question',
  follow_up: 'the follow-up',
  call_off: 'that it is off',
  ready: 'that it is on',
};

/** Who has to be nudged on Tuesday, who drops out, and who comes later. */
const FORGETS = 'Eva';
const DROPS_OUT = 'Bor';
const LATE = 'Ivo';

/**
 * The demo's week: four evenings that mostly happen by themselves. The bot is a real process; between the moments at
 * which something happens it ends, and another starts at the next one by a clock that is ahead of this machine's.
 */
export class Week {
  readonly #evenings: WeekEvening[] = [];

  private constructor(
    private readonly stage: Stage,
    private readonly monday: DateTime,
  ) {}

  /** Starts what it is played on; it begins on the Monday that comes. */
  static async open(timeline: Timeline, clock: WeekClock): Promise<Week> {
    const monday = DateTime.fromMillis(clock.now(), { zone: timeline.zone })
      .startOf('week')
      .plus({ weeks: 1 });
    return new Week(await Stage.open(timeline, clock), monday);
  }

  get database(): string {
    return this.stage.database;
  }

  /** Plays it; whether everything held that the week promises, by what people got. */
  async run(): Promise<boolean> {
    const { timeline } = this.stage;
    timeline.heading('Muster’s demo: a week in two minutes, all of it on this machine');
    timeline.block([
      'Sessions are on Tuesday, Thursday, Saturday and Sunday. Between the moments you',
      'see, the clock jumps: the bot stops, and starts again with the same database.',
    ]);
    await this.#monday();
    await this.#tuesday();
    await this.#thursday();
    await this.#saturday();
    await this.#sunday();
    return this.#close();
  }

  /** Ends everything. */
  async end(): Promise<void> {
    await this.stage.end();
  }

  /** What is said once holds for weeks. */
  async #monday(): Promise<void> {
    const { stage } = this;
    const { club, timeline } = stage;
    const evening = this.#dateOf('Monday').set({ hour: 19 });
    timeline.heading(`${inWords(evening)}: everybody says once how their weeks are`);
    // Nothing is to be sent then.
    await stage.goTo(evening, 'after');
    await Promise.all(club.people.map((person) => club.introduce(person)));
    for (const { name, pings, story } of club.people) {
      timeline.say(name, `${story}${pings || name === 'Jan' ? '' : '; no pings'}`);
    }
    await club.types('Ana', 'promote standing set', {
      days: SESSION_DAYS.join(' '),
      include_available: true,
    });
    timeline.say('Ana', `/promote standing set days:${SESSION_DAYS.join(' ')}`, 'good');
    timeline.say('Muster', 'will send the pings by itself then, if enough want to play', 'good');
  }

  /** An evening that nobody has to think of. */
  async #tuesday(): Promise<void> {
    const { club, timeline } = this.stage;
    await this.#at('Tuesday', { hour: 10 }, 'the board');
    const board = await club.posted(/Looking/, this.#today);
    timeline.say('Muster', 'posts today’s board in #club; weekly answers count already:', 'good');
    this.#show(board);
    await this.#saysOnBoard(board);

    await this.#at('Tuesday', { hour: 18 }, 'the question');
    await this.#answersTheQuestion(true);

    await this.#at('Tuesday', { hour: 20, minute: 15 }, 'half an hour before the pings');
    const [proposal] = await this.#proposals();
    timeline.say('Muster', 'tells the promoters, Ana and Dan:', 'good');
    this.#show(proposal);
    timeline.say('Promoters', 'say nothing, so it goes on');

    await this.#at('Tuesday', { hour: 20, minute: 45 }, 'the reminder, by itself');
    await this.#jobReaches('reminder');
    await this.#reacts('Cene', 'reminder', 'Coming');
    await this.#reacts('Gal', 'reminder', 'Coming');
    await this.#reacts(LATE, 'reminder', '10 min later');
    await this.#reacts(DROPS_OUT, 'reminder', 'Not tonight');
    await club.types('Ana', 'promote more', { count: 1 });
    timeline.say('Ana', '/promote more count:1, for Bor dropped out', 'good');
    await this.stage.hears('send_settled', (line) => line['jobType'] === 'one_more');
    timeline.say('Muster', 'asks Nika, who is a maybe, whether she steps in', 'good');
    await this.#reacts('Nika', 'one_more', 'Coming');
    await this.#plays('Tuesday', { hour: 21 }, [FORGETS, DROPS_OUT, LATE, 'Filip', 'Dan']);
  }

  /** A promoter says no. */
  async #thursday(): Promise<void> {
    const { club, timeline, discord } = this.stage;
    await this.#at('Thursday', { hour: 18 }, 'the question');
    await this.#answersTheQuestion(false);

    await this.#at('Thursday', { hour: 20, minute: 15 }, 'half an hour before the pings');
    const [, proposal] = await this.#proposals();
    timeline.say('Muster', 'tells Ana and Dan that the pings go out at 20:45', 'good');
    await discord.press(club.named('Dan').id, proposal, messages.standingCampaigns.stop);
    const stopped = (): boolean => proposal.text() === messages.standingCampaigns.stopped;
    await discord.waitUntil(stopped, 'the pings to be stopped', 20_000);
    timeline.say('Dan', 'presses “Stop”: there is a match on TV', 'attention');

    await this.#at('Thursday', { hour: 20, minute: 45 }, 'nothing goes out');
    await this.stage.livesPast(this.#dateOf('Thursday').set({ hour: 20, minute: 45 }));
    const shown = await club.types('Ana', 'promote standing show');
    timeline.say('Ana', '/promote standing show', 'good');
    const why = messages.standingCampaigns.notOut('stopped', 'Dan');
    timeline.frame(shownIn(why, timeline.zone));
    if (!shown.text().includes(why)) throw new Error(`Ana reads: ${shown.text()}`);
    this.#ends('Thursday', 'stopped');
  }

  /** The pings are out, and then it does not take place. */
  async #saturday(): Promise<void> {
    const { club, timeline, discord } = this.stage;
    await this.#at('Saturday', { hour: 18 }, 'the question');
    await this.#answersTheQuestion(false);
    await this.#at('Saturday', { hour: 20, minute: 15 }, 'half an hour before the pings');
    await this.#proposals();
    timeline.say('Muster', 'tells Ana and Dan; nobody says no', 'good');
    await this.#at('Saturday', { hour: 20, minute: 45 }, 'the reminder, by itself');
    await this.#jobReaches('reminder');
    timeline.say('Hana', 'wants at most two pings in seven days, and had them on Tuesday: none', 'good');
    const question = await club.types('Ana', 'promote cancel');
    timeline.say('Ana', '/promote cancel: the game’s servers are down', 'attention');
    this.#show(question);
    const [{ label } = { label: '' }] = question.buttons();
    await discord.press(club.named('Ana').id, question, label);
    timeline.say('Ana', `presses “${label}”`, 'attention');
    await this.#jobReaches('call_off');
    this.#ends('Saturday', 'called off');
  }

  /** Another one by itself, with somebody who is back. */
  async #sunday(): Promise<void> {
    const { timeline } = this.stage;
    await this.#at('Sunday', { hour: 18 }, 'the question');
    await this.#answersTheQuestion(false);
    await this.#at('Sunday', { hour: 19, minute: 15 }, 'half an hour before the pings');
    await this.#proposals();
    timeline.say('Muster', 'tells Ana and Dan; nobody says no', 'good');
    await this.#at('Sunday', { hour: 19, minute: 45 }, 'the reminder, by itself');
    await this.#jobReaches('reminder');
    timeline.say('Filip', 'is back, and pinged: his weekly answer counts again', 'good');
    await this.#reacts('Filip', 'reminder', 'Coming');
    await this.#plays('Sunday', { hour: 20 }, ['Dan', 'Nika']);
  }

  /** The start, who comes to it, the follow-up and the summary. */
  async #plays(day: Day, at: { hour: number }, stayAway: readonly string[]): Promise<void> {
    const { club, timeline, discord } = this.stage;
    await this.#at(day, at, 'the start');
    await this.#jobReaches('start');
    const come = club.people.filter(({ name }) => !stayAway.includes(name));
    for (const person of come) club.joinsVoice(person);
    timeline.say('Players', `come to voice: ${namesOf(come)}`, 'good');
    // The follow-up itself goes on until whoever said that they come later has had their time.
    await this.stage.hears('summary_settled');
    const nudged = this.#tellWhom('follow_up');
    for (const person of [...nudged, ...(stayAway.includes(LATE) ? [club.named(LATE)] : [])]) {
      club.joinsVoice(person);
      come.push(person);
      timeline.say(person.name, person.name === LATE ? 'joins voice, later as said' : 'joins voice', 'good');
    }
    const summary = discord.messagesIn(club.clubId).at(-1);
    timeline.say('Muster', 'posts in #club how it went, without names:', 'good');
    if (summary) this.#show(summary);
    const came = discord.world.voice.size;
    for (const person of come) club.leavesVoice(person);
    this.#ends(day, 'played', came);
  }

  /** Who wants to be asked is asked, says that they look, and with Eva's condition it is on. */
  async #answersTheQuestion(inDetail: boolean): Promise<void> {
    const { club, timeline } = this.stage;
    const asked = await this.#jobReaches('question');
    if (inDetail) this.#show(await club.newest('Cene', 'question', this.#today));
    else await this.#saysOnBoard(await club.posted(/Looking/, this.#today));
    for (const { name, inIf } of club.people) {
      if (!inIf) continue;
      await club.types(name, 'availability set', { status: 'MAYBE', if_at_least: inIf });
      timeline.say(name, `/availability set: in if ${inIf} are`);
    }
    for (const person of asked) {
      const how = await club.answersQuestion(person, 'LOOKING');
      if (inDetail) timeline.say(person.name, how, 'good');
    }
    if (!inDetail) timeline.say('Players', `answer that they look: ${namesOf(asked)}`, 'good');
    const tidings = await club.posted(/It’s on/, this.#today);
    timeline.say('Muster', `posts in #club: ${shownIn(tidings.content, timeline.zone)}`, 'good');
    const told = await this.#jobReaches('ready');
    if (told.some(({ inIf }) => inIf)) {
      timeline.say('Eva', 'is in by her condition, and reads so', 'good');
    }
  }

  /** What Ana and Dan, who may say no, are told. */
  #proposals(): Promise<[StoredMessage, StoredMessage]> {
    const { club } = this.stage;
    return Promise.all([
      club.newest('Ana', 'proposal', this.#today),
      club.newest('Dan', 'proposal', this.#today),
    ]);
  }

  async #saysOnBoard(board: StoredMessage): Promise<void> {
    const { club, timeline } = this.stage;
    const answering = club.people.filter(({ onBoard }) => onBoard);
    for (const person of answering) await club.answersBoard(person, board, 'LOOKING');
    timeline.say('Players', `press “Looking” on the board: ${namesOf(answering)}`, 'good');
  }

  async #reacts(name: string, kind: Kind, press: Press): Promise<void> {
    const { club, timeline } = this.stage;
    const how = await club.reacts(club.named(name), kind, press);
    timeline.say(name, how, press === 'Not tonight' ? 'attention' : 'good');
  }

  /** Waits for a job's end, and says whom it reached. */
  async #jobReaches(jobType: Kind): Promise<Clubber[]> {
    await this.stage.hears('job_finished', (line) => line['jobType'] === jobType);
    return this.#tellWhom(jobType);
  }

  /** Says whom a job has reached so far. */
  #tellWhom(jobType: Kind): Clubber[] {
    const { club, timeline } = this.stage;
    const ids = this.stage.reachedBy(jobType);
    const reached = club.people.filter(({ id }) => ids.includes(id));
    const words = reached.map(({ name, phone = '' }) =>
      phone === '' ? name : `${name} (${phone === 'signal' ? 'Signal' : 'Telegram'})`,
    );
    const who = words.length === 0 ? 'nobody needs it' : `to ${words.length}: ${listed(words)}`;
    timeline.say('Muster', `${JOBS[jobType] ?? jobType}, ${who}`, 'good');
    return reached;
  }

  /** Goes on to a moment of the week. */
  async #at(day: Day, time: { hour: number; minute?: number }, what: string): Promise<void> {
    const moment = this.#dateOf(day).set(time);
    this.stage.timeline.heading(`${inWords(moment)}: ${what}`);
    await this.stage.goTo(moment);
  }

  #dateOf(day: Day): DateTime {
    return this.monday.plus({ days: DAYS.indexOf(day) });
  }

  /** When today began, in milliseconds since the epoch. */
  get #today(): number {
    const { clock, timeline } = this.stage;
    return DateTime.fromMillis(clock.now(), { zone: timeline.zone }).startOf('day').toMillis();
  }

  #ends(day: Day, end: WeekEvening['end'], came = 0): void {
    this.#evenings.push({ day, date: this.#dateOf(day).toISODate() ?? '', end, came });
  }

  /** A message as its reader's Discord would show it. */
  #show(message: StoredMessage): void {
    const { timeline } = this.stage;
    timeline.frame(shownIn(message.text(), timeline.zone));
    const buttons = message.buttons().map(({ label }) => `[${label}]`);
    if (buttons.length > 0) timeline.frame(buttons.join(' '));
  }

  /** The week in numbers, by the lists of Discord, Telegram and Signal; whether everything held. */
  #close(): boolean {
    const { club, timeline, sent } = this.stage;
    const received = club.people.flatMap((person) => club.received(person));
    timeline.heading('The week in numbers: what Discord, Telegram and Signal have delivered');
    const evenings = this.#evenings;
    const rows = club.people.map(({ name }) => {
      const theirs = received.filter((one) => one.name === name);
      const on = ({ date }: WeekEvening): string => {
        const calls = theirs.filter((one) => one.date === date && CALLS.includes(one.kind)).length;
        const others = theirs.filter((one) => one.date === date).length - calls;
        return calls + others === 0 ? '–' : `${calls} + ${others}`;
      };
      return [name, ...evenings.map(on), String(theirs.length)];
    });
    const all = (end: WeekEvening): string => (end.end === 'played' ? `${end.came} came` : end.end);
    timeline.block([
      ...table(
        ['player', ...evenings.map(({ day }) => day), 'messages'],
        [...rows, ['', ...evenings.map(all), String(received.length)]],
      ),
      '(pings + others: the question, that it is on, what promoters may stop)',
      '',
    ]);
    const dates = evenings.map(({ date }) => date);
    const verdicts = verdictsOn({
      evenings,
      received,
      sent,
      enough: ENOUGH,
      mostAnEvening: MOST_AN_EVENING,
      wishes: [
        { name: 'Jan', wish: 'wants no messages', of: 'message', dates, most: 0 },
        { name: 'Dan', wish: 'wants no pings', of: 'ping', dates, most: 0 },
        {
          name: 'Filip',
          wish: 'was away until Saturday',
          of: 'message',
          dates: dates.slice(0, 3),
          most: 0,
        },
        { name: 'Hana', wish: 'wants two pings at most in seven days', of: 'ping', dates, most: 2 },
      ],
    });
    for (const { held, words } of verdicts) timeline.block([`${held ? '  ✓' : 'NOT SO:'} ${words}`]);
    return verdicts.every(({ held }) => held);
  }
}

/** "Tuesday 8 December, 10:00" */
function inWords(moment: DateTime): string {
  return moment.toFormat('cccc d LLLL, HH:mm', { locale: 'en' });
}

function namesOf(people: readonly { name: string }[]): string {
  return listed(people.map(({ name }) => name));
}

/** "Ana, Bor, and Cene" */
function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
