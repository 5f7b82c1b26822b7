import { expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/catalog.js';
import { en } from '../../src/messages/en.js';

it.each(['en', 'en-GB', 'EN-us', 'de', 'sl-SI', '', '???'])('words %j in English', (locale) => {
  expect(messagesFor(locale)).toBe(en);
});
