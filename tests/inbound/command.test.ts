import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatCommand, parseCommand } from '../../src/inbound/command.js';

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
    ['/help', { kind: 'help' }],
    ['hello there', { kind: 'help' }],
    ['', { kind: 'help' }],
  ])('%j', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it('is never more than a command, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['link', 'today', 'stop', 'unlink', 'status', 'help']).toContain(parseCommand(text).kind);
      }),
    );
  });
});
