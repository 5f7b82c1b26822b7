import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { DISCORD_ANSWERS } from '../../../src/channels/discord/answers.js';
import { isOfPlace, outcomeOf, type Phase } from '../../../src/channels/discord/outcome.js';

const refusal = (code: number, status = 403): DiscordAPIError =>
  new DiscordAPIError({ code, message: 'canary' }, code, status, 'POST', 'canary', {});

const PHASES: readonly Phase[] = ['opening', 'direct_message', 'server_channel'];

/** Codes Discord documents for requests we never make to people: of guilds, roles, commands, invites, stickers … */
const OF_OTHER_REQUESTS: readonly (readonly [from: number, to: number])[] = [
  [0, 0],
  [10004, 10012],
  [10014, 10129],
  [20015, 20015],
  [20017, 20024],
  [20031, 20035],
  [30001, 30013],
  [30016, 30061],
  [40007, 40043],
  [40060, 40061],
  [40066, 40094],
  [50004, 50005],
  [50011, 50012],
  [50015, 50021],
  [50025, 50028],
  [50034, 50034],
  [50036, 50039],
  [50054, 50057],
  [50070, 50081],
  [50084, 50101],
  [50124, 50145],
  [50151, 50173],
  [50192, 50192],
  [50600, 50600],
  [80004, 110000],
  [150006, 160004],
  [160006, 180002],
  [200001, 220004],
  [340015, 350001],
  [500000, 530007],
];

const documented = Object.values(RESTJSONErrorCodes).filter((code) => typeof code === 'number');
const judged = new Set(DISCORD_ANSWERS.map(({ answer }) => answer));

describe('the table of Discord’s codes', () => {
  it('has every documented code that may answer a message, each once', () => {
    expect(judged.size).toBe(DISCORD_ANSWERS.length);
    const elsewhere = (code: number) => OF_OTHER_REQUESTS.some(([from, to]) => code >= from && code <= to);
    expect(documented.filter((code) => !judged.has(code) && !elsewhere(code))).toEqual([]);
    expect([...judged].filter(elsewhere)).toEqual([]);
    expect(documented.length).toBeGreaterThan(180);
  });

  it.each(DISCORD_ANSWERS.filter(({ means }) => means !== 'place'))(
    'takes $answer ($says) for $means ($code), wherever it comes',
    ({ answer, means, code }) => {
      for (const phase of PHASES) expect(outcomeOf(refusal(answer), phase)).toEqual({ kind: means, code });
    },
  );

  it.each(DISCORD_ANSWERS.filter(({ means }) => means === 'place'))(
    'takes $answer ($says) for a matter of the channel written to',
    ({ answer, code }) => {
      expect(isOfPlace(refusal(answer))).toBe(true);
      expect(outcomeOf(refusal(answer), 'server_channel')).toEqual({ kind: 'closed', code });
      const { kind } = outcomeOf(refusal(answer), 'direct_message');
      expect(kind).toBe('not_delivered');
    },
  );
});

describe('a code nobody has judged', () => {
  it.each(documented.filter((code) => !judged.has(code)))('closes nobody’s door: %i', (code) => {
    for (const status of [400, 401, 403, 404, 405, 409, 418]) {
      const { kind, code: ours } = outcomeOf(refusal(code, status), 'direct_message');
      expect(['refused', 'trouble', 'not_delivered']).toContain(kind);
      expect(ours).not.toContain('canary');
    }
  });

  it.each<[number, Phase, string, string]>([
    [400, 'direct_message', 'refused', 'bad_request'],
    [401, 'direct_message', 'trouble', 'unauthorized'],
    [403, 'direct_message', 'not_delivered', 'unknown_refusal'],
    [403, 'server_channel', 'closed', 'forbidden'],
    [404, 'direct_message', 'trouble', 'not_found'],
    [405, 'direct_message', 'trouble', 'not_found'],
    [418, 'direct_message', 'not_delivered', 'unknown_refusal'],
  ])('is judged by its status, %i in a %s: %s (%s)', (status, phase, kind, code) => {
    expect(outcomeOf(refusal(99_999, status), phase)).toEqual({ kind, code });
  });
});
