import type { FormErrors, FormPath } from './api-error.js';
import { ComponentType, everyComponent, isSelect } from './wire.js';
import type { WireComponent } from './wire.js';

/** Notes what is wrong with the components of a message. */
export function checkRows(
  errors: FormErrors,
  at: FormPath,
  rows: readonly WireComponent[],
  flags: number,
): void {
  const modern = (flags & 32768) !== 0;
  if (!modern && rows.length > 5) errors.add(at, 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.');
  rows.forEach((row, index) => {
    const known = row.type === ComponentType.ActionRow || (modern && row.type >= 9);
    if (!known)
      errors.add([...at, index, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    checkRow(errors, [...at, index], row);
  });
  checkCustomIds(errors, at, rows);
}

function checkRow(errors: FormErrors, at: FormPath, row: WireComponent): void {
  const parts = row.components ?? [];
  if (row.type === ComponentType.ActionRow) {
    const selects = parts.filter(isSelect).length;
    errors.count([...at, 'components'], parts, 1, selects > 0 ? 1 : 5);
  }
  parts.forEach((part, index) => {
    const here = [...at, 'components', index];
    if (part.type === ComponentType.Button) checkButton(errors, here, part);
    else if (isSelect(part)) checkSelect(errors, here, part);
    else if (part.components) checkRow(errors, here, part);
  });
}

function checkButton(errors: FormErrors, at: FormPath, button: WireComponent): void {
  errors.length([...at, 'label'], button.label, 0, 80);
  if (!button.label && !button['emoji']) {
    errors.add(at, 'BUTTON_COMPONENT_INVALID', 'A button must have a label or emoji');
  }
  const link = button.style === 5;
  if (link && (!button.url || button.custom_id)) {
    errors.add(at, 'BUTTON_COMPONENT_INVALID_URL', 'A link button must have a url and no custom id');
  }
  if (!link && button.url) {
    errors.add(
      at,
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
      'A button that is no link has a custom id and no url',
    );
  }
  if (link && button.url) checkUrl(errors, [...at, 'url'], button.url);
  if (!link && button.style !== 6) errors.length([...at, 'custom_id'], button.custom_id, 1, 100);
}

/** Notes what is wrong with the address of a link button. */
function checkUrl(errors: FormErrors, at: FormPath, url: string): void {
  errors.length(at, url, 1, 512);
  if (!URL.canParse(url)) return errors.add(at, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  const scheme = new URL(url).protocol.slice(0, -1);
  if (['http', 'https', 'discord'].includes(scheme)) return;
  const message = `Scheme "${scheme}" is not supported. Scheme must be one of ('http', 'https', 'discord').`;
  errors.add(at, 'URL_TYPE_INVALID_SCHEME', message);
}

/** Notes what is wrong with a select. */
export function checkSelect(errors: FormErrors, at: FormPath, select: WireComponent): void {
  errors.length([...at, 'custom_id'], select.custom_id, 1, 100);
  errors.length([...at, 'placeholder'], select.placeholder, 0, 150);
  if (select.type !== ComponentType.StringSelect) return checkChosen(errors, at, select);
  const options = select.options ?? [];
  errors.count([...at, 'options'], options, 1, 25);
  const seen = new Set<string>();
  options.forEach((option, n) => {
    errors.length([...at, 'options', n, 'label'], option.label, 1, 100);
    errors.length([...at, 'options', n, 'value'], option.value, 1, 100);
    errors.length([...at, 'options', n, 'description'], option.description, 0, 100);
    if (seen.has(option.value)) {
      errors.add(
        [...at, 'options', n, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    seen.add(option.value);
  });
  if ((select.max_values ?? 1) > options.length) {
    errors.add([...at, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES', 'More values than there are options');
  }
  const chosen = options.filter((option) => option.default).length;
  if (chosen > (select.max_values ?? 1)) {
    errors.add([...at, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'More defaults than values allowed');
  }
}

/** Notes repeated custom ids. */
export function checkCustomIds(errors: FormErrors, at: FormPath, components: readonly WireComponent[]): void {
  const seen = new Set<string>();
  for (const { custom_id: id } of everyComponent(components)) {
    if (id === undefined) continue;
    if (seen.has(id)) {
      errors.add(at, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    seen.add(id);
  }
}

/** What a select of users, roles or channels has chosen already: of its kind, and no more than may be. */
function checkChosen(errors: FormErrors, at: FormPath, select: WireComponent): void {
  const chosen = (select['default_values'] ?? []) as readonly { id: string; type: string }[];
  const kind = { 5: 'user', 6: 'role', 8: 'channel' }[select.type];
  errors.count([...at, 'default_values'], chosen, 0, select.max_values ?? 1);
  if ((select.max_values ?? 1) > 25) {
    errors.add([...at, 'max_values'], 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 25');
  }
  if (kind !== undefined && chosen.some(({ type }) => type !== kind)) {
    errors.add([...at, 'default_values'], 'BASE_TYPE_CHOICES', `Value must be one of ('${kind}',)`);
  }
}
