import type { Strategy } from '@wick/core';

/** The part of a strategy that is not signals: how much to hold, and which stops protect it. */
export type PositionRules = Pick<Strategy, 'size' | 'stopLoss' | 'takeProfit' | 'trailingStop'>;
