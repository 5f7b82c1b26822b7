import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matchPlayers, withoutColours } from '../../src/domain/player-match.js';

/** Whom a match finds, as `linked name → name on the server`. */
function found(linked: readonly string[], server: readonly string[]): Record<string, string> {
  const links = linked.map((name) => ({ userId: name, name }));
  return Object.fromEntries(matchPlayers(links, server));
}

describe('one player and one name', () => {
  test.each<[linked: string, server: string]>([
    ['Tom', 'Tom'],
    ['Tom', 'tOM'],
    ['Tom', '^1T^7o^xm'],
    ['^4Tom', 'Tom'],
    ['Tom', '§aTom§r'],
    ['Tom', ' Tom '],
    ['Tom', 'T.o_m'],
    ['Tom', '-=Tom=-'],
    ['Tom', '*~Tom!!'],
    ['Mr. Tom', 'mr_tom'],
    ['Ｔｏｍ', 'Tom'],
    ['Žan', 'ŽAN'],
    ['***', '^1***'],
    ['Tom', '[ABC] Tom'],
    ['Tom', '[ABC]Tom'],
    ['Tom', 'Tom [A.B.C]'],
    ['Tom', '(1)Tom'],
    ['Tom', '<^1ABC^7> Tom'],
    ['Tom', '{ABC}-Tom-'],
    ['Tom', '=ABC=Tom'],
    ['Tom', '-=ABC=-Tom'],
    ['Tom', '=[ABC]=Tom'],
    ['Tom', '-ABC-Tom'],
    ['Tom', 'Tom=ABC='],
    ['Tom', '.ABC.Tom'],
    ['Tom', '[ABC] Tom (away)'],
    ['[ABC] Tom', 'Tom'],
    ['[ABC] Tom', '[XYZ] Tom'],
    ['Tom [ABC]', '=XYZ=Tom'],
    ['Tom', 'ABC|Tom'],
    ['Tom', 'Tom|ABC'],
    ['Tom', 'ABC // Tom'],
    ['Tom', 'ABC - Tom'],
    ['Tom', 'ABC»Tom'],
    ['ABC|Tom', 'Tom'],
    ['ABC|Tom', '[XYZ] Tom'],
  ])('%s is %s', (linked, server) => {
    expect(found([linked], [server])).toEqual({ [linked]: server });
  });

  test.each<[linked: string, server: string]>([
    ['Tom', 'Tommy'],
    ['Tom', 'Tim'],
    ['Tom', ''],
    ['Tom', '^1'],
    ['Tom', '[ABC]'],
    ['Tom', '[Tom] Ann'],
    ['Tom', '=Tom=Ann'],
    ['Luc', 'Jean-Luc'],
    ['Tom', 'dr.Tom'],
    ['Tom', 'mr_Tom'],
    ['Tom', 'Big Tom'],
    ['ABC|Tom', 'ABC|Ann'],
    ['ABC|Tom', 'Tom|XYZ'],
    ['***', '---'],
  ])('%s is not %s', (linked, server) => {
    expect(found([linked], [server])).toEqual({});
  });
});

describe('several', () => {
  it('each find their own', () => {
    expect(found(['Tom', 'Ann', 'Bob'], ['ABC|Ann', 'Eve', '^1tom'])).toEqual({
      Tom: '^1tom',
      Ann: 'ABC|Ann',
    });
  });

  it('two players that one name could be are not there', () => {
    expect(found(['Tom', 'TOM'], ['tom'])).toEqual({});
    expect(found(['[A] Tom', '[B] Tom'], ['Tom'])).toEqual({});
    expect(found(['Tom', 'Ann'], ['Tom|Ann'])).toEqual({});
  });

  it('a player who could be two names is not there', () => {
    expect(found(['Tom'], ['Tom', 'TOM'])).toEqual({});
    expect(found(['Tom'], ['[A] Tom', '[B] Tom'])).toEqual({});
  });

  it('the same spelling goes before a tag set apart', () => {
    expect(found(['Tom'], ['Tom', '[ABC] Tom'])).toEqual({ Tom: 'Tom' });
    expect(found(['Tom', '[ABC] Tom'], ['[abc]Tom'])).toEqual({ '[ABC] Tom': '[abc]Tom' });
    expect(found(['Tom', '[ABC] Tom'], ['Tom', '[ABC] Tom'])).toEqual({
      Tom: 'Tom',
      '[ABC] Tom': '[ABC] Tom',
    });
  });

  it('what is unclear by its spelling does not become clear by its tag', () => {
    expect(found(['Tom', '[A] Tom'], ['Tom', 'tom'])).toEqual({});
  });
});

test('colours go as the game takes them: a sign and what follows, but no sign before a sign', () => {
  expect(['^1T^7om', '^^1Tom', 'Tom^', '§aTom'].map(withoutColours)).toEqual(['Tom', '^Tom', 'Tom^', 'Tom']);
});

describe('whatever the names are', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'Tom',
      'tom',
      'Ann',
      'Bob',
      '[A] Tom',
      'A|Tom',
      'Tom|A',
      '=B=Ann',
      '^1Bob',
      'A',
      '(1)Tom',
      '*',
    ),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const links = fc
    .array(name, { maxLength: 8 })
    .map((names) => names.map((each, index) => ({ userId: String(index), name: each })));
  const server = fc.array(name, { maxLength: 8 });

  it('their order does not matter', () => {
    const shuffled = fc
      .tuple(links, server)
      .chain(([players, names]) =>
        fc.tuple(
          fc.constant(players),
          fc.constant(names),
          fc.shuffledSubarray(players, { minLength: players.length }),
          fc.shuffledSubarray(names, { minLength: names.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([players, names, otherPlayers, otherNames]) => {
        const sorted = (found: ReadonlyMap<string, string>) =>
          [...found].sort(([one], [other]) => one.localeCompare(other));
        expect(sorted(matchPlayers(otherPlayers, otherNames))).toEqual(sorted(matchPlayers(players, names)));
      }),
    );
  });

  it('no name on the server is given to two players, and none that is not there', () => {
    fc.assert(
      fc.property(links, server, (players, names) => {
        const left = [...names];
        for (const given of matchPlayers(players, names).values()) {
          expect(left).toContain(given);
          left.splice(left.indexOf(given), 1);
        }
      }),
    );
  });

  it('nobody is there twice over: a second player of the same name takes both out', () => {
    fc.assert(
      fc.property(links, server, (players, names) => {
        const twice = [...players, ...players.map(({ userId, name }) => ({ userId: `${userId}'`, name }))];
        expect(matchPlayers(twice, names).size).toBe(0);
      }),
    );
  });

  it('colours on the server change nothing', () => {
    const colours = fc.array(fc.constantFrom('', '^1', '^7', '^x', '^/', '^A'), {
      minLength: 40,
      maxLength: 40,
    });
    const plain = name.filter((each) => !/[\^§]/u.test(each));
    fc.assert(
      fc.property(links, fc.array(plain, { maxLength: 8 }), colours, (players, names, codes) => {
        const painted = names.map((each) =>
          Array.from(each)
            .map((letter, index) => `${codes[index] ?? ''}${letter}`)
            .join(''),
        );
        const positions = (found: ReadonlyMap<string, string>, of: readonly string[]) =>
          [...found].map(([userId, given]) => [userId, withoutColours(given), of.length]);
        expect(positions(matchPlayers(players, painted), painted)).toEqual(
          positions(matchPlayers(players, names), names),
        );
      }),
    );
  });

  it('a player alone is found under any decoration of their name', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{2,12}$/);
    const decoration = fc.constantFrom<(name: string, tag: string) => string>(
      (own) => own.toUpperCase(),
      (own) => `^1${own}^7`,
      (own) => `-=${own}=-`,
      (own, tag) => `[${tag}] ${own}`,
      (own, tag) => `${own}(${tag})`,
      (own, tag) => `=${tag}=${own}`,
      (own, tag) => `${tag}|${own}`,
      (own, tag) => `${own} // ^3${tag}`,
    );
    fc.assert(
      fc.property(word, word, decoration, decoration, (own, tag, one, other) => {
        const server = one(own, tag);
        expect(found([own], [server])).toEqual({ [own]: server });
        // Two sides apart on both would be a guess which is the tag; set apart on one of them it is clear.
        if (!/[|/]/.test(server)) expect(found([other(own, tag)], [server])).not.toEqual({});
      }),
    );
  });
});
