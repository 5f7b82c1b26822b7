import { readdirSync, readFileSync } from 'node:fs';
import { Locale, SlashCommandBuilder } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { AVAILABILITY_STATUSES } from '../../src/domain/availability.js';
import { described, namedChoices } from '../../src/discord/localized.js';
import { messagesFor, TRANSLATIONS } from '../../src/messages/catalog.js';
import { addDays } from '../../src/domain/local-time.js';
import { ok } from '../../src/domain/refusal.js';
import { en } from '../../src/messages/en/messages.js';
import { typed } from '../../src/messages/en/typed.js';
import type { Language } from '../../src/messages/language.js';
import { LANGUAGES } from '../../src/messages/languages.js';
import type { Messages } from '../../src/messages/messages.js';
import { parseDateInput } from '../../src/messages/typed-date.js';
import type { ChatCommandName, TypedWords, WordsFor } from '../../src/messages/texts/typed.js';
import { isWayOut, languageOf, parseCommand } from '../../src/inbound/command.js';
import { TOKEN_LENGTH } from '../../src/services/link-channel.js';
import { everythingSaidIn, type WordedSample } from './samples.js';

/** A Saturday. */
const TODAY = '2026-01-10';
const WORDINGS = [...LANGUAGES].map(([code, { messages }]): [string, Messages] => [code, messages]);

it('every folder of a language is on the list, and all of the list but English are translations', () => {
  const folders = readdirSync(new URL('../../src/messages/', import.meta.url)).filter((name) =>
    /^[a-z]{2}$/.test(name),
  );
  expect([...LANGUAGES.keys()].sort()).toEqual(folders.sort());
  expect([...LANGUAGES.keys()].filter((code) => code !== 'en')).toEqual([...TRANSLATIONS.keys()]);
});

it('a language that lacks a part does not compile', () => {
  // @ts-expect-error -- nothing for the web pages
  const speechless: Language = { messages: en, typed };
  // @ts-expect-error -- no word for stopping
  const unstoppable: TypedWords['commands'] = { ...typed.commands, stop: [] };
  expect([speechless.web, unstoppable.stop]).toEqual([undefined, []]);
});

describe.each([...LANGUAGES])('%s is offered', (code, { messages, typed }) => {
  it('to those who name it, whatever their region', () => {
    expect([code, code.toUpperCase(), `${code}-XX`].map(messagesFor)).toEqual([messages, messages, messages]);
  });

  // Discord has not every language there is: what it lacks, nobody can choose there.
  const locales = Object.values(Locale).filter((locale) => locale.split('-')[0] === code);
  it('by Discord, beside commands and their choices, as far as Discord has it', () => {
    const command = described(new SlashCommandBuilder().setName('preferences'), 'preferences');
    const [choice] = namedChoices(['MAYBE'], ({ availabilityStatus }, status) => availabilityStatus(status));
    const offered = Object.keys(command.description_localizations ?? {});
    const ours = offered.filter((locale) => locale.split('-')[0] === code);
    // English stands there itself.
    expect(ours.sort()).toEqual(code === 'en' ? [] : [...locales].sort());
    for (const locale of locales) {
      const description = command.description_localizations?.[locale] ?? command.description;
      expect(description).toBe(messages.commands.preferences);
      expect(choice?.name_localizations?.[locale] ?? choice?.name).toBe(messages.availabilityStatus('MAYBE'));
    }
  });

  it.each(Object.entries(typed.commands) as [ChatCommandName, WordsFor][])(
    'in chats, where people type %s as %j',
    (name, words) => {
      const token = 'A'.repeat(TOKEN_LENGTH);
      const heard = words.map((word) => parseCommand(name === 'link' ? `${word} ${token}` : word).kind);
      expect(heard).toEqual(words.map(() => (name === 'tomorrow' ? 'on' : name)));
      expect(words.map((word) => languageOf(word))).toEqual(
        words.map((word) => firstWith(({ typed: { commands } }) => Object.values(commands).flat(), word)),
      );
    },
  );

  it.each(AVAILABILITY_STATUSES)('in chats, where people type that they are %s', (status) => {
    for (const word of typed.statuses[status]) {
      expect(parseCommand(`${typed.commands.today[0]} ${word}`)).toEqual({ kind: 'today', status });
      for (const names of typed.weekdays) {
        for (const day of names) {
          const said = parseCommand(`${typed.commands.on[0]} ${day} ${word}`);
          expect(said).toMatchObject({ kind: 'on', status });
          const read = parseDateInput('date' in said ? said.date : '', TODAY);
          expect(read).toEqual(parseDateInput(day, TODAY));
        }
      }
    }
  });

  it('in chats, where people type a month', () => {
    for (const [index, names] of typed.months.entries()) {
      for (const month of names) {
        const said = parseCommand(`${typed.commands.clear[0]} 9. ${month} 2026`);
        const date = `2026-${String(index + 1).padStart(2, '0')}-09`;
        expect(parseDateInput('date' in said ? said.date : '', TODAY)).toEqual(ok(date));
      }
    }
  });

  it('in chats, where people say "not tonight" and "please"', () => {
    for (const words of typed.notToday) expect(isWayOut(parseCommand(words))).toBe(true);
    for (const word of typed.polite)
      expect(parseCommand(`${word} ${typed.commands.stop[0]}`)).toEqual({ kind: 'stop' });
  });

  it('where a date is asked for', () => {
    const read = (name: string): unknown => parseDateInput(name, '2026-01-10');
    for (const name of typed.days.today) expect(read(name)).toEqual({ ok: true, value: '2026-01-10' });
    for (const name of typed.days.tomorrow) expect(read(name)).toEqual({ ok: true, value: '2026-01-11' });
    for (const name of typed.days.yesterday) expect(read(name)).toEqual({ ok: true, value: '2026-01-09' });
    // The tenth is a Saturday.
    for (const [index, names] of typed.weekdays.entries())
      for (const name of names)
        expect(read(name)).toEqual({ ok: true, value: addDays('2026-01-10', (index + 2) % 7) });
  });

  it('by the page on the bridge, for the modal on a website', () => {
    const page = readFileSync(new URL('../../docs/bridge.md', import.meta.url), 'utf8');
    expect(/^- `locale`: .*$/m.exec(page)?.[0]).toContain(`\`${code}\``);
  });
});

/** What Discord and Telegram allow, by where in the messages a text stands; the first that fits counts. */
const LIMITS: readonly [place: RegExp, most: number][] = [
  // Telegram's answer to a press.
  [/^replies\.(notTonight|stopped)$|^wayOut\./, 200],
  [/^(commands|availabilityStatus|outcome|preferredChannel|dateChoice)\b/, 100],
  [/^(buttons|panel\.(buttons|changeLink)|privacy\.eraseButton)\b/, 80],
  [/^promote\.(cancelCampaign|includeMore|olderPage|newerPage|callOff\.(tell|quietly|back))$/, 80],
  [/^panel\.(dmsChoice|language)\b/, 100],
  [/^panel\.form\.(title|start|end|zone|otherZone)$|^links\.form\.(title|guid|name)$/, 45],
  [/^links\.form\./, 100],
  [/^links\.openForm$/, 80],
  [/^panel\.(form\.\w+Hint|channelOnceLinked)$/, 100],
  [/^panel\.channelPlaceholder$/, 150],
  [/^settings\.(names|field)\b/, 45],
  [/^settings\.(hints|fixed)\b/, 100],
  [/^settings\.(choose|choosePlaceholder)$/, 150],
  [/^settings\.(yes|no|toDefault|back|openAgain)$/, 80],
  [/^settings\.title$/, 256],
  [/^chat\.commands\./, 256],
  [/^(board\.(title|count)|promote\.(\w*[tT]itle|moment|who|leftOut|when|texts|notices))\b/, 256],
  [/^(panel|privacy)\.(title|\w+Title|calls|directMessages|quietHours|timezone|channel|links)$/, 256],
  [
    /^privacy\.(playerLink|preferences|linkedChannels|availability|history|standbyFor|campaigns|settingChanges)$/,
    256,
  ],
  [/^(skipReason|errorCode|jobName|jobStatus|campaignStatus|channelName|promote\.reason)\b/, 60],
  // The values of an embed's fields.
  [/^(panel|privacy)\./, 1024],
  [/^/, 2000],
];

describe.each(WORDINGS)('in %s', (_language, messages) => {
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
        .flatMap((line) => /^([^\n:]+): /.exec(line)?.[1]?.split(/, (?=\/?\p{Lu}{2}|\/)/u) ?? []);
      expect(offered.map((each) => parseCommand(each).kind)).toEqual([
        ...[
          'status',
          'today',
          'today',
          'coming',
          'late',
          'on',
          'on',
          'clear',
          'weekly',
          'away',
          'limit',
          'keep',
          'stop',
          'dont-ask',
          'stop-ready',
          'unlink',
        ],
      ]);
      expect(offered.map(parseCommand)).toContainEqual({ kind: 'today', status: 'MAYBE', ifAtLeast: 6 });
      for (const each of offered.map(parseCommand)) {
        if (each.kind !== 'on' && each.kind !== 'clear' && each.kind !== 'away') continue;
        expect(parseDateInput(each.date, TODAY)).toMatchObject({ ok: true });
        if (each.kind === 'on') expect(each.status).not.toBeNull();
      }
      for (const [date, kind] of [
        [TODAY, 'today'],
        [addDays(TODAY, 1), 'on'],
        [addDays(TODAY, 9), 'on'],
      ] as const) {
        const [how = '', ...choices] = messages.chat.answerHow(channel, date, TODAY).split('\n');
        const [, command = ''] = / ((?:\/|\p{Lu}{2})\S*(?: \d\S+)?) /u.exec(how) ?? [];
        const answers = choices.map((line) => parseCommand(`${command} ${line.split(':', 1).join('')}`));
        expect(answers).toEqual(
          AVAILABILITY_STATUSES.map((status) => expect.objectContaining({ kind, status }) as unknown),
        );
        for (const each of answers)
          if (each.kind === 'on') expect(parseDateInput(each.date, TODAY)).toEqual(ok(date));
      }
      const { weeklyHow, awayHow } = messages.standing;
      const examples = weeklyHow(channel)
        .replace(/^.*?: /, '')
        .replace(/\.$/, '')
        .split(/, (?:\p{Ll}+ )?(?=\/|\p{Lu}{2})/u);
      expect(examples.map(parseCommand)).toEqual([
        { kind: 'weekly', what: 'MAYBE', day: 'fri' },
        { kind: 'weekly', what: null, day: 'fri' },
        { kind: 'weekly', what: 'keep' },
      ]);
      const [away = '', back = ''] = [...awayHow(channel).matchAll(/(?:\/|\p{Lu}{2})[^.?]*/gu)].map(
        ([each]) => each,
      );
      expect(parseCommand(away)).toMatchObject({ kind: 'away' });
      expect(parseCommand(back)).toEqual({ kind: 'back' });
      const [keep = ''] = /\p{Lu}{2,} \p{Ll}+/u.exec(messages.standing.endSoon(TODAY, true)) ?? [];
      expect(parseCommand(keep)).toEqual({ kind: 'weekly', what: 'keep' });
      for (const text of [messages.chat.onHow(channel), messages.chat.clearHow(channel)]) {
        const [, example = ''] = /: ([^:]+)\.$/.exec(text) ?? [];
        const command = parseCommand(example);
        expect(command.kind).toBe(text === messages.chat.onHow(channel) ? 'on' : 'clear');
        expect(parseDateInput('date' in command ? command.date : '', TODAY)).toMatchObject({ ok: true });
      }
    }
    const [call = ''] = everything.flatMap(({ path, text }) =>
      path.startsWith('campaignMessage') && text.includes('STOP') ? [text] : [],
    );
    const words = [...call.matchAll(/\p{Lu}{4,}(?: (?:\p{Ll}+|\d+))?/gu)].map(([word]) => parseCommand(word));
    expect(words).toEqual([
      { kind: 'coming' },
      { kind: 'late', minutes: 10 },
      { kind: 'today', status: 'NOT_PLAYING' },
      { kind: 'stop' },
    ]);
  });

  it('names the buttons it tells people to press', () => {
    for (const text of [messages.panel.dmUnreachable, messages.panel.dmLater])
      expect(text).toContain(messages.panel.buttons.dmsRetry);
  });
});

describe.each([...TRANSLATIONS])('%s', (language, messages) => {
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
        .filter((sample) => !sample.path.startsWith('chat.refusal') && isMixed(prose(sample), language))
        .map(({ path, text }) => `${path}: ${text}`),
    ).toEqual([]);
  });
});

/** The first language that has a word: it is the one the word is taken for. */
function firstWith(wordsOf: (language: Language) => readonly string[], word: string): string | undefined {
  return [...LANGUAGES].find(([, language]) => wordsOf(language).includes(word))?.[0];
}

/** Names, and what has no words: the same in every language. */
const SAME_IN_BOTH: ReadonlySet<string> = new Set(['Telegram', 'Signal', 'Discord', '🤔 Ana · Signal']);

/** Words that are English and nothing else. */
const ENGLISH =
  /^(the|and|you|your|this|that|with|from|for|are|is|it|to|of|by|not|nobody|sent|called?|calls|message|player|until|today|tomorrow)$/i;
/** But for these, which a language has as well: "to" is the Slovenian "this". */
const ALSO_THEIRS: Readonly<Record<string, ReadonlySet<string>>> = { sl: new Set(['to']) };

function isMixed(text: string, language: string): boolean {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.some((word) => ENGLISH.test(word) && !ALSO_THEIRS[language]?.has(word.toLowerCase()));
}

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
