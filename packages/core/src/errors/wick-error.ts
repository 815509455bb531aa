/** Every reason for which wick refuses or gives up. A program may branch on these; people read the message. */
export type ErrorCode =
  | 'API_KEY_MISSING'
  | 'API_KEY_MALFORMED'
  | 'ARCHIVE_DAMAGED'
  | 'BUDGET_EXHAUSTED'
  | 'CANDLES_DAMAGED'
  | 'CANDLES_MISSING'
  | 'DATABASE_UNAVAILABLE'
  | 'DATABASE_UNSUPPORTED'
  | 'DISK_UNWRITABLE'
  | 'EXCHANGE_BANNED'
  | 'EXCHANGE_REFUSED'
  | 'EXCHANGE_UNREACHABLE'
  | 'FILE_NOT_FOUND'
  | 'HISTORY_TOO_SHORT'
  | 'INSTRUMENTS_MIXED'
  | 'INTERVAL_UNKNOWN'
  | 'LLM_FAILED'
  | 'LLM_REFUSED'
  | 'OPTION_INVALID'
  | 'PRICES_INVALID'
  | 'PRICE_UNKNOWN'
  | 'RESULT_INVALID'
  | 'SENTENCE_NOT_UNDERSTOOD'
  | 'SIGNALS_INVALID'
  | 'STRATEGY_INVALID'
  | 'STRATEGY_NEVER_TRADES'
  | 'STRATEGY_SYNTAX'
  | 'SYMBOL_UNKNOWN';

export interface WickErrorOptions {
  /** What the reader can do about it, as one sentence. */
  remedy: string;
  /** Machine-readable facts: a line and column, a path, a status. Never a secret. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** An error with a stable code, one clear sentence (`message`) and what to do about it (`remedy`). */
export class WickError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: WickErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WickError';
    this.code = code;
    this.remedy = options.remedy;
    this.details = options.details ?? {};
  }

  toJSON(): { code: ErrorCode; message: string; remedy: string; details: Readonly<Record<string, unknown>> } {
    return { code: this.code, message: this.message, remedy: this.remedy, details: this.details };
  }
}

export const isWickError = (error: unknown): error is WickError => error instanceof WickError;
