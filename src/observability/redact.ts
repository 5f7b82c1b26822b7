/** What a log may show of an error, its causes included, with everything secret-looking struck out. */
export interface SafeError {
  readonly name: string;
  readonly code?: string | number;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: SafeError;
}

const STRUCK = '[redacted]';

// These carry secrets: paths of an interaction, a webhook, a calendar or a Telegram bot; a Redis URL.
const TOKEN_PATHS = [
  /(\/webhooks\/\d+\/)[^/\s"'?]+/g,
  /(\/interactions\/\d+\/)[^/\s"'?]+/g,
  /(\/calendar\/)[\w-]+/g,
  /(\/bot)\d+:[\w-]+/g,
  /(redis(?:s)?:\/\/[^:/\s]*:)[^@\s]+(?=@)/g,
];

/** Strikes out the given secrets, and what `TOKEN_PATHS` finds. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 4);
  return (text) => {
    const withoutSecrets = known.reduce((rest, secret) => rest.replaceAll(secret, STRUCK), text);
    return TOKEN_PATHS.reduce((rest, path) => rest.replace(path, `$1${STRUCK}`), withoutSecrets);
  };
}

/** An error as the log may show it: without request bodies, answers and whatever else it carries. */
export function safeError(error: unknown, redact: (text: string) => string): SafeError {
  if (!(error instanceof Error)) return { name: 'Error', message: redact(String(error)) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: redact(error.message),
    ...(error.stack ? { stack: redact(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause, redact) }),
  };
}
