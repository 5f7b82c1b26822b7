/**
 * Plays the demo and draws what came of it as docs/img/campaign.svg: the promoter's message, one player's direct
 * message, and the demo's own lines, all as they were captured. Run it with `npx tsx demo/picture.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import type { StoredMessage } from './discord/stored-message.js';
import { Play } from './play.js';
import { Timeline } from './timeline.js';

const FILE = fileURLToPath(new URL('../docs/img/campaign.svg', import.meta.url));
const WIDTH = 900;
const GAP = 20;
const CARD = (WIDTH - GAP) / 2;
const PAD = 16;
const LINE = 19;
const TERMINAL_LINE = 17.5;

const SANS = "'gg sans','Noto Sans','Helvetica Neue',Helvetica,Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const COLOUR = {
  page: '#313338',
  edge: '#4e5058',
  embed: '#2b2d31',
  text: '#dbdee1',
  strong: '#f2f3f5',
  dim: '#a3a6aa',
  app: '#5865f2',
  button: '#4e5058',
  done: '#c4c9ce',
  toDo: '#4e5058',
  terminal: '#1e1f22',
} as const;
/** The terminal's colours, by their ANSI codes; 1 is bold. */
const ANSI: Readonly<Record<string, string>> = {
  '2': '#8a8f98',
  '31': '#f47067',
  '32': '#6bc46d',
  '33': '#daaa3f',
  '36': '#76c7d6',
};

/** A zone in which it is evening now, so that the picture's times look like one. */
function eveningZone(): string {
  const zones = Array.from({ length: 24 }, (_, hour) => `Etc/GMT${hour < 12 ? '+' : '-'}${hour % 12}`);
  return zones.find((zone) => DateTime.now().setZone(zone).plus({ minutes: 1 }).hour === 20) ?? 'UTC';
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

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
      `<text x="${this.x + dx}" y="${this.y - 5}" font-size="${size}" fill="${fill}"${weight}>${escaped(content)}</text>`,
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

  /** A line of an embed; a bar at its beginning is drawn, for few fonts have its signs. */
  barred(line: string): void {
    const [, bar = '', rest = line] = /^([▰▱]+) (.*)$/u.exec(line) ?? [];
    this.text(rest, { dx: bar === '' ? 0 : bar.length * 11 + 8, fill: COLOUR.text });
    for (const [index, sign] of [...bar].entries()) {
      const fill = sign === '▰' ? COLOUR.done : COLOUR.toDo;
      this.shapes.push(
        this.rect({ x: this.x + index * 11, y: this.y - 14, width: 9, height: 8, fill, radius: 2 }),
      );
    }
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

/** The message a promoter confirmed on: its first embed. */
function campaignCard(message: StoredMessage, zone: string, x: number): Drawn {
  const column = new Column(x + PAD, PAD);
  column.author('Only you can see this');
  const embed = message.embeds[0];
  if (!embed) throw new Error('the promoter’s message has no embed');
  const top = column.y;
  const inner = new Column(x + PAD + 18, top + 10);
  inner.text(embed.title ?? '', { size: 16, bold: true, fill: COLOUR.strong, line: 22 });
  for (const line of wrapped(readable(embed.description ?? '', zone), 50)) inner.text(line);
  for (const { name, value } of embed.fields ?? []) {
    inner.y += 9;
    inner.text(readable(name, zone), { bold: true, fill: COLOUR.strong });
    for (const line of readable(value, zone).split('\n')) inner.barred(line);
  }
  inner.y += 7;
  inner.text(embed.footer?.text ?? '', { size: 11.5, fill: COLOUR.dim });
  const bottom = inner.y + 10;
  const colour = `#${Number(embed['color'] ?? 0)
    .toString(16)
    .padStart(6, '0')}`;
  const box = column.rect({
    x: x + PAD,
    y: top,
    width: CARD - 2 * PAD,
    height: bottom - top,
    fill: COLOUR.embed,
    radius: 4,
  });
  const stripe = column.rect({
    x: x + PAD,
    y: top,
    width: 4,
    height: bottom - top,
    fill: colour,
    radius: 2,
  });
  return {
    shapes: [...column.shapes, box, stripe, ...inner.shapes].join('\n'),
    height: bottom + PAD,
  };
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

/** A coloured line of the terminal as text spans. */
function spans(line: string): string {
  let colour = '';
  let bold = false;
  const parts: string[] = [];
  for (const part of line.split(/(\u001b\[\d+m)/u)) {
    const code = /^\u001b\[(\d+)m$/u.exec(part)?.[1];
    if (code === undefined) {
      const look = `${colour ? ` fill="${colour}"` : ''}${bold ? ' font-weight="700"' : ''}`;
      if (part !== '') parts.push(look === '' ? escaped(part) : `<tspan${look}>${escaped(part)}</tspan>`);
    } else if (code === '0') [colour, bold] = ['', false];
    else if (code === '1') bold = true;
    else colour = ANSI[code] ?? '';
  }
  return parts.join('');
}

const plain = (line: string): string => line.replaceAll(/\u001b\[\d+m/gu, '');

/** What the terminal told from the promotion on, without the framed messages and ids. */
function keyLines(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => plain(line).startsWith('Ana promotes'));
  const to = lines.findIndex((line) => plain(line).startsWith('Who was called'));
  return lines.slice(from, to).filter((line) => {
    const text = plain(line);
    return !text.includes('│') && !/[0-9a-f]{8}-[0-9a-f]{4}/.test(text) && !text.endsWith('confirmed on:');
  });
}

function terminal(lines: readonly string[], top: number): Drawn {
  const shapes: string[] = [];
  let y = top + PAD;
  for (const line of lines) {
    y += plain(line) === '' ? TERMINAL_LINE / 2 : TERMINAL_LINE;
    if (plain(line) === '') continue;
    shapes.push(
      `<text x="${PAD}" y="${y - 4}" font-size="12.5" font-family="${MONO}" fill="${COLOUR.text}" xml:space="preserve">${spans(line)}</text>`,
    );
  }
  return { shapes: shapes.join('\n'), height: y + PAD - top };
}

function picture(play: Play, zone: string, lines: readonly string[]): string {
  const card = campaignCard(play.evening.card, zone, 0);
  const dms = directMessages(play.evening.dmsTo('Cene'), zone, CARD + GAP);
  const top = Math.max(card.height, dms.height);
  const story = terminal(keyLines(lines), top + GAP);
  const height = top + GAP + story.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${SANS}" role="img">`,
    '<title>One evening with Muster: the promoter’s message, a player’s direct messages, and what happened</title>',
    framed(0, 0, CARD, top, COLOUR.page, card.shapes),
    framed(CARD + GAP, 0, CARD, top, COLOUR.page, dms.shapes),
    framed(0, top + GAP, WIDTH, story.height, COLOUR.terminal, story.shapes),
    '</svg>\n',
  ].join('\n');
}

async function main(): Promise<void> {
  const zone = eveningZone();
  const lines: string[] = [];
  const timeline = new Timeline(zone, true, (line) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  });
  const play = await Play.open(timeline);
  try {
    await play.run();
    mkdirSync(fileURLToPath(new URL('../docs/img', import.meta.url)), { recursive: true });
    writeFileSync(FILE, picture(play, zone, lines));
    process.stdout.write(`Drawn: ${FILE}\n`);
  } finally {
    await play.end();
  }
}

await main();
