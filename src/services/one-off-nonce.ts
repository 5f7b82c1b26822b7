/** A nonce, of at most 25 characters, for a message that belongs to no campaign and is never tried again. */
export function oneOffNonce(newId: () => string): string {
  return newId().replaceAll('-', '').slice(0, 25);
}
