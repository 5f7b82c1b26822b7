import { answerTo, answerToPress } from '../../src/inbound/answer.js';

/** The answer to a person's message. */
export async function saidTo(...asked: Parameters<typeof answerTo>): Promise<string> {
  return (await answerTo(...asked)).words;
}

/** The answer to a person's press of a button. */
export async function saidToPress(...asked: Parameters<typeof answerToPress>): Promise<string> {
  return (await answerToPress(...asked)).words;
}
