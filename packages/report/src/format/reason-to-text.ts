import type { Trade } from '@wick/core';

const REASONS: Readonly<Record<Trade['exitReason'], string>> = {
  entry: 'opposite entry',
  exit: 'exit rule',
  'stop-loss': 'stop loss',
  'take-profit': 'take profit',
  'trailing-stop': 'trailing stop',
  add: 'addition',
  reduce: 'part exit',
  reverse: 'reversal',
  rebalance: 'rebalancing',
  order: 'order',
  liquidation: 'liquidation',
  time: 'time exit',
  end: 'still open',
};

/** Why a trade ended, in words. */
export const reasonToText = (reason: Trade['exitReason']): string => REASONS[reason];
