import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatCommand, isWayOut, languageOf, parseCommand } from '../../src/inbound/command.js';
import { TRANSLATIONS } from '../../src/messages/catalog.js';
import { en } from '../../src/messages/en/messages.js';
import { LANGUAGES } from '../../src/messages/languages.js';
import { TOKEN_LENGTH } from '../../src/services/link-channel.js';

const KINDS = ['link', 'today', 'on', 'clear', 'stop', 'unlink', 'status', 'help'];
const TOKEN = 'AbC-_9'.padEnd(32, 'x');

describe('what somebody writes', () => {
  it.each<[string, ChatCommand]>([
    [`/start ${TOKEN}`, { kind: 'link', token: TOKEN }],
    [`/link ${TOKEN}`, { kind: 'link', token: TOKEN }],
    [`/link@muster_bot ${TOKEN}`, { kind: 'link', token: TOKEN }],
    [`  LINK   ${TOKEN} `, { kind: 'link', token: TOKEN }],
    [TOKEN, { kind: 'link', token: TOKEN }],
    ['/start something-else', { kind: 'link', token: 'something-else' }],
    ['/start', { kind: 'help' }],
    ['/link', { kind: 'help' }],
    ['STOP', { kind: 'stop' }],
    ['/stop', { kind: 'stop' }],
    ['Stop.', { kind: 'stop' }],
    ['stop!\n', { kind: 'stop' }],
    ['/unlink', { kind: 'unlink' }],
    ['status', { kind: 'status' }],
    ['/today looking', { kind: 'today', status: 'LOOKING' }],
    ['TODAY available', { kind: 'today', status: 'AVAILABLE' }],
    ['today MAYBE', { kind: 'today', status: 'MAYBE' }],
    ['today no', { kind: 'today', status: 'NOT_PLAYING' }],
    ['TODAY no.', { kind: 'today', status: 'NOT_PLAYING' }],
    ['/today', { kind: 'today', status: null }],
    ['/today whatever', { kind: 'today', status: null }],
    ['/today constructor', { kind: 'today', status: null }],
    ['not tonight', { kind: 'today', status: 'NOT_PLAYING' }],
    ['STOPP', { kind: 'stop' }],
    ['Stopp!', { kind: 'stop' }],
    ['/trennen', { kind: 'unlink' }],
    ['HEUTE suche', { kind: 'today', status: 'LOOKING' }],
    ['/today verfügbar', { kind: 'today', status: 'AVAILABLE' }],
    ['heute verfu\u0308gbar', { kind: 'today', status: 'AVAILABLE' }],
    ['Heute vielleicht', { kind: 'today', status: 'MAYBE' }],
    ['HEUTE nein', { kind: 'today', status: 'NOT_PLAYING' }],
    ['Heute nicht.', { kind: 'today', status: 'NOT_PLAYING' }],
    ['NICHT HEUTE', { kind: 'today', status: 'NOT_PLAYING' }],
    ['nicht morgen', { kind: 'help' }],
    ['heute', { kind: 'today', status: null }],
    [`VERKNÜPFEN ${TOKEN}`, { kind: 'link', token: TOKEN }],
    ['/tomorrow looking', { kind: 'on', date: 'tomorrow', status: 'LOOKING' }],
    ['Morgen nein!', { kind: 'on', date: 'tomorrow', status: 'NOT_PLAYING' }],
    ['/tomorrow', { kind: 'on', date: 'tomorrow', status: null }],
    ['/on friday looking', { kind: 'on', date: 'friday', status: 'LOOKING' }],
    ['/on@muster_bot friday maybe', { kind: 'on', date: 'friday', status: 'MAYBE' }],
    ['ON 2026-03-13 not playing', { kind: 'on', date: '2026-03-13', status: 'NOT_PLAYING' }],
    ['on Friday, 13th  March: no, sorry', { kind: 'on', date: 'friday, 13th march', status: 'NOT_PLAYING' }],
    ['Am Fr. verfügbar', { kind: 'on', date: 'fr', status: 'AVAILABLE' }],
    ['am 13. März 2026 vielleicht', { kind: 'on', date: '13. marz 2026', status: 'MAYBE' }],
    ['/on friday', { kind: 'on', date: 'friday', status: null }],
    ['/on friday please', { kind: 'on', date: 'friday', status: null }],
    ['/on looking', { kind: 'on', date: '', status: 'LOOKING' }],
    ['/on', { kind: 'on', date: '', status: null }],
    ['/today maybe if 6', { kind: 'today', status: 'MAYBE', ifAtLeast: 6 }],
    ['Tomorrow maybe, if at least 6 are!', { kind: 'on', date: 'tomorrow', status: 'MAYBE', ifAtLeast: 6 }],
    ['on 13 March maybe if we are 4 please', { kind: 'on', date: '13 march', status: 'MAYBE', ifAtLeast: 4 }],
    ['HEUTE vielleicht, wenn 6', { kind: 'today', status: 'MAYBE', ifAtLeast: 6 }],
    [
      'am Freitag vielleicht, wenn wir 5 sind',
      { kind: 'on', date: 'freitag', status: 'MAYBE', ifAtLeast: 5 },
    ],
    ['today looking if 6', { kind: 'today', status: 'LOOKING', ifAtLeast: 6 }],
    ['today maybe 6', { kind: 'today', status: 'MAYBE' }],
    ['today maybe, if I’m home by 8', { kind: 'today', status: 'MAYBE' }],
    ['today maybe if 6pm', { kind: 'today', status: 'MAYBE' }],
    ['heute vielleicht ab 8', { kind: 'today', status: 'MAYBE' }],
    ['/clear friday', { kind: 'clear', date: 'friday' }],
    ['Clear 13 March, please.', { kind: 'clear', date: '13 march' }],
    ['LÖSCHEN Freitag', { kind: 'clear', date: 'freitag' }],
    ['bitte loeschen 13.3.2026', { kind: 'clear', date: '13.3.2026' }],
    ['clear', { kind: 'clear', date: '' }],
    ['START', { kind: 'help' }],
    ['HILFE', { kind: 'help' }],
    ['/help', { kind: 'help' }],
    ['/stop@muster_bot', { kind: 'stop' }],
    ['@muster_bot stop', { kind: 'stop' }],
    ['/today@muster_bot no', { kind: 'today', status: 'NOT_PLAYING' }],
    ['STOP please', { kind: 'stop' }],
    ['Please stop.', { kind: 'stop' }],
    ['bitte stopp', { kind: 'stop' }],
    ['Ustavi, prosim', { kind: 'stop' }],
    ['STOP VPRAŠANJA', { kind: 'dont-ask' }],
    ['stop vprasanja', { kind: 'dont-ask' }],
    ['nocoj ne', { kind: 'today', status: 'NOT_PLAYING' }],
    ['danes na voljo', { kind: 'today', status: 'AVAILABLE' }],
    ['danes morda, če nas bo vsaj 6', { kind: 'today', status: 'MAYBE', ifAtLeast: 6 }],
    ['v sredo iščem igro', { kind: 'on', date: 'sredo', status: 'LOOKING' }],
    ['jutri mogoče', { kind: 'on', date: 'tomorrow', status: 'MAYBE' }],
    ['zamudim 10 minut', { kind: 'late', minutes: 10 }],
    ['odsotnost do petka', { kind: 'away', date: 'petka' }],
    // "do" is the Slovenian "until", and the German Thursday.
    ['abwesend do', { kind: 'away', date: 'do' }],
    ['away until', { kind: 'away', date: '' }],
    ['not tonight, sorry', { kind: 'today', status: 'NOT_PLAYING' }],
    ['today: not_playing', { kind: 'today', status: 'NOT_PLAYING' }],
    ['ＳＴＯＰ', { kind: 'stop' }],
    ['S\u200bTOP', { kind: 'stop' }],
    ['s\u0336t\u0336o\u0336p\u0336', { kind: 'stop' }],
    ['don’t stop me now', { kind: 'help' }],
    ['I can’t stop laughing', { kind: 'help' }],
    ['nonstop', { kind: 'help' }],
    ['stopwatch', { kind: 'help' }],
    ['Bitte nicht stoppen', { kind: 'help' }],
    ['constructor', { kind: 'help' }],
    ['hello there', { kind: 'help' }],
    ['', { kind: 'help' }],
  ])('%j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it.each([
    ['STOPP', 'de'],
    ['Hilfe!', 'de'],
    ['nicht heute', 'de'],
    ['heute vielleicht', 'de'],
    ['am Freitag suche', 'de'],
    ['ustavi', 'sl'],
    ['Pomoč!', 'sl'],
    ['ne nocoj', 'sl'],
    ['DANES morda', 'sl'],
    ['v petek iščem', 'sl'],
    ['STOP', 'en'],
    ['clear friday', 'en'],
    ['status', 'en'],
    ['not today', 'en'],
    ['Guten Abend', null],
    [TOKEN, null],
    ['constructor', null],
    ['', null],
  ])('%j is in %j', (text, language) => expect(languageOf(text)).toBe(language));

  it('a token is one whatever its first letters are, and of no language', () => {
    const words = [...LANGUAGES.values()].flatMap(({ typed }) => Object.values(typed.commands).flat());
    for (const word of words) {
      for (const mark of ['-', '_']) {
        const token = `${word}${mark}`.padEnd(TOKEN_LENGTH, 'A');
        expect(parseCommand(` ${token}\n`)).toEqual({ kind: 'link', token });
        expect(languageOf(token)).toBeNull();
      }
    }
  });

  const wayOut = fc.constantFrom(
    ...['STOP', 'stop', '/stop', 'Stop', 'STOPP', '/stopp', 'unlink', '/unlink', 'TRENNEN', 'today no'],
    ...[
      '/today no',
      'TODAY not_playing',
      'heute nein',
      'Heute nicht',
      'not today',
      'Not tonight',
      'NICHT HEUTE',
      ...['/tomorrow no', 'morgen nicht', '/on friday no', 'ON 13 March not playing', 'am Freitag nein'],
      ...['/clear friday', 'CLEAR 2026-03-13', 'loeschen morgen'],
    ],
  );
  const around = fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          "'",
          '`',
          '*',
          '_',
          '~',
          '|',
          '.',
          ',',
          ';',
          ':',
          '!',
          '?',
          '…',
          '(',
          ')',
          '[',
          ']',
          '<',
          '>',
        ],
        ...[
          '“',
          '”',
          '„',
          '«',
          '»',
          '‹',
          '›',
          '’',
          '-',
          '–',
          '—',
          '/',
          '\\',
          '#',
          '=',
          '+',
          '&',
          '%',
          '^',
          '$',
        ],
        ...[' ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u3000', '\u200b', '\u200d', '\u2060', '\ufeff'],
        ...['\u200e', '\u200f', '\u202e', '\u2067', '\u2069', '\u00ad', '\u3164', '\ufe0f', '\u0301'],
        ...['🙏', '🛑', '✋🏽', '👨‍👩‍👧', '❗️', '😡'],
      ),
      { maxLength: 12 },
    )
    .map((signs) => signs.join(''));

  it('is a way out in whatever it is wrapped', () => {
    fc.assert(
      fc.property(around, wayOut, around, (before, word, after) => {
        const plain = parseCommand(word);
        expect(isWayOut(plain)).toBe(true);
        expect(parseCommand(`${before}${word}${after}`)).toEqual(plain);
        expect(languageOf(`${before}${word}${after}`)).toBe(languageOf(word));
      }),
    );
  });

  it('is a way out in whatever letters it is written', () => {
    const styled = fc.func(fc.constantFrom('small', 'capital', 'full-width', 'hidden', 'struck'));
    fc.assert(
      fc.property(wayOut, styled, (word, style) => {
        const dressed = Array.from(word, (letter, index) => {
          const dress = style(letter, index);
          if (dress === 'small') return letter.toLowerCase();
          if (dress === 'capital') return letter.toUpperCase();
          if (dress === 'hidden') return `${letter}\u200b`;
          if (dress === 'struck') return `${letter}\u0336`;
          return letter === ' ' ? '\u3000' : String.fromCodePoint(letter.charCodeAt(0) + 0xfee0);
        });
        expect(parseCommand(dressed.join(''))).toEqual(parseCommand(word));
      }),
    );
  });

  it('is no way out where people chat', () => {
    const said = fc.array(
      fc.constantFrom(
        'I',
        'you',
        'we',
        'never',
        'stop',
        'today',
        'no',
        'playing',
        'unlink',
        'heute',
        'nicht',
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom('I', 'you', 'we', 'never', 'do not', 'don’t', 'wir'),
        said,
        (first, rest) => {
          expect(parseCommand([first, ...rest].join(' '))).toEqual({ kind: 'help' });
        },
      ),
    );
  });

  const token = fc
    .array(fc.constantFrom(...Array.from('ABCXYZabcxyz0189_-')), { minLength: 32, maxLength: 32 })
    .map((letters) => letters.join(''));
  const quotes = fc.constantFrom(
    '`',
    '"',
    '“',
    '”',
    "'",
    '*',
    '**',
    '```',
    '.',
    ',',
    '!',
    ' ',
    '\n',
    '\u200b',
    '🙏',
  );

  it('is a token in whatever it is wrapped', () => {
    fc.assert(
      fc.property(
        quotes,
        fc.constantFrom('', 'LINK ', '/start ', 'here it is: '),
        token,
        quotes,
        (a, b, t, c) => {
          expect(parseCommand(`${a}${b}${t}${c}`)).toEqual({ kind: 'link', token: t });
        },
      ),
    );
    expect(parseCommand(`_${TOKEN}_`)).toEqual({ kind: 'link', token: TOKEN });
  });

  it('is a token where our whole reply was sent back', () => {
    const replies = [en, ...TRANSLATIONS.values()].flatMap(({ links }) => [
      links.token({ channel: 'telegram', token: TOKEN, expiresAt: 0, deepLink: null }),
      links.token({
        channel: 'telegram',
        token: TOKEN,
        expiresAt: 0,
        deepLink: `https://t.me/the_muster_bot?start=${TOKEN}`,
      }),
      links.token({
        channel: 'signal',
        token: TOKEN,
        expiresAt: 0,
        deepLink: 'https://signal.me/#p/+38640000001',
      }),
    ]);
    for (const reply of replies) expect(parseCommand(reply)).toEqual({ kind: 'link', token: TOKEN });
  });

  it('is never more than a command, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(KINDS).toContain(parseCommand(text).kind);
      }),
    );
  });

  it('is a day and an answer, or a question what was meant, whatever stands around and between', () => {
    const piece = fc.oneof(
      fc.constantFrom('on', 'am', 'tomorrow', 'clear', 'friday', '13.', 'März', '2026-03-13', 'no', 'please'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const command = parseCommand(pieces.join(' '));
        expect(KINDS).toContain(command.kind);
        if (!('date' in command)) return;
        // A date has no decoration around it, and no answer in it.
        expect(command.date).toMatch(/^(?:[\p{L}\p{N}](?:.*[\p{L}\p{N}])?)?$/u);
        if (command.kind === 'on') expect(command.date.split(/[^\p{L}\p{N}]+/u)).not.toContain('no');
        // What takes an answer back or says no names its day.
        if (command.date === '') expect(isWayOut(command)).toBe(false);
      }),
    );
  });
});
