import { expect, it } from 'vitest';
import { ToldOnce } from '../../src/services/told-once.js';

it('a cause is news once, until its matter is over or nobody could be told', () => {
  const told = new ToldOnce();
  expect(told.isNews('signal', 'captcha')).toBe(true);
  expect(told.isNews('signal', 'captcha')).toBe(false);
  expect(told.isNews('signal', 'timeout')).toBe(true);
  expect(told.isNews('telegram', 'captcha')).toBe(true);

  told.over('signal');
  expect(told.isNews('signal', 'captcha')).toBe(true);
  expect(told.isNews('telegram', 'captcha')).toBe(false);

  told.takeBack('telegram', 'captcha');
  told.takeBack('discord', 'captcha');
  expect(told.isNews('telegram', 'captcha')).toBe(true);
});
