import type { Logger } from './logger.js';

/** Sapphire's and discord.js's lines, through our logger. Shaped like `ILogger`, whose levels count up. */
export function sapphireLogger(logger: Logger) {
  const line =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (...values: readonly unknown[]): void => {
      const error = values.find((value) => value instanceof Error);
      const text = values
        .filter((value) => !(value instanceof Error))
        .map(String)
        .join(' ');
      logger[level]({ source: 'sapphire', ...(error ? { err: error } : {}) }, text);
    };
  return {
    has: () => true,
    trace: line('trace'),
    debug: line('debug'),
    info: line('debug'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
    write: (_level: number, ...values: readonly unknown[]): void => {
      line('debug')(...values);
    },
  };
}
