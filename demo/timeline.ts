import { DateTime } from 'luxon';
import { wrapped } from '../src/config/wrapped.js';
import type { LogLine } from './bot-process.js';

const DIM = '\u001b[2m';
const BOLD = '\u001b[1m';
const GREEN = '\u001b[32m';
const YELLOW = '\u001b[33m';
const RED = '\u001b[31m';
const CYAN = '\u001b[36m';
const RESET = '\u001b[0m';

/** How many letters a line has at most: what terminals have by default. What can't be broken, such as a path, may go on. */
const WIDTH = 80;
/** Where the text of a line begins, after the time and who it is about. */
const INDENT = 20;

const REASONS: Readonly<Record<string, string>> = {
  quiet_hours: 'quiet hours',
  not_opted_in: 'pings off',
  not_playing: 'not playing tonight',
  left_guild: 'left the server',
  channel_closed: 'their DMs are closed',
  dm_closed: 'their DMs are closed',
  will_retry: 'tried again soon',
  rate_limited: 'Discord said 429',
  present: 'there already',
  not_called: 'got no start ping',
};

/** What jobs are called, where that is not their name. */
const JOBS: Readonly<Record<string, string>> = {
  start: 'start ping',
  follow_up: 'follow-up',
  one_more: 'standby ping',
};

/** The demo's live story on the terminal: one line for each thing that happens, in words. */
export class Timeline {
  readonly lines: string[] = [];
  readonly #started = new Set<string>();

  constructor(
    readonly zone: string,
    private readonly colour: boolean,
    private readonly print: (line: string) => void,
    /** What time it is, in milliseconds since the epoch. */
    private readonly now: () => number = Date.now,
  ) {}

  /** A line of the story. */
  say(who: string, what: string, tone: 'plain' | 'good' | 'attention' | 'bad' = 'plain'): void {
    const time = DateTime.fromMillis(this.now(), { zone: this.zone }).toFormat('HH:mm:ss');
    const mark = { plain: CYAN, good: GREEN, attention: YELLOW, bad: RED }[tone];
    const [first = '', ...more] = wrapped(what, WIDTH - INDENT);
    this.#out(`${DIM}${time}${RESET}  ${BOLD}${who.padEnd(9)}${RESET} ${mark}${first}${RESET}`);
    for (const line of more) this.#out(`${' '.repeat(INDENT)}${mark}${line}${RESET}`);
  }

  /** A heading between the parts of the story. */
  heading(text: string): void {
    this.#out('');
    for (const line of wrapped(text, WIDTH)) this.#out(`${BOLD}${line}${RESET}`);
  }

  /** Lines without a time, such as the closing table. */
  block(lines: readonly string[]): void {
    for (const line of lines) this.#out(line);
  }

  /** A message as somebody reads it, in a frame. */
  frame(text: string): void {
    const edge = `${' '.repeat(12)}│ `;
    for (const line of text.split('\n')) {
      for (const part of line === '' ? [''] : wrapped(line, WIDTH - edge.length))
        this.#out(`${edge}${part}`.trimEnd());
    }
  }

  /** Tells what the bot's log tells. `nameOf` words Discord ids. */
  tell(line: LogLine, nameOf: (userId: string) => string): void {
    switch (line.event) {
      case 'job_started':
        this.say(
          'Muster',
          this.#started.has(String(line['jobId']))
            ? `the ${job(line)} goes on with those it had to wait for`
            : `the ${job(line)} goes out${lateness(line)}`,
        );
        this.#started.add(String(line['jobId']));
        return;
      case 'send_settled':
        this.#tellSend(line, nameOf(String(line['userId'])));
        return;
      case 'job_finished':
        this.say('Muster', `the ${job(line)} is done: ${counted(line['counts'])}`);
        return;
      case 'system_campaign_started':
        this.say(
          'Muster',
          line['kind'] === 'question'
            ? `asks ${String(line['recipients'])} players who have said nothing yet`
            : `tells ${String(line['recipients'])} who want to know that it is on`,
          'good',
        );
        return;
      case 'campaign_created':
        this.say('Muster', `has scheduled tonight’s pings for ${String(line['recipients'])} players`, 'good');
        return;
      case 'background_error':
      case 'job_error':
        this.say('Muster', line.msg, 'bad');
        return;
      case 'promotions_paused':
      case 'promotions_resumed':
      case 'campaign_cancelled':
      case 'waiting_for_discord':
        this.say('Muster', line.msg);
        return;
      default:
      // The rest of the log is not part of the story.
    }
  }

  #tellSend(line: LogLine, name: string): void {
    const why = [line['reason'], line['code']]
      .filter((code) => typeof code === 'string')
      .map((code) => REASONS[code] ?? code.replaceAll('_', ' '));
    const because = why.length > 0 ? `: ${[...new Set(why)].join(', ')}` : '';
    const what = `${job(line)} ${String(line['outcome'])}${because}`;
    const tone = { sent: 'good', skipped: 'attention', retry: 'attention' }[String(line['outcome'])] ?? 'bad';
    this.say(name, what, tone as 'good');
  }

  #out(line: string): void {
    const plain = line.replaceAll(/\u001b\[\d+m/g, '');
    this.lines.push(plain);
    this.print(this.colour ? line : plain);
  }
}

/** "9 sent, 1 failed": what there was none of is left out. */
function counted(counts: unknown): string {
  const told = Object.entries(counts as Readonly<Record<string, number>>).filter(([, count]) => count > 0);
  return told.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'nobody was left';
}

/** How punctual it is, where it has a moment that people count on. */
function lateness(line: LogLine): string {
  return ['question', 'one_more'].includes(String(line['jobType']))
    ? ''
    : `, ${String(line['lateMs'])} ms after its moment`;
}

function job(line: LogLine): string {
  const jobType = String(line['jobType']);
  return JOBS[jobType] ?? jobType;
}

/** A table with a heading, padded to its widest cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
}
