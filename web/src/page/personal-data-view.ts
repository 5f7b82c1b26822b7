import { html, type TemplateResult } from 'lit';
import type { PersonalDataExport } from '../../../src/contract/personal-data.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Formats } from '../format.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
// Of the file, not of the person.
const LEFT_OUT = new Set(['format', 'version', 'exported_at']);

/**
 * Everything the bridge says is kept, field by field: what it adds one day is shown too, under its own name, so that
 * nothing can be left out by an older page.
 */
export function personalDataView(
  data: PersonalDataExport,
  texts: WebTexts,
  formats: Formats,
): TemplateResult {
  const { user_id: own } = data;
  const me = (value: unknown): unknown => inWordsOf(value, own, texts.privacy.you);
  const fields = Object.entries(data).filter(([name, value]) => !LEFT_OUT.has(name) && !isEmpty(value));
  return html`<dl class="kept">
    ${fields.map(
      ([name, value]) =>
        html`<div>
          <dt>${label(name, texts)}</dt>
          <dd>${valueView(name === 'user_id' ? value : me(value), texts, formats)}</dd>
        </div>`,
    )}
  </dl>`;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function valueView(value: unknown, texts: WebTexts, formats: Formats): TemplateResult | string {
  if (typeof value === 'boolean') return value ? texts.privacy.yes : texts.privacy.no;
  if (typeof value === 'string') return INSTANT.test(value) ? formats.dateTime(value) : worded(value, texts);
  if (Array.isArray(value)) {
    return html`<ul>
      ${value.map((each) => html`<li>${lineOf(each, texts, formats)}</li>`)}
    </ul>`;
  }
  if (typeof value === 'object' && value !== null) {
    return html`<dl>
      ${Object.entries(value)
        .filter(([, inner]) => !isEmpty(inner))
        .map(
          ([name, inner]) =>
            html`<div>
              <dt>${label(name, texts)}</dt>
              <dd>${valueView(inner, texts, formats)}</dd>
            </div>`,
        )}
    </dl>`;
  }
  return JSON.stringify(value);
}

/** The same value, in which the viewer's own id is told as them. */
function inWordsOf(value: unknown, own: unknown, you: string): unknown {
  if (value === own) return you;
  if (Array.isArray(value)) return value.map((each) => inWordsOf(each, own, you));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inWordsOf(inner, own, you)]));
}

/** An entry of a list in one line, each part by its name. */
function lineOf(entry: unknown, texts: WebTexts, formats: Formats): TemplateResult | string {
  if (typeof entry !== 'object' || entry === null) return valueView(entry, texts, formats);
  const parts = Object.entries(entry).filter(([, value]) => value !== null);
  return html`${parts.map(([name, value], index) => {
    const named = `${label(name, texts)}: `;
    return html`${index === 0 ? '' : ' · '}${named}${valueView(value, texts, formats)}`;
  })}`;
}

function label(name: string, texts: WebTexts): string {
  const { fields } = texts.privacy;
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? name.replaceAll('_', ' ');
}

/** Codes that have words in the tables are told in words. */
function worded(value: string, texts: WebTexts): string {
  const { status, job, channel, preferred, outcome, campaignStatus, skipReason, privacy } = texts;
  const tables: readonly Readonly<Record<string, string>>[] = [
    status,
    job,
    channel,
    preferred,
    outcome,
    skipReason,
    campaignStatus,
    privacy.actions,
  ];
  for (const table of tables) {
    if (Object.hasOwn(table, value)) return table[value] ?? value;
  }
  return value;
}
