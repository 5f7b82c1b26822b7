import { answerTo, answerToPress } from '../../src/inbound/answer.js';

/** What somebody is told about what they wrote. */
export async function saidTo(...asked: Parameters<typeof answerTo>): Promise<string> {
  return (await answerTo(...asked)).words;
}

/** What somebody is told about a button they pressed. */
export async function saidToPress(...asked: Parameters<typeof answerToPress>): Promise<string> {
  return (await answerToPress(...asked)).words;
}
