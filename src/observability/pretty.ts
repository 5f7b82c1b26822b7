import { PinoPretty } from 'pino-pretty';

/** Readable lines for a terminal. */
export function pinoPretty(): NodeJS.WritableStream {
  return PinoPretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', sync: true });
}
