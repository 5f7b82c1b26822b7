/** Resolves once everything else that waits has had its turn; a chain of promises would let nothing else go first. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
