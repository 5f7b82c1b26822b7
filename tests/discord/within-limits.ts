import { expect } from 'vitest';
import { checkModal } from '../../demo/discord/modal-rules.js';
import { checkMessage } from '../../demo/discord/validation.js';
import type { MessageBody, WireComponent } from '../../demo/discord/wire.js';
import type { ReplyPayload } from '../../src/discord/presenters/reply-payload.js';

/** Holds a payload against Discord's limits, among them 100 characters for a custom id. */
export function expectWithinLimits({ files = [], ...payload }: ReplyPayload): void {
  const uploads = files.map(({ name = '', attachment }, index) => ({
    index: String(index),
    filename: name,
    data: attachment as Buffer,
  }));
  expect(() => checkMessage(payload as MessageBody, uploads)).not.toThrow();
}

/** Holds a modal against Discord's limits. */
export function expectModalWithinLimits(modal: object): void {
  expect(() => checkModal(modal as WireComponent)).not.toThrow();
}

/** The buttons' labels by their custom ids. */
export function buttonsOf({ components = [] }: ReplyPayload): Record<string, string> {
  const buttons = components
    .flatMap((row) => row.components)
    .flatMap((part) =>
      'label' in part && 'custom_id' in part ? [[part.custom_id, part.label] as const] : [],
    );
  return Object.fromEntries(buttons) as Record<string, string>;
}

/** The fields of all embeds, by their names. */
export function fieldsOf({ embeds = [] }: ReplyPayload): Record<string, string> {
  return Object.fromEntries(
    embeds.flatMap(({ fields = [] }) => fields.map(({ name, value }) => [name, value] as const)),
  );
}

/** Everything a payload shows, to look for what must not be in it. */
export function textOf(payload: ReplyPayload): string {
  return JSON.stringify({ ...payload, files: undefined });
}
