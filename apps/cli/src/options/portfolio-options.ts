import { closestName, type Execution, type GivenExecution, INTERVALS, type Interval, parseInterval, type RebalanceEvery, VECTORBT_CONVENTIONS, WickError } from '@wick/core';
import { type ExecutionOptions, readExecution, readRate } from './execution-options.ts';
import { oneOf, readSymbol } from './series-options.ts';

export interface PortfolioOptions {
  readonly sequence?: string;
  readonly weights?: string;
  readonly rebalance?: string;
  readonly closeDelisted?: true;
}

export interface ConventionOptions {
  readonly conventions?: string;
  /** False for `--no-funding`. */
  readonly funding?: boolean;
}

/** `exits-first` is what holds where the engine is told nothing. */
const SEQUENCES = ['exits-first', 'listed', 'reversed', 'sells-first'] as const;

/** Is stored funding charged? Conventions of others know none. */
export const chargesFunding = ({ funding = true, conventions }: ConventionOptions): boolean => funding && conventions === undefined;

/** What it takes to be compared with vectorbt: its rules, its fills, and the smallest order that it takes. */
const VECTORBT = { conventions: VECTORBT_CONVENTIONS, fill: 'close', minSize: 1e-8 } as const satisfies GivenExecution;

/**
 * How orders become fills for "wick backtest", which can also be told whose turn comes first and whose rules hold. A
 * smallest size that is given by itself wins over the one that `--conventions` brings along.
 *
 * @throws WickError OPTION_INVALID
 */
export function readBacktestExecution(options: ExecutionOptions & PortfolioOptions & ConventionOptions): Partial<Execution> {
  const { sequence, conventions } = options;
  const turns = sequence === undefined ? 'exits-first' : oneOf('--sequence', sequence, SEQUENCES);
  if (conventions !== undefined) oneOf('--conventions', conventions, ['vectorbt']);
  const said = readExecution(options);
  const against = conventions === undefined ? undefined : againstVectorbt(options, said);
  if (against !== undefined) throw invalid(against, `${against} cannot be used with --conventions vectorbt, which has no such thing.`, `Leave ${against} out, or --conventions.`);
  return { ...(conventions !== undefined && VECTORBT), ...said, ...(turns !== 'exits-first' && { sequence: turns }) };
}

/** An option that the conventions would leave out in silence; what the engine refuses by itself is left to it. */
function againstVectorbt({ sequence, makerFee }: ExecutionOptions & PortfolioOptions, { fill }: Partial<Execution>): string | undefined {
  if (fill === 'next-open') return '--fill next-open';
  if (sequence?.toLowerCase() === 'exits-first') return '--sequence exits-first';
  return makerFee === undefined ? undefined : '--maker-fee';
}

/** Symbols as the exchange writes them, each once. @throws WickError OPTION_INVALID */
export function readSymbols(texts: readonly string[]): string[] {
  const symbols = texts.map(readSymbol);
  const twice = symbols.find((symbol, place) => symbols.indexOf(symbol) !== place);
  if (twice === undefined) return symbols;
  throw invalid('symbols', `${twice} is named twice.`, 'A portfolio holds each symbol once; leave one out.');
}

/**
 * `BTCUSDT=60%,ETHUSDT=0.4` → shares of the equity in the order of the symbols; negative is short.
 * @throws WickError OPTION_INVALID
 */
export function readWeights(text: string, symbols: readonly string[]): number[] {
  const weights = new Map<string, number>();
  for (const part of text.split(',')) {
    const [name, share, ...rest] = part.split('=').map((piece) => piece.trim());
    if (!name || !share || rest.length > 0) throw invalid('--weights', `--weights cannot be read at "${part.trim()}".`, 'Write a share for each symbol: --weights BTCUSDT=60%,ETHUSDT=40%');
    const symbol = readSymbol(name);
    if (weights.has(symbol)) throw invalid('--weights', `--weights names ${symbol} twice.`, 'Give each symbol one weight.');
    weights.set(symbol, readRate(`The weight of ${symbol}`, share));
  }
  const stranger = [...weights.keys()].find((symbol) => !symbols.includes(symbol));
  if (stranger !== undefined) {
    const near = closestName(stranger, symbols);
    throw invalid('--weights', `--weights names ${stranger}, which is not among the symbols.`, near ? `Did you mean ${near}?` : `Add ${stranger} to the symbols, or leave its weight out.`);
  }
  return symbols.map((symbol) => {
    const weight = weights.get(symbol);
    if (weight === undefined) throw invalid('--weights', `${symbol} has no weight.`, `Add ${symbol}=10% to --weights (0% keeps it out), or leave the symbol out.`);
    return weight;
  });
}

/** `never`, or an interval that is not shorter than the candles. @throws WickError OPTION_INVALID | INTERVAL_UNKNOWN */
export function readRebalance(text: string, interval: Interval): RebalanceEvery {
  if (text.toLowerCase() === 'never') return 'never';
  const every = parseInterval(text);
  if (INTERVALS.indexOf(every) >= INTERVALS.indexOf(interval)) return every;
  throw invalid('--rebalance', `--rebalance ${every} is more often than the candles of ${interval} close.`, `Give ${interval} or more, or "never" to buy once.`);
}

const invalid = (option: string, message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option } });
