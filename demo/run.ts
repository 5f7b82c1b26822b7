import { parseArgs } from 'node:util';
import { carryOnUnread } from '../src/cli/unread.js';
import { buildPages } from './pages.js';
import { BY_HAND, Play, WATCHED } from './play.js';
import { missingServers, MOST_HOSTS, SeveralHosts } from './several-hosts.js';
import { Timeline } from './timeline.js';
import { Week } from './week/week.js';
import { WeekClock } from './week/week-clock.js';
import { zoneOfTonight } from './zone-of-tonight.js';

/** Where the week's club is. */
const ZONE_OF_THE_WEEK = 'Europe/Ljubljana';

const { stay, processes, week } = options();

async function main(): Promise<void> {
  carryOnUnread();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const missing = processes > 1 ? missingServers() : null;
  if (missing !== null) {
    print(missing);
    process.exitCode = 1;
    return;
  }
  const opening = week ? openWeek(print) : processes > 1 ? openHosts(print) : open(print);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      // By hand, Ctrl-C is how it ends.
      const code = stay ? 0 : 130;
      void opening.then((play) => play.end()).then(() => process.exit(code));
    });
  }
  const play = await opening;
  try {
    const held = await (stay && play instanceof Play ? play.stay() : play.run());
    if (held === false) process.exitCode = 1;
    print('');
    if (!(play instanceof SeveralHosts)) {
      print('The database, with every send in it:');
      print(`  ${play.database}`);
    }
    print('To set Muster up for your own server: README.md, or npm run setup');
  } catch (error) {
    // What was under way when it was stopped came to nothing, as asked.
    if (!stopping.signal.aborted) throw error;
  } finally {
    await play.end();
  }
}

async function open(print: (line: string) => void): Promise<Play> {
  buildPages();
  // By hand, an evening may be put off again and again.
  const timeline = new Timeline(zoneOfTonight(stay ? 120 : 5), process.stdout.isTTY, print);
  return Play.open(timeline, stay ? BY_HAND : WATCHED);
}

function openHosts(print: (line: string) => void): Promise<SeveralHosts> {
  return SeveralHosts.open(new Timeline(zoneOfTonight(5), process.stdout.isTTY, print), processes);
}

function openWeek(print: (line: string) => void): Promise<Week> {
  const clock = new WeekClock();
  return Week.open(new Timeline(ZONE_OF_THE_WEEK, process.stdout.isTTY, print, clock.now), clock);
}

/**
 * `--stay` leaves the evening to whoever opens the page; `--processes 3` plays it on so many hosts, two of which die;
 * `--week` plays a week.
 */
function options(): { stay: boolean; processes: number; week: boolean } {
  const { values } = parseArgs({
    options: { stay: { type: 'boolean' }, processes: { type: 'string' }, week: { type: 'boolean' } },
  });
  const { stay = false, week = false, processes = '1' } = values;
  const count = Number(processes);
  const isNumber = Number.isInteger(count) && count >= 1 && count <= MOST_HOSTS;
  if (!isNumber || [stay, week, count > 1].filter(Boolean).length > 1) {
    process.stderr.write(
      `--processes takes a number from 2 to ${MOST_HOSTS}; --stay, --week and --processes each go alone.\n`,
    );
    process.exit(64);
  }
  return { stay, processes: count, week };
}

await main();
