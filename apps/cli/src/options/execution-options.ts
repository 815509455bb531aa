import { type Execution, parseExecution, WickError } from '@wick/core';
import { oneOf } from './series-options.ts';

const FILLS = ['next-open', 'close'] as const satisfies readonly Execution['fill'][];

export interface ExecutionOptions {
  readonly fill?: string;
  readonly cash?: string;
  readonly fee?: string;
  readonly makerFee?: string;
  readonly slippage?: string;
  readonly riskFree?: string;
}

/**
 * How orders become fills, as far as the options say it, and checked: the engine fills in the rest and lists it as
 * assumed. `--fee` is both fees unless `--maker-fee` says otherwise.
 *
 * @throws WickError OPTION_INVALID
 */
export function readExecution(options: ExecutionOptions): Partial<Execution> {
  const takerFeeRate = options.fee === undefined ? undefined : readRate('--fee', options.fee);
  const makerFeeRate = options.makerFee === undefined ? takerFeeRate : readRate('--maker-fee', options.makerFee);
  const execution: Partial<Execution> = {
    ...(options.fill !== undefined && { fill: oneOf('--fill', options.fill, FILLS) }),
    ...(options.cash !== undefined && { initialCash: readNumber('--cash', options.cash) }),
    ...(takerFeeRate !== undefined && { takerFeeRate }),
    ...(makerFeeRate !== undefined && { makerFeeRate }),
    ...(options.slippage !== undefined && { slippageBps: readNumber('--slippage', options.slippage.replace(/\s*bps$/i, '')) }),
    ...(options.riskFree !== undefined && { riskFreeRate: readRate('--risk-free', options.riskFree) }),
  };
  parseExecution(execution);
  return execution;
}

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
