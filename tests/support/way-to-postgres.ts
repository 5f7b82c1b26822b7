import { onTestFinished } from 'vitest';
import { openWay, type Way } from './postgres-way.js';

/** Makes a way to the database `url`, which is gone after the test. */
export function wayTo(url: string): Promise<Way> {
  return openWay(url, onTestFinished);
}
