import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatCommand, languageOf, parseCommand } from '../../src/inbound/command.js';

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
    ['START', { kind: 'help' }],
    ['HILFE', { kind: 'help' }],
    ['/help', { kind: 'help' }],
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
    ['STOP', 'en'],
    ['status', 'en'],
    ['not today', 'en'],
    ['Guten Abend', null],
    [TOKEN, null],
    ['constructor', null],
    ['', null],
  ])('%j is in %j', (text, language) => expect(languageOf(text)).toBe(language));

  it('is never more than a command, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['link', 'today', 'stop', 'unlink', 'status', 'help']).toContain(parseCommand(text).kind);
      }),
    );
  });
});
