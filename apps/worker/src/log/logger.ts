import { type Logger, pino, stdSerializers } from 'pino';
import { WickError } from '@wick/core';

const SECRETS = ['databaseUrl', 'apiKey', 'password', 'authorization', 'headers.authorization', '*.databaseUrl', '*.apiKey', '*.password', '*.authorization'];

/** One JSON object a line. Secrets are blotted out wherever they stand as a field, and in the text of errors. */
export const createLogger = (level: string, stream?: { write(line: string): void }): Logger =>
  pino(
    {
      level,
      base: { name: 'wick-worker' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRETS, censor: '[secret]' },
      serializers: { error: serializeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    // Synchronous: the last lines before an end are the ones that matter, and there are few.
    stream ?? pino.destination(1),
  );

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutPasswords(String(error));
  const { type, message, stack } = stdSerializers.err(error);
  const what = error instanceof WickError ? { code: error.code, remedy: error.remedy, details: error.details } : { stack: withoutPasswords(stack) };
  const cause = error.cause === undefined ? {} : { cause: serializeError(error.cause) };
  return { type, message: withoutPasswords(message), ...what, ...cause };
}

/** `postgres://user:secret@host` without its secret. */
export const withoutPasswords = (text: string): string => text.replaceAll(/(\w+:\/\/[^\s:@/]*):[^\s@/]+@/g, '$1:[secret]@');
