import { describe, expect, it } from 'vitest';
import { TRANSLATIONS } from '../../src/messages/catalog.js';
import { en } from '../../src/messages/en.js';
import type { Messages } from '../../src/messages/messages.js';
import { parseCommand } from '../../src/inbound/command.js';
import { everythingSaidIn, type WordedSample } from './samples.js';

const LANGUAGES: readonly [string, Messages][] = [['en', en], ...TRANSLATIONS];

/** What Discord and Telegram allow, by where in the messages a text stands; the first that fits counts. */
const LIMITS: readonly [place: RegExp, most: number][] = [
  // Telegram's answer to a press.
  [/^replies\.(notTonight|stopped)$|^wayOut\./, 200],
  [/^(commands|availabilityStatus|outcome|preferredChannel|dateChoice)\b/, 100],
  [/^(buttons|panel\.buttons|privacy\.eraseButton|promote\.(cancelCampaign|olderPage|newerPage))\b/, 80],
  [/^panel\.form\.(title|start|end|zone)$/, 45],
  [/^panel\.(form\.\w+Hint|channelOnceLinked)$/, 100],
  [/^panel\.channelPlaceholder$/, 150],
  [/^chat\.commands\./, 256],
  [/^(board\.(title|count)|promote\.(\w*[tT]itle|moment|who|leftOut|when|texts|notices))\b/, 256],
  [/^(panel|privacy)\.(title|\w+Title|calls|directMessages|quietHours|timezone|channel|links)$/, 256],
  [/^privacy\.(playerLink|preferences|linkedChannels|availability|history|campaigns)$/, 256],
  [/^(skipReason|errorCode|jobName|jobStatus|campaignStatus|channelName|promote\.reason)\b/, 60],
  // The values of an embed's fields.
  [/^(panel|privacy)\./, 1024],
  [/^/, 2000],
];

describe.each(LANGUAGES)('in %s', (_language, messages) => {
  const everything = everythingSaidIn(messages);

  it.each(everything)('$path is fit to read', ({ path, text, tells }) => {
    expect(text.trim()).toBe(text);
    expect(text).not.toBe('');
    expect(text).not.toMatch(/@everyone|@here|undefined|null|NaN|\[object/);
    if (!path.startsWith('privacy.contact')) expect(text).not.toContain('<@');
    expect(text.length).toBeLessThanOrEqual(LIMITS.find(([place]) => place.test(path))?.[1] ?? 0);
    for (const told of tells) {
      if (typeof told === 'string') expect(text).toContain(told);
      else expect(text).toMatch(told);
    }
  });

  it('says what cannot be confused: each word of a list is another', () => {
    for (const list of [
      'skipReason',
      'outcome',
      'availabilityStatus',
      'jobName',
      'jobStatus',
      'campaignStatus',
    ]) {
      const words = everything.filter(({ path }) => path.startsWith(`${list}#`)).map(({ text }) => text);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('offers in chats what is understood there', () => {
    for (const channel of ['telegram', 'signal'] as const) {
      const offered = messages.chat
        .help(channel)
        .split('\n')
        .flatMap((line) => /^([^\s:]+)(?: [^:]+)?: /.exec(line)?.[1] ?? []);
      expect(offered.map((word) => parseCommand(word).kind)).toEqual(['status', 'today', 'stop', 'unlink']);
      const [, ...choices] =
        messages.chat
          .todayHow(channel)
          .match(/[\p{L}_/]+/gu)
          ?.slice(1) ?? [];
      const statuses = choices.map((word) => parseCommand(`${offered[1]} ${word}`));
      expect(statuses.flatMap((each) => (each.kind === 'today' && each.status) || [])).toEqual([
        'LOOKING',
        'AVAILABLE',
        'MAYBE',
        'NOT_PLAYING',
      ]);
    }
    const [call = ''] = everything.flatMap(({ path, text }) =>
      path.startsWith('campaignMessage') && text.includes('STOP') ? [text] : [],
    );
    const words = [...call.matchAll(/\p{Lu}{4,}(?: \p{Ll}+)?/gu)].map(([word]) => parseCommand(word));
    expect(words).toEqual([{ kind: 'today', status: 'NOT_PLAYING' }, { kind: 'stop' }]);
  });

  it('names the buttons it tells people to press', () => {
    for (const text of [messages.panel.dmUnreachable, messages.panel.dmLater])
      expect(text).toContain(messages.panel.buttons.dmsRetry);
  });
});

describe.each([...TRANSLATIONS])('%s', (_language, messages) => {
  it('has the same texts as English, which take the same', () => {
    expect(shapeOf(messages)).toEqual(shapeOf(en));
  });

  it('leaves nothing in English', () => {
    const english = everythingSaidIn(en);
    const same = everythingSaidIn(messages).filter(
      ({ path, text }, index) => english[index]?.path === path && english[index].text === text,
    );
    expect(
      same.filter(({ text }) => !SAME_IN_BOTH.has(text)).map(({ path, text }) => `${path}: ${text}`),
    ).toEqual([]);
  });

  it('mixes no English into it', () => {
    expect(
      everythingSaidIn(messages)
        // In chats the same refusals are told without the marks around what is typed.
        .filter((sample) => !sample.path.startsWith('chat.refusal') && ENGLISH.test(prose(sample)))
        .map(({ path, text }) => `${path}: ${text}`),
    ).toEqual([]);
  });
});

/** Names, and what has no words: the same in every language. */
const SAME_IN_BOTH: ReadonlySet<string> = new Set(['Telegram', 'Signal', 'Discord', '🤔 Ana · Signal']);

/** Words that are English and nothing else. */
const ENGLISH =
  /\b(the|and|you|your|this|that|with|from|for|are|is|it|to|of|by|not|nobody|sent|called?|calls|message|player|until|today|tomorrow)\b/i;

/** A text without what is quoted as it is typed: commands, codes, links, paths and what the reader wrote. */
function prose({ text }: WordedSample): string {
  return text.replace(/`[^`]*`|<[^>]*>|„[^“]*“|\/[\w/]+|Night Owls/gu, '');
}

/** The keys of everything, and how many arguments each function takes. */
function shapeOf(texts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]: [string, unknown]): [string, unknown] => {
      if (typeof text === 'function') return [key, text.length];
      return [key, typeof text === 'string' ? 'text' : shapeOf(text as object)];
    }),
  );
}
