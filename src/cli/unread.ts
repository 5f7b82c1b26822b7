/**
 * Lets this process do its work and end as it should whether anybody reads what it says or not: without this, one line
 * too many for `| head`, or a terminal that was closed, ends it in the middle.
 */
export function carryOnUnread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error & { code?: string }) => {
      // The reader is gone: what is left to say is said to nobody.
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
