import { parseArgs } from 'node:util';
import { carryOnUnread } from '../src/cli/unread.js';
import { buildPages } from './pages.js';
import { BY_HAND, Play, WATCHED } from './play.js';
import { missingServers, MOST_HOSTS, SeveralHosts } from './several-hosts.js';
import { Timeline } from './timeline.js';
import { zoneOfTonight } from './zone-of-tonight.js';

const { stay, processes } = options();

async function main(): Promise<void> {
  carryOnUnread();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const missing = processes > 1 ? missingServers() : null;
  if (missing !== null) {
    print(missing);
    process.exitCode = 1;
    return;
  }
  const opening = processes > 1 ? openHosts(print) : open(print);
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
    await (stay && play instanceof Play ? play.stay() : play.run());
    print('');
    if (play instanceof Play) {
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

/** `--stay` leaves the evening to whoever opens the page; `--processes 3` plays it on so many hosts, two of which die. */
function options(): { stay: boolean; processes: number } {
  const { values } = parseArgs({ options: { stay: { type: 'boolean' }, processes: { type: 'string' } } });
  const count = Number(values.processes ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > MOST_HOSTS || (count > 1 && values.stay)) {
    process.stderr.write(
      `--processes takes a number from 2 to ${MOST_HOSTS}, and not together with --stay.\n`,
    );
    process.exit(64);
  }
  return { stay: values.stay ?? false, processes: count };
}

await main();
