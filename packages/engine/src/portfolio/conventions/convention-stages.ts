import { type Conventions, type Execution, type OrderReason, WickError } from '@wick/core';
import { isNearlyEqual } from '../../records/arithmetic.ts';
import type { BarStages } from '../bar-stages.ts';
import type { Desk } from '../desk.ts';
import type { Instrument } from '../instrument.ts';
import { firstTouch } from '../stop-levels.ts';
import { type ConventionLimits, draftToFill } from './draft-to-fill.ts';
import { OrderDraft, type SizeUnit } from './order-draft.ts';
import { setStops, touchedStop, type StopTouch } from './position-stops.ts';
import { approximateValue } from './sequence.ts';
import { type Resolved, resolveConflicts, stopToWants, wantsToDraft } from './wants-to-draft.ts';

/**
 * A bar under vectorbt's conventions: first each instrument's order is made, from the stop that the bar touches or else from
 * the bar's own signals; then the orders are filled one after the other, on that bar, at one price each.
 *
 * `sells-first` orders them by what they are worth, sales first (vectorbt: `call_seq="auto"`).
 */
export function conventionStages(execution: Execution): BarStages {
  const conventions = execution.conventions!;
  const drafts: OrderDraft[] = [];
  const resolved: Resolved = { wants: 0, accumulate: 'none' };
  const touch: StopTouch = { price: Number.NaN, reason: 'stop-loss' };
  const limits = limitsOf(execution);
  const draftOf = ({ book }: Instrument): OrderDraft => (drafts[book.index] ??= new OrderDraft());

  const makeDraft = (desk: Desk, instrument: Instrument, bar: number): void => {
    const { book, columns, close } = instrument;
    const draft = draftOf(instrument);
    draft.size = 0;
    draft.price = orderPrice(instrument, bar);
    draft.slippage = columns.slippage?.[bar] ?? execution.slippageBps / 10_000;
    draft.stop = undefined;
    const written = columns.orders ?? columns.targetWeights;
    if (written) {
      draft.size = written[bar]!;
      draft.unit = columns.orders ? 'amount' : 'weight';
      draft.direction = 'both';
      return;
    }
    if (book.position !== 0 && touchedStop(instrument, bar, touch)) {
      stopToWants(book.position, conventions, resolved);
      applyStopFill(draft, touch, close[bar]!, conventions);
    } else resolveConflicts(instrument.wantsAt(bar), book.position, conventions, resolved);
    const { size, unit } = sizeAsked(instrument, bar);
    wantsToDraft(draft, resolved, book.position, size, unit, desk.prices[book.index]!);
  };

  const fill = (desk: Desk, instrument: Instrument, bar: number, value: number): void => {
    const { book, columns } = instrument;
    const draft = draftOf(instrument);
    if (draft.size === 0) return;
    const before = book.position;
    const feeRate = columns.takerFeeRate?.[bar];
    const trade = draftToFill(desk, instrument, draft, value, feeRate === undefined ? limits : { ...limits, feeRate });
    if (trade === undefined) return;
    desk.moment = draft.stop === undefined || conventions.stopFill === 'close' ? 'close' : 'range';
    desk.log(instrument, bar, trade.size, trade.price, draft.price, trade.fee, reasonOf(draft, instrument, before), false);
    setStops(instrument, bar, before, stopBase(desk, instrument, draft, trade.price, bar, conventions), conventions);
    if (before === 0 && book.position !== 0) book.entries = 1;
  };

  return {
    run(desk, due, bar) {
      // Only weights ask what the whole account is worth.
      const weighs = due.some(({ columns }) => columns.targetWeights !== undefined);
      for (const instrument of weighs ? desk.instruments : due) {
        const price = orderPrice(instrument, bar);
        if (!Number.isNaN(price)) desk.prices[instrument.book.index] = price;
      }
      for (const instrument of due) makeDraft(desk, instrument, bar);
      const value = weighs ? desk.account.equityAt(desk.prices) : Number.NaN;
      for (const instrument of inSequence(desk, due, draftOf, execution.sequence)) fill(desk, instrument, bar, value);
    },
    nextDue(_desk, instrument, from, length) {
      const due = instrument.nextAct(from);
      if (instrument.book.position === 0 || due <= from) return due;
      return firstTouch(instrument, from, Math.min(due, length), instrument.book.position > 0 ? -Infinity : Infinity, false);
    },
  };
}

function limitsOf(execution: Execution): ConventionLimits {
  const { lockCash, partialFills } = execution.conventions!;
  return {
    feeRate: execution.takerFeeRate,
    fixedFee: execution.fixedFee ?? 0,
    minSize: execution.minSize ?? 0,
    maxSize: execution.maxSize ?? Infinity,
    stepSize: execution.stepSize ?? Number.NaN,
    lockCash,
    partialFills,
  };
}

const orderPrice = ({ columns, mark }: Instrument, bar: number): number => (columns.price ?? mark)[bar]!;

function sizeAsked({ rules, columns }: Instrument, bar: number): { size: number; unit: SizeUnit } {
  const { size } = rules;
  const given = columns.size?.[bar];
  switch (size.kind) {
    case 'equity': {
      const share = given ?? size.share;
      return share === 1 ? { size: Infinity, unit: 'amount' } : { size: share, unit: 'percent' };
    }
    case 'value':
    case 'amount':
      return { size: given ?? size.amount, unit: size.kind };
    default:
      throw new WickError('OPTION_INVALID', `Under these conventions a size cannot be given by ${size.kind}.`, {
        remedy: 'Give it as a share of the equity, a value or an amount.',
        details: { option: 'size' },
      });
  }
}

function applyStopFill(draft: OrderDraft, { price, reason }: StopTouch, close: number, { stopFill }: Conventions): void {
  draft.stop = reason;
  if (stopFill === 'stop-limit') draft.slippage = 0;
  if (stopFill === 'stop-limit' || stopFill === 'stop-market') draft.price = price;
  if (stopFill === 'close') draft.price = close;
}

function stopBase(desk: Desk, instrument: Instrument, draft: OrderDraft, fillPrice: number, bar: number, { stopBase: base }: Conventions): number {
  if (base === 'order-price') return draft.price;
  if (base === 'fill-price') return fillPrice;
  return base === 'valuation-price' ? desk.prices[instrument.book.index]! : instrument.close[bar]!;
}

function inSequence(desk: Desk, due: readonly Instrument[], draftOf: (instrument: Instrument) => OrderDraft, sequence: Execution['sequence']): readonly Instrument[] {
  if (due.length < 2 || sequence === undefined || sequence === 'listed') return due;
  if (sequence === 'reversed') return [...due].reverse();
  return due
    .map((instrument) => ({ instrument, value: approximateValue(desk, instrument.book, draftOf(instrument)) }))
    .sort((a, b) => a.value - b.value)
    .map(({ instrument }) => instrument);
}

function reasonOf(draft: OrderDraft, { book, columns }: Instrument, before: number): OrderReason {
  if (draft.stop) return draft.stop;
  if (columns.orders) return 'order';
  if (columns.targetWeights) return 'rebalance';
  if (before === 0) return 'entry';
  if (isNearlyEqual(book.position, 0)) return 'exit';
  if (Math.sign(before) !== Math.sign(book.position)) return 'reverse';
  return Math.abs(book.position) > Math.abs(before) ? 'add' : 'reduce';
}

