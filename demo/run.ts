import { Play } from './play.js';
import { Timeline } from './timeline.js';
import { zoneOfTonight } from './zone-of-tonight.js';

const stay = process.argv.includes('--stay');

async function main(): Promise<void> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const timeline = new Timeline(zoneOfTonight(), process.stdout.isTTY, print);
  const play = await Play.open(timeline);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void play.end().then(() => process.exit(130)));
  }
  try {
    await play.run();
    timeline.block(['', `The database, with every send in it: ${play.database}`]);
    if (stay) {
      timeline.block([`Muster keeps running against ${play.discord.url}. Ctrl-C ends it.`]);
      await play.bot.exited;
    }
  } finally {
    await play.end();
  }
}

await main();
