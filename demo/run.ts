import { carryOnUnread } from '../src/cli/unread.js';
import { buildPages } from './pages.js';
import { BY_HAND, Play, WATCHED } from './play.js';
import { Timeline } from './timeline.js';
import { zoneOfTonight } from './zone-of-tonight.js';

const stay = process.argv.includes('--stay');

async function main(): Promise<void> {
  carryOnUnread();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const opening = open(print);
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
    await (stay ? play.stay() : play.run());
    print('');
    print('The database, with every send in it:');
    print(`  ${play.database}`);
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

await main();
