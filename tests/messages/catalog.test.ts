import { expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/catalog.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';
import { sl } from '../../src/messages/sl/messages.js';

it.each(['en', 'en-GB', 'EN-us', 'hr-HR', 'den', 'slk', '', '???'])('words %j in English', (locale) => {
  expect(messagesFor(locale)).toBe(en);
});

it.each(['de', 'de-AT', 'DE', 'de_CH'])('words %j in German', (locale) => {
  expect(messagesFor(locale)).toBe(de);
});

it.each(['sl', 'sl-SI', 'SL', 'sl_SI'])('words %j in Slovenian', (locale) => {
  expect(messagesFor(locale)).toBe(sl);
});
