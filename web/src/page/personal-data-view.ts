import { html, type TemplateResult } from 'lit';
import type { PersonalDataExport } from '../../../src/contract/personal-data.js';
import type { KeptTexts } from '../../../src/messages/texts/kept.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import type { Formats } from '../format.js';
import { loadKeptTexts } from './more-texts.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DATE = /^\d{4}-\d\d-\d\d$/;
// Of the file, not of the person.
const LEFT_OUT = new Set(['format', 'version', 'exported_at']);

/**
 * Everything the bridge says is kept, field by field: what it adds one day is shown too, under its own name, so that
 * nothing can be left out by an older page.
 */
export type PersonalDataView = (
  data: PersonalDataExport,
  texts: WebTexts,
  formats: Formats,
) => TemplateResult;

/** The view with its words. Rejects when they can't be fetched. */
export async function loadPersonalDataView(): Promise<PersonalDataView> {
  const kept = await loadKeptTexts();
  return (data, texts, formats) => {
    const { user_id: own } = data;
    const words = { ...texts, kept };
    const fields = Object.entries(data).filter(([name, value]) => !LEFT_OUT.has(name) && !isEmpty(value));
    return html`<dl class="kept">
      ${fields.map(
        ([name, value]) =>
          html`<div>
            <dt>${label(name, kept)}</dt>
            <dd>
              ${valueView(name === 'user_id' ? value : inWordsOf(value, own, kept.you), words, formats)}
            </dd>
          </div>`,
      )}
    </dl>`;
  };
}

interface Words extends WebTexts {
  readonly kept: KeptTexts;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function valueView(value: unknown, texts: Words, formats: Formats): TemplateResult | string {
  if (typeof value === 'boolean') return value ? texts.kept.yes : texts.kept.no;
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return formats.dateTime(value);
    return DATE.test(value) ? formats.day(value) : worded(value, texts);
  }
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
              <dt>${label(name, texts.kept)}</dt>
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
function lineOf(entry: unknown, texts: Words, formats: Formats): TemplateResult | string {
  if (typeof entry !== 'object' || entry === null) return valueView(entry, texts, formats);
  const parts = Object.entries(entry).filter(([, value]) => value !== null);
  return html`${parts.map(([name, value], index) => {
    const named = `${label(name, texts.kept)}: `;
    return html`${index === 0 ? '' : ' · '}${named}${valueView(value, texts, formats)}`;
  })}`;
}

function label(name: string, { fields }: KeptTexts): string {
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? name.replaceAll('_', ' ');
}

/** Codes that have words in the tables are told in words. */
function worded(value: string, texts: Words): string {
  const { status, job, channel, preferred, outcome, campaignStatus, skipReason, kept } = texts;
  const tables: readonly Readonly<Record<string, string>>[] = [
    status,
    job,
    channel,
    preferred,
    outcome,
    skipReason,
    campaignStatus,
    kept.actions,
  ];
  for (const table of tables) {
    if (Object.hasOwn(table, value)) return table[value] ?? value;
  }
  return value;
}
