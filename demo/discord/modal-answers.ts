import type { Modal } from './interaction.js';
import { ComponentType, isSelect } from './wire.js';
import type { Json, WireComponent } from './wire.js';

type Given = string | readonly string[] | undefined;

/**
 * The components of a modal's submission. Fields are named by label or custom id; a missing one keeps its
 * default. Throws a plain sentence if Discord's client would not send the form.
 */
export function modalAnswers(
  modal: Modal,
  fields: Readonly<Record<string, Exclude<Given, undefined>>>,
): Json[] {
  const used = new Set<string>();
  const given = (field: WireComponent, label: string | undefined): Given => {
    const key = [field.custom_id, label].find((name) => name !== undefined && name in fields);
    if (key === undefined) return undefined;
    used.add(key);
    return fields[key];
  };
  const answers = modal.components.map((row) => {
    if (row.type === ComponentType.Label && row.component) {
      const component = answer(row.component, row.label, given(row.component, row.label));
      return { type: row.type, id: row['id'] ?? 1, component };
    }
    const components = (row.components ?? []).map((each) =>
      answer(each, each.label, given(each, each.label)),
    );
    return { type: row.type, id: row['id'] ?? 1, ...(row.components && { components }) };
  });
  const unknown = Object.keys(fields).filter((key) => !used.has(key));
  if (unknown.length > 0)
    throw new Error(`The form "${modal.title}" has no field "${unknown.join('", "')}".`);
  return answers;
}

function answer(field: WireComponent, label: string | undefined, given: Given): Json {
  const name = label ?? field.custom_id ?? '';
  const base = { type: field.type, id: field['id'] ?? 1, custom_id: field.custom_id };
  const required = field['required'] !== false;
  if (isSelect(field)) {
    const preset = (field.options ?? []).filter((option) => option.default).map((option) => option.value);
    const values = given === undefined ? preset : [given].flat();
    if (required && values.length === 0) throw new Error(`The field "${name}" must be chosen.`);
    const unknown = values.find(
      (value) => field.options && !field.options.some((option) => option.value === value),
    );
    if (unknown !== undefined) throw new Error(`The field "${name}" has no option "${unknown}".`);
    return { ...base, values };
  }
  const value = given === undefined ? (field.value ?? '') : String(given);
  const max = (field['max_length'] as number | undefined) ?? 4000;
  const min = (field['min_length'] as number | undefined) ?? 0;
  if (required && value === '') throw new Error(`The field "${name}" must be filled in.`);
  if (value.length > max || (value !== '' && value.length < min)) {
    throw new Error(`The field "${name}" takes ${min} to ${max} characters.`);
  }
  return { ...base, value };
}
