import type { Manifest, Refusals } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';

/** Why a run has no trade, as far as what was counted tells it. */
export function noTradeToSentence(manifests: readonly Manifest[], refusals: Refusals, orders: 'signals' | 'weights' = 'signals'): string {
  const [first] = manifests;
  const who = first?.signals ? `The ${orders} never led to a trade in this range` : 'The strategy never traded in this range';
  if (Object.values(refusals).some((times) => times > 0)) return `${who}: all that was asked for was refused, as counted above.`;
  if (first?.signals) return `${who}: ${signalsToReason(first.signals.origin)}.`;
  // Conventions drop contradicting signals without counting them.
  if (first?.execution.conventions) return `${who}: none of its entries led to an order.`;
  const candles = sum(manifests.map((manifest) => manifest.candles));
  const warmup = sum(manifests.map((manifest) => Math.min(manifest.candles, manifest.warmupBars)));
  if (candles === warmup) return `${who}: there is no candle after the warm-up.`;
  const longer = warmup * 2 > candles ? '; most of the candles are warm-up, so a longer range can tell more' : '';
  return `${who}: its entry was never true on the ${numberToText(candles - warmup, 0)} candles after the warm-up${longer}.`;
}

function signalsToReason(origin: NonNullable<Manifest['signals']>['origin']): string {
  const opens = origin && (origin.buys > 0 || (origin.sell === 'short' && origin.sells > 0));
  return origin && !opens ? 'none that counts opens a position' : 'none of them led to an order';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
