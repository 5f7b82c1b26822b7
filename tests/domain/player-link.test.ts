import { describe, expect, it } from 'vitest';
import { playerGuid, playerName } from '../../src/domain/player-link.js';

describe('playerGuid', () => {
  it.each(['A', '0123456789ABCDEF0123456789ABCDEF', 'a_b-c', 'x'.repeat(64)])('takes %s', (guid) => {
    expect(playerGuid.parse(guid)).toBe(guid);
  });

  it('drops spaces around it', () => expect(playerGuid.parse(' abc\n')).toBe('abc'));

  it.each(['', ' ', 'x'.repeat(65), 'a b', 'a\nb', 'é', 'a/b', '１２'])('refuses %j', (guid) => {
    expect(playerGuid.safeParse(guid).success).toBe(false);
  });
});

describe('playerName', () => {
  it.each(['A', '^1Red^7Name', '*starry*', 'x'.repeat(32), '😀'.repeat(32), 'Unknown player'])(
    'takes %s',
    (name) => {
      expect(playerName.parse(name)).toBe(name);
    },
  );

  it('drops spaces around it', () => expect(playerName.parse('  Ana  ')).toBe('Ana'));

  it.each(['', '   ', 'x'.repeat(33), '***', '\u200B', '<@1>'])('refuses %j', (name) => {
    expect(playerName.safeParse(name).success).toBe(false);
  });
});
