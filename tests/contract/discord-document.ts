import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discordShapes } from './fixtures/discord-shapes.js';
import { OpenApiContract } from './openapi.js';
import type { OpenApiDocument, Schema } from './schema-reader.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What traffic with Discord is held against. */
export interface DiscordContract {
  /** Names it, for tests to say what they were checked against. */
  readonly source: string;
  readonly isDiscords: boolean;
  readonly contract: OpenApiContract;
}

/** Where the document is looked for: `../shared/specs` beside the project, or the folder MUSTER_SPECS names. */
export const SPECS = process.env['MUSTER_SPECS'] ?? resolve(ROOT, '..', 'shared', 'specs');

/**
 * Discord's own OpenAPI document, read with the exceptions, where a copy of it is to be had; elsewhere, the project's
 * own shapes of the few operations Muster uses.
 */
export function readDiscordContract(specs = SPECS, exceptions = EXCEPTIONS): DiscordContract {
  const path = join(specs, 'discord-openapi.json');
  if (!existsSync(path)) {
    return {
      isDiscords: false,
      source: 'our own shapes of Discord’s API',
      contract: new OpenApiContract(discordShapes),
    };
  }
  const document = JSON.parse(readFileSync(path, 'utf8')) as OpenApiDocument;
  for (const exception of exceptions)
    exception.amend(document.components['schemas'] as Record<string, Schema>);
  return { isDiscords: true, source: 'Discord’s OpenAPI document', contract: new OpenApiContract(document) };
}

let kept: DiscordContract | undefined;

/** The same, read once. */
export function discordContract(): DiscordContract {
  kept ??= readDiscordContract();
  return kept;
}

/** Something the document says otherwise than Discord's written documentation, or than Discord does. */
export interface Exception {
  readonly why: string;
  amend(schemas: Record<string, Schema>): void;
}

/** All exceptions there are. Each is needed: a test sees to it. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    why:
      'The errors of a form have codes such as "BASE_TYPE_REQUIRED" (documentation: "Error Messages"), and not the ' +
      'numbers of the JSON error codes.',
    amend({ InnerErrors, Error }) {
      const { properties, ...rest } = Error!;
      const items = { ...rest, properties: { ...(properties as Schema), code: { type: 'string' } } };
      (InnerErrors!['properties'] as Schema)['_errors'] = { type: 'array', items };
    },
  },
  {
    why:
      'discord.js writes `tts` and `enforce_nonce` into every message, edits and answers included; where they mean ' +
      'nothing, Discord ignores them.',
    amend(schemas) {
      for (const name of [
        'IncomingWebhookInteractionRequest',
        'IncomingWebhookRequestPartial',
        'IncomingWebhookUpdateForInteractionCallbackRequestPartial',
        'IncomingWebhookUpdateRequestPartial',
        'MessageEditRequestPartial',
      ]) {
        const boolean = { type: 'boolean' };
        Object.assign(schemas[name]!['properties'] as Schema, { tts: boolean, enforce_nonce: boolean });
      }
    },
  },
];
