import { type Execution, parseExecution, WickError } from '@wick/core';
import { oneOf } from './series-options.ts';

const FILLS = ['next-open', 'close'] as const satisfies readonly Execution['fill'][];

export interface ExecutionOptions {
  readonly fill?: string;
  readonly cash?: string;
  readonly fee?: string;
  readonly makerFee?: string;
  readonly fixedFee?: string;
  readonly slippage?: string;
  readonly slippageRange?: string;
  readonly volumeImpact?: string;
  readonly leverage?: string;
  readonly maintenanceMargin?: string;
  readonly stepSize?: string;
  readonly minSize?: string;
  readonly maxSize?: string;
  readonly minNotional?: string;
  readonly riskFree?: string;
}

/**
 * How orders become fills, as far as the options say it, and checked: the engine fills in the rest and lists it as
 * assumed. `--fee` is both fees unless `--maker-fee` says otherwise.
 *
 * @throws WickError OPTION_INVALID
 */
export function readExecution(options: ExecutionOptions): Partial<Execution> {
  const takerFeeRate = rateOf('--fee', options.fee);
  const makerFeeRate = options.makerFee === undefined ? takerFeeRate : readRate('--maker-fee', options.makerFee);
  const said: Partial<Execution> = {
    fill: options.fill === undefined ? undefined : oneOf('--fill', options.fill, FILLS),
    initialCash: numberOf('--cash', options.cash),
    takerFeeRate,
    makerFeeRate,
    fixedFee: numberOf('--fixed-fee', options.fixedFee),
    slippageBps: numberOf('--slippage', withoutUnit(options.slippage, 'bps')),
    slippageRangeShare: rateOf('--slippage-range', options.slippageRange),
    volumeImpactBps: numberOf('--volume-impact', withoutUnit(options.volumeImpact, 'bps')),
    leverage: numberOf('--leverage', withoutUnit(options.leverage, 'x')),
    maintenanceMarginRate: rateOf('--maintenance-margin', options.maintenanceMargin),
    stepSize: numberOf('--step-size', options.stepSize),
    minSize: numberOf('--min-size', options.minSize),
    maxSize: numberOf('--max-size', options.maxSize),
    minNotional: numberOf('--min-notional', options.minNotional),
    riskFreeRate: rateOf('--risk-free', options.riskFree),
  };
  const execution = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Execution>;
  parseExecution(execution);
  return execution;
}

const numberOf = (option: string, text: string | undefined): number | undefined => (text === undefined ? undefined : readNumber(option, text));
const rateOf = (option: string, text: string | undefined): number | undefined => (text === undefined ? undefined : readRate(option, text));

/** `5bps` is 5, and `3x` is 3. */
const withoutUnit = (text: string | undefined, unit: string): string | undefined => text?.replace(new RegExp(`\\s*${unit}$`, 'i'), '');

/** A share: `0.001` and `0.1%` are the same. @throws WickError OPTION_INVALID */
export function readRate(option: string, text: string): number {
  const isPercent = text.trim().endsWith('%');
  const value = readNumber(option, isPercent ? text.trim().slice(0, -1) : text);
  // Divided, not multiplied by 0.01: 0.1 / 100 is the float64 that 0.001 is.
  return isPercent ? value / 100 : value;
}

/** A plain decimal. @throws WickError OPTION_INVALID */
export function readNumber(option: string, text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())) return Number(text);
  throw new WickError('OPTION_INVALID', `${option} is not a number: "${text}".`, {
    remedy: 'Write a plain decimal such as 10000 or 0.5.',
    details: { option, value: text },
  });
}
