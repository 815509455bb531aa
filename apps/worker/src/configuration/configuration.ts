import { DAY_MS, EXCHANGES, MARKETS, parseSeriesKey, type Series, WickError } from '@wick/core';
import { z } from 'zod';

/** `BTCUSDT:1m`, `um:BTCUSDT:1m` or `binance:um:BTCUSDT:1m`: what is left out is binance and spot. */
const seriesSchema = z.string().transform((text, context): Series => {
  const words = text.trim().split(':');
  if (!(EXCHANGES as readonly string[]).includes(words[0]!)) words.unshift('binance');
  if (!(MARKETS as readonly string[]).includes(words[1]!)) words.splice(1, 0, 'spot');
  try {
    return parseSeriesKey(words.map((word, index) => (index === 2 ? word.toUpperCase() : word)).join(':'));
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof WickError ? `${error.message} ${error.remedy}` : String(error) });
    return z.NEVER;
  }
});

const listSchema = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter((word) => word.trim() !== '') : value),
  z.array(seriesSchema).min(1, 'name at least one series, such as BTCUSDT:1m'),
);

/** A date such as 2024-01-01, or a number of days before now such as 30d. */
const sinceSchema = z.union([
  z.string().regex(/^\d{1,5}d$/).transform((text) => ({ daysAgo: Number(text.slice(0, -1)) })),
  z.string().regex(/^\d{4}-\d{2}-\d{2}/).refine((text) => !Number.isNaN(Date.parse(text)), 'not a date')
    .transform((text) => ({ timeMs: Date.parse(text) })),
], { error: 'write a date such as 2024-01-01 or a number of days such as 30d' });

const configurationSchema = z.strictObject({
  series: listSchema.prefault('BTCUSDT:1m'),
  since: sinceSchema.prefault('7d'),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8_080),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Without it the embedded server is used. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user@host/database' }).optional(),
  dataDir: z.string().min(1).optional(),
  /** In place of Binance's own addresses, for a proxy or a simulator. */
  restUrl: z.url({ protocol: /^https?$/ }).optional(),
  webSocketUrl: z.url({ protocol: /^wss?$/ }).optional(),
});

export type Configuration = z.output<typeof configurationSchema>;

/** Where each setting is found in the environment. */
const VARIABLES: Readonly<Record<keyof Configuration, string>> = {
  series: 'WICK_SERIES',
  since: 'WICK_SINCE',
  host: 'HOST',
  port: 'PORT',
  logLevel: 'LOG_LEVEL',
  databaseUrl: 'DATABASE_URL',
  dataDir: 'WICK_DATA_DIR',
  restUrl: 'WICK_BINANCE_REST_URL',
  webSocketUrl: 'WICK_BINANCE_WS_URL',
};

/**
 * Settings from a JSON object and from the environment, which wins. An empty variable counts as not set.
 *
 * @throws WickError OPTION_INVALID that names every setting that is wrong; values are not repeated, they may be secret
 */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>, file: unknown = {}): Configuration {
  const fromEnv = Object.entries(VARIABLES).flatMap(([key, name]) => (env[name] ? [[key, env[name]]] : []));
  const isObject = typeof file === 'object' && file !== null && !Array.isArray(file);
  if (!isObject) throw invalid(['the configuration file must hold a JSON object']);
  const parsed = configurationSchema.safeParse({ ...file, ...Object.fromEntries(fromEnv) });
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map((issue) => {
      const key = issue.path[0] as keyof Configuration | undefined;
      return key === undefined ? issue.message : `${VARIABLES[key] ?? String(key)}: ${issue.message}`;
    }),
  );
}

const invalid = (problems: readonly string[]): WickError =>
  new WickError('OPTION_INVALID', `The worker's configuration is not valid: ${problems.join('; ')}.`, {
    remedy: 'Mend the named settings; apps/worker/README.md lists what each can be.',
    details: { problems },
  });

/** The first open time to have, in epoch milliseconds UTC. */
export const sinceMs = (configuration: Configuration, nowMs: number): number =>
  'timeMs' in configuration.since ? configuration.since.timeMs : nowMs - configuration.since.daysAgo * DAY_MS;
