import { FormErrors, refuse } from './api-error.js';
import type { FormPath } from './api-error.js';
import { checkRows } from './component-rules.js';
import type { MessageBody, UploadedFile, WireEmbed } from './wire.js';

/** Refuses a new message that Discord would refuse. `at`: the message's place in the request's body. */
export function checkMessage(body: MessageBody, files: readonly UploadedFile[], at: FormPath = []): void {
  checkParts(body, at);
  const empty = !body.content && !body.embeds?.length && !body.components?.length && files.length === 0;
  if (empty) throw refuse.emptyMessage();
}

/** Refuses an edit that Discord would refuse. */
export function checkEdit(body: MessageBody, at: FormPath = []): void {
  checkParts(body, at);
}

function checkParts(body: MessageBody, at: FormPath): void {
  const errors = new FormErrors();
  errors.length([...at, 'content'], body.content, 0, 2000);
  if (typeof body.nonce === 'string') errors.length([...at, 'nonce'], body.nonce, 0, 25);
  checkEmbeds(errors, [...at, 'embeds'], body.embeds ?? []);
  checkRows(errors, [...at, 'components'], body.components ?? [], body.flags ?? 0);
  errors.throwIfAny();
}

function checkEmbeds(errors: FormErrors, at: FormPath, embeds: readonly WireEmbed[]): void {
  if (embeds.length > 10) errors.add(at, 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  let total = 0;
  embeds.forEach((embed, index) => {
    const here = [...at, index];
    errors.length([...here, 'title'], embed.title, 0, 256);
    errors.length([...here, 'description'], embed.description, 0, 4096);
    errors.length([...here, 'footer', 'text'], embed.footer?.text, 0, 2048);
    errors.length([...here, 'author', 'name'], embed.author?.name, 0, 256);
    const fields = embed.fields ?? [];
    if (fields.length > 25)
      errors.add([...here, 'fields'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
    fields.forEach((field, n) => {
      errors.length([...here, 'fields', n, 'name'], field.name, 1, 256);
      errors.length([...here, 'fields', n, 'value'], field.value, 1, 1024);
    });
    const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
    for (const text of [...texts, ...fields.flatMap(({ name, value }) => [name, value])])
      total += text?.length ?? 0;
  });
  if (total > 6000) errors.add(at, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}

/** Refuses autocomplete choices that Discord would refuse. */
export function checkChoices(choices: readonly { name: string; value: unknown }[]): void {
  const errors = new FormErrors();
  errors.count(['data', 'choices'], choices, 0, 25);
  choices.forEach((choice, index) => {
    errors.length(['data', 'choices', index, 'name'], choice.name, 1, 100);
    if (typeof choice.value === 'string')
      errors.length(['data', 'choices', index, 'value'], choice.value, 0, 100);
  });
  errors.throwIfAny();
}
