import { expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/catalog.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';

it.each(['en', 'en-GB', 'EN-us', 'sl-SI', 'den', '', '???'])('words %j in English', (locale) => {
  expect(messagesFor(locale)).toBe(en);
});

it.each(['de', 'de-AT', 'DE', 'de_CH'])('words %j in German', (locale) => {
  expect(messagesFor(locale)).toBe(de);
});
