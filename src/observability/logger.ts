import { pino, type Logger } from 'pino';
import { pinoPretty } from './pretty.js';
import { redactor, safeError } from './redact.js';

export type { Logger };

/** Makes the process's logger: JSON lines, or readable ones on a terminal. `secrets` never appear. */
export function createLogger(options: {
  level: string;
  pretty: boolean;
  secrets: readonly string[];
  destination?: NodeJS.WritableStream;
}): Logger {
  const redact = redactor(options.secrets);
  const destination = options.pretty ? pinoPretty(options.destination) : options.destination;
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => safeError(error, redact) },
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((arg: unknown) => (typeof arg === 'string' ? redact(arg) : arg));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
