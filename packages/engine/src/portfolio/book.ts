import { NO_REFUSALS, type Refusals } from '@wick/core';
import { FillLog } from './fill-log.ts';

export type RefusalCounts = { -readonly [Reason in keyof Refusals]: number };

/**
 * What a portfolio knows of one instrument between two bars, as plain numbers. What happened before is in its fill log.
 * Prices are quote per base; levels that are never reached are ±∞.
 */
export class Book {
  /** Place in the list of instruments. */
  readonly index: number;
  readonly log: FillLog;
  /** Distance of the nearest stop as a share of the entry price, by the fill that opened the position, where it is no constant. */
  readonly stopShares = new Map<number, number>();
  readonly refusals: RefusalCounts = { ...NO_REFUSALS };

  /** Base asset: positive is long, negative short, 0 flat. */
  position = 0;
  /** Size-weighted mean of the fills that opened and added, slippage included; 0 when flat. */
  entryPrice = 0;
  /** Fills that opened or added. */
  entries = 0;
  /** The largest size that this position had. */
  largest = 0;
  /** What its sales brought, while the position is short. Only conventions with locked cash read it. */
  debt = 0;
  barsInPosition = 0;
  /** Quote asset: funding paid so far, and what the bar at hand will take when its range is over. */
  fundingPaid = 0;
  fundingDue = 0;

  /** Where the stop loss and the target are; ∓∞ where there is none. */
  lossLevel = Number.NaN;
  targetLevel = Number.NaN;
  /** Distances that were fixed when the position opened, beside the shares of the entry price. */
  lossGap = 0;
  targetGap = 0;
  /** A trailing stop is at best × (1 ∓ share) ∓ gap; both are NaN without one. */
  trailShare = Number.NaN;
  trailGap = Number.NaN;
  /** Best price since the entry that a trailing stop follows; 0 when flat. */
  bestPrice = 0;

  /** Signals of the last bar that the next bar has to fill: `WANTS_*` flags. */
  pending = 0;
  /** Close of the bar whose signals are pending, and the numbers that its rules read there. */
  signalClose = Number.NaN;
  readonly signalValues: Float64Array;
  /** What a size column said there; NaN for nothing. */
  signalSize = Number.NaN;
  /** What a target column asked for: a share of the equity; NaN for nothing. */
  pendingTarget = Number.NaN;

  /** An entry order that waits for its price: 1 buys, −1 sells, 0 none. */
  restingSide = 0;
  /** Where it is touched, from the market's side; NaN once a stop-limit has been. */
  triggerPrice = Number.NaN;
  /** No worse than this; NaN for a stop order, which takes the market's. */
  limitPrice = Number.NaN;
  /** Bars that it is still good for. */
  restingBars = 0;

  /** Of the last bar that exists; NaN before the first. */
  lastOpenTimeMs = Number.NaN;
  lastClose = Number.NaN;
  lastBar = -1;

  /** @param values how many numbers its rules read at a signal */
  constructor(index: number, values = 0) {
    this.index = index;
    this.log = new FillLog();
    this.signalValues = new Float64Array(values);
  }

  get side(): 1 | -1 | 0 {
    return this.position > 0 ? 1 : this.position < 0 ? -1 : 0;
  }

  /** Nothing is left of the position, its stops and the additions that wait. */
  clearPosition(): void {
    this.position = 0;
    this.entryPrice = 0;
    this.entries = 0;
    this.largest = 0;
    this.lossLevel = Number.NaN;
    this.targetLevel = Number.NaN;
    this.lossGap = 0;
    this.targetGap = 0;
    this.trailShare = Number.NaN;
    this.trailGap = Number.NaN;
    this.bestPrice = 0;
  }

  /** Takes away the entry that waits, if there is one, and counts it. */
  callOff(): void {
    if (this.restingSide === 0) return;
    this.refusals.unreached++;
    this.clearResting();
  }

  clearResting(): void {
    this.restingSide = 0;
    this.triggerPrice = Number.NaN;
    this.limitPrice = Number.NaN;
    this.restingBars = 0;
  }
}
