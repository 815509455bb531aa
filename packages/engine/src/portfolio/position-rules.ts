/** The part of a strategy that is not signals: how much to hold, and which stops protect it. */
export type { PositionRules } from '@wick/core';
