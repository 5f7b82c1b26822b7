import { FormErrors } from './api-error.js';
import type { FormPath } from './api-error.js';
import { checkCustomIds, checkSelect } from './component-rules.js';
import { ComponentType, isSelect } from './wire.js';
import type { WireComponent } from './wire.js';

/** Refuses a modal that Discord would refuse. */
export function checkModal(modal: WireComponent & { title?: unknown }, at: FormPath = ['data']): void {
  const errors = new FormErrors();
  const rows = modal.components ?? [];
  errors.length([...at, 'title'], modal.title, 1, 45);
  errors.length([...at, 'custom_id'], modal.custom_id, 1, 100);
  errors.count([...at, 'components'], rows, 1, 5);
  rows.forEach((row, index) => {
    const here = [...at, 'components', index];
    if (row.type === ComponentType.Label) {
      errors.length([...here, 'label'], row.label, 1, 45);
      errors.length([...here, 'description'], row.description, 0, 100);
    }
    const fields: [WireComponent, FormPath][] = row.component
      ? [[row.component, [...here, 'component']]]
      : (row.components ?? []).map((part, n) => [part, [...here, 'components', n]]);
    for (const [field, path] of fields) {
      if (isSelect(field)) checkSelect(errors, path, field);
      if (field.type !== ComponentType.TextInput) continue;
      errors.length([...path, 'custom_id'], field.custom_id, 1, 100);
      if (row.type === ComponentType.ActionRow) errors.length([...path, 'label'], field.label, 1, 45);
      errors.length([...path, 'placeholder'], field.placeholder, 0, 100);
      errors.length([...path, 'value'], field.value, 0, 4000);
    }
  });
  checkCustomIds(errors, at, rows);
  errors.throwIfAny();
}
