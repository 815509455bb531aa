import type { Column } from '../candle/candle.ts';

/** A series argument, such as the source of a moving average. */
export interface IndicatorInput {
  readonly name: string;
  /** What it reads when a strategy does not say. */
  readonly default: Column;
}

export interface IndicatorParameter {
  readonly name: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** What a strategy has to know of an indicator to name it; the engine holds the arithmetic. */
export interface IndicatorSignature {
  readonly title: string;
  readonly inputs: readonly IndicatorInput[];
  /** Candle columns that it reads whatever its inputs are, such as high and low for the true range. */
  readonly reads: readonly Column[];
  readonly parameters: readonly IndicatorParameter[];
  /** Two periods of which the first must be the shorter one. */
  readonly shorterFirst?: readonly [shorter: string, longer: string];
  /** The first is the one meant when a strategy does not say. */
  readonly outputs: readonly [string, ...string[]];
}

/** Longest window that a strategy may ask for: a year of minutes. */
export const MAX_PERIOD = 525_600;

export const period = (defaultBars: number, min = 1, name = 'period'): IndicatorParameter => ({
  name,
  default: defaultBars,
  min,
  max: MAX_PERIOD,
  integer: true,
});

export const factor = (name: string, defaultValue: number, min = 0, max = 1_000): IndicatorParameter => ({
  name,
  default: defaultValue,
  min,
  max,
  integer: false,
});

export const source = (column: Column = 'close', name = 'source'): IndicatorInput => ({ name, default: column });

/** The usual shapes: a value a bar of a series that may be chosen, or of the candle itself. */
export const ofSource = { inputs: [source()], reads: [], outputs: ['value'] } as const;
export const ofRange = { inputs: [], reads: ['high', 'low', 'close'], outputs: ['value'] } as const;
