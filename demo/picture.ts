/**
 * Plays the demo and draws a good evening as docs/img/campaign.svg: a player's direct messages, and the summary with its
 * picture, all as they were captured. Run it with `npx tsx demo/picture.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import type { StoredMessage } from './discord/stored-message.js';
import type { Evening } from './evening.js';
import { Play } from './play.js';
import { Timeline } from './timeline.js';

const FILE = fileURLToPath(new URL('../docs/img/campaign.svg', import.meta.url));
const WIDTH = 900;
const GAP = 20;
const CARD = (WIDTH - GAP) / 2;
const PAD = 16;
const LINE = 19;
/** What is higher is not seen whole beside the README's first words, in pixels. */
const MOST_HEIGHT = 500;

const SANS = "'gg sans','Noto Sans','Helvetica Neue',Helvetica,Arial,sans-serif";
const COLOUR = {
  page: '#313338',
  edge: '#4e5058',
  text: '#dbdee1',
  strong: '#f2f3f5',
  dim: '#a3a6aa',
  app: '#5865f2',
  button: '#4e5058',
} as const;
/** A zone in which it is evening now, so that the picture's times look like one. */
function eveningZone(): string {
  const zones = Array.from({ length: 24 }, (_, hour) => `Etc/GMT${hour < 12 ? '+' : '-'}${hour % 12}`);
  return zones.find((zone) => DateTime.now().setZone(zone).plus({ minutes: 1 }).hour === 20) ?? 'UTC';
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Bold as Discord's client shows it; the text is escaped already. */
const marked = (text: string): string =>
  text.replaceAll(/\*\*([^*]+)\*\*/g, '<tspan font-weight="600">$1</tspan>');

/** Timestamps as Discord's client shows them to somebody in `zone`. */
function readable(text: string, zone: string): string {
  const relative = (at: DateTime): string => at.toRelative({ locale: 'en' }) ?? '';
  return text.replaceAll(/<t:(\d+):(\w)>/g, (_, seconds: string, style: string) => {
    const at = DateTime.fromSeconds(Number(seconds), { zone });
    return style === 'R' ? relative(at) : at.toFormat('HH:mm');
  });
}

/** Lines of at most `max` characters, broken between words. */
function wrapped(text: string, max: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > max) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

/** Collects shapes from top to bottom. */
class Column {
  readonly shapes: string[] = [];

  constructor(
    readonly x: number,
    public y: number,
  ) {}

  text(
    content: string,
    look: { size?: number; fill?: string; bold?: boolean; dx?: number; line?: number } = {},
  ): void {
    const { size = 14, fill = COLOUR.text, bold = false, dx = 0, line = LINE } = look;
    this.y += line;
    const weight = bold ? ' font-weight="600"' : '';
    this.shapes.push(
      `<text x="${this.x + dx}" y="${this.y - 5}" font-size="${size}" fill="${fill}"${weight}>${marked(escaped(content))}</text>`,
    );
  }

  rect(at: { x: number; y: number; width: number; height: number; fill: string; radius?: number }): string {
    return `<rect x="${at.x}" y="${at.y}" width="${at.width}" height="${at.height}" rx="${at.radius ?? 0}" fill="${at.fill}"/>`;
  }

  /** Who wrote the message, as Discord shows an app. */
  author(label: string): void {
    this.shapes.push(
      `<circle cx="${this.x + 16}" cy="${this.y + 16}" r="16" fill="${COLOUR.app}"/>`,
      `<text x="${this.x + 16}" y="${this.y + 21.5}" font-size="16" font-weight="700" fill="#fff" text-anchor="middle">M</text>`,
      `<text x="${this.x + 42}" y="${this.y + 21}" font-size="15" font-weight="600" fill="${COLOUR.strong}">Muster</text>`,
      this.rect({ x: this.x + 108, y: this.y + 8, width: 34, height: 16, fill: COLOUR.app, radius: 4 }),
      `<text x="${this.x + 125}" y="${this.y + 20}" font-size="10.5" font-weight="600" fill="#fff" text-anchor="middle">APP</text>`,
      `<text x="${this.x + 150}" y="${this.y + 21}" font-size="12" fill="${COLOUR.dim}">${escaped(label)}</text>`,
    );
    this.y += 40;
  }
}

interface Drawn {
  readonly shapes: string;
  readonly height: number;
}

/** A frame with what is in it; `height` may be more than the content needs. */
function framed(x: number, y: number, width: number, height: number, fill: string, shapes: string): string {
  return (
    `<rect x="${x + 0.5}" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="10" fill="${fill}" stroke="${COLOUR.edge}"/>` +
    shapes
  );
}

/** A player's direct messages, one under the other, each with its buttons. */
function directMessages(messages: readonly StoredMessage[], zone: string, x: number): Drawn {
  const column = new Column(x + PAD, PAD);
  for (const [index, message] of messages.entries()) {
    if (index > 0) column.y += 22;
    column.author(DateTime.fromMillis(message.createdAt, { zone }).toFormat('HH:mm:ss'));
    for (const line of wrapped(readable(message.content, zone), 56)) column.text(line);
    column.y += 10;
    let left = x + PAD;
    for (const { label } of message.buttons()) {
      const width = label.length * 7.6 + 28;
      // Discord goes on in the next line, too.
      if (left + width > x + CARD - PAD) {
        left = x + PAD;
        column.y += 40;
      }
      column.shapes.push(
        column.rect({ x: left, y: column.y, width, height: 32, fill: COLOUR.button, radius: 6 }),
        `<text x="${left + width / 2}" y="${column.y + 21}" font-size="14" font-weight="500" fill="${COLOUR.strong}" text-anchor="middle">${escaped(label)}</text>`,
      );
      left += width + 8;
    }
    column.y += 32;
  }
  return { shapes: column.shapes.join('\n'), height: column.y + PAD };
}

/** What everybody reads in the channel after the follow-up, with the picture under it. */
function summaryMessage({ text, picture }: Evening['summary'], zone: string, at: number, x: number): Drawn {
  const column = new Column(x + PAD, PAD);
  column.author(`#club · ${DateTime.fromMillis(at, { zone }).toFormat('HH:mm:ss')}`);
  for (const line of wrapped(readable(text, zone), 56)) column.text(line);
  column.y += 10;
  // Bytes 16 to 23 of a PNG are its width and height.
  const width = CARD - 2 * PAD;
  const height = (width * picture.readUInt32BE(20)) / picture.readUInt32BE(16);
  column.shapes.push(
    `<image x="${x + PAD}" y="${column.y}" width="${width}" height="${height}" href="data:image/png;base64,${picture.toString('base64')}"/>`,
  );
  column.y += height;
  return { shapes: column.shapes.join('\n'), height: column.y + PAD };
}

function drawing({ evening }: Play, zone: string): string {
  const dms = directMessages(evening.dmsTo('Cene').slice(0, 1), zone, 0);
  const summary = summaryMessage(evening.summary, zone, Date.now(), CARD + GAP);
  const height = Math.ceil(Math.max(dms.height, summary.height));
  if (height > MOST_HEIGHT) throw new Error(`the picture is ${height} px high: nobody would see it whole`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${SANS}" role="img">`,
    '<title>One evening with Muster: a player’s reminder, and the summary with its picture</title>',
    framed(0, 0, CARD, height, COLOUR.page, dms.shapes),
    framed(CARD + GAP, 0, CARD, height, COLOUR.page, summary.shapes),
    '</svg>\n',
  ].join('\n');
}

async function main(): Promise<void> {
  const zone = eveningZone();
  const timeline = new Timeline(zone, true, (line) => void process.stdout.write(`${line}\n`));
  const play = await Play.open(timeline);
  try {
    await play.run();
    mkdirSync(fileURLToPath(new URL('../docs/img', import.meta.url)), { recursive: true });
    writeFileSync(FILE, drawing(play, zone));
    process.stdout.write(`Drawn: ${FILE}\n`);
  } finally {
    await play.end();
  }
}

await main();
