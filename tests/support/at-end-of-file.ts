const ends: (() => Promise<unknown>)[] = [];

/**
 * Ends something after the last test of the file that runs now. Files share modules, so a hook at the top of one that
 * they import would be for the first of them alone.
 */
export function atEndOfFile(end: () => Promise<unknown>): void {
  ends.push(end);
}

/** Ends what the file has begun, the latest first. */
export async function endFile(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}
