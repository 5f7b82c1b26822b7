import { expect, it } from 'vitest';
import { ToldOnce } from '../../src/services/told-once.js';

it('a cause is news once, until its matter is over or nobody could be told', async () => {
  const told = new ToldOnce();
  expect(await told.isNews('signal', 'captcha')).toBe(true);
  expect(await told.isNews('signal', 'captcha')).toBe(false);
  expect(await told.isNews('signal', 'timeout')).toBe(true);
  expect(await told.isNews('telegram', 'captcha')).toBe(true);

  await told.over('signal');
  expect(await told.isNews('signal', 'captcha')).toBe(true);
  expect(await told.isNews('telegram', 'captcha')).toBe(false);

  await told.takeBack('telegram', 'captcha');
  await told.takeBack('discord', 'captcha');
  expect(await told.isNews('telegram', 'captcha')).toBe(true);
});
