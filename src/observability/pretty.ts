import { PinoPretty } from 'pino-pretty';

/** Readable lines for a terminal, by default on standard output. */
export function pinoPretty(destination?: NodeJS.WritableStream): NodeJS.WritableStream {
  return PinoPretty({
    colorize: destination === undefined,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    sync: true,
    ...(destination && { destination }),
  });
}
