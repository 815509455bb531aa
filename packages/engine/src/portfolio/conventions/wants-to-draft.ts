import { type Conventions, WickError } from '@wick/core';
import { WANTS_LONG, WANTS_LONG_EXIT, WANTS_SHORT, WANTS_SHORT_EXIT } from '../instrument.ts';
import type { OrderDraft, SizeUnit } from './order-draft.ts';

type Accumulate = Conventions['accumulate'];

/** What a bar's signals or a stop come to, once contradictions are resolved: `WANTS_*` flags, and whether orders add or take off. */
export interface Resolved {
  wants: number;
  accumulate: Accumulate;
}

const BOTH_LONG = WANTS_LONG | WANTS_LONG_EXIT;
const BOTH_SHORT = WANTS_SHORT | WANTS_SHORT_EXIT;
const BOTH_SIDES = WANTS_LONG | WANTS_SHORT;

/** Resolves what the signals of a bar contradict, first within each side, then between the sides, then against the position. */
export function resolveConflicts(wants: number, position: number, conventions: Conventions, resolved: Resolved): void {
  resolved.accumulate = conventions.accumulate;
  resolved.wants = wants;
  if ((wants & BOTH_SIDES) === 0) return;
  let left = resolveSide(wants, BOTH_LONG, WANTS_LONG, position, conventions.longConflict);
  left = resolveSide(left, BOTH_SHORT, WANTS_SHORT, position, conventions.shortConflict);
  left = resolveSides(left, position, conventions.sideConflict);
  resolved.wants = left;
  if ((position > 0 && left & WANTS_SHORT) || (position < 0 && left & WANTS_LONG)) resolveOpposite(resolved, position, conventions);
}

/** Entry and exit of one side. Flat, `adjacent` and `opposite` cannot decide. */
function resolveSide(wants: number, both: number, entry: number, position: number, rule: Conventions['longConflict']): number {
  if ((wants & both) !== both) return wants;
  const exit = both & ~entry;
  if (rule === 'entry' || (rule === 'adjacent' && position !== 0)) return wants & ~exit;
  if (rule === 'exit' || (rule === 'opposite' && position !== 0)) return wants & ~entry;
  return wants & ~both;
}

function resolveSides(wants: number, position: number, rule: Conventions['sideConflict']): number {
  if ((wants & BOTH_SIDES) !== BOTH_SIDES) return wants;
  const side = Math.sign(position);
  const kept = rule === 'long' ? 1 : rule === 'short' ? -1 : rule === 'adjacent' ? side : rule === 'opposite' ? -side : 0;
  if (kept > 0) return wants & ~WANTS_SHORT;
  return kept < 0 ? wants & ~WANTS_LONG : wants & ~BOTH_SIDES;
}

function resolveOpposite(resolved: Resolved, position: number, { oppositeEntry }: Conventions): void {
  const entry = position > 0 ? WANTS_SHORT : WANTS_LONG;
  const exit = position > 0 ? WANTS_LONG_EXIT : WANTS_SHORT_EXIT;
  if (oppositeEntry === 'ignore' || oppositeEntry === 'close' || oppositeEntry === 'close-reduce') resolved.wants &= ~entry;
  if (oppositeEntry === 'close' || oppositeEntry === 'close-reduce') resolved.wants |= exit;
  if (oppositeEntry === 'close' || oppositeEntry === 'reverse') resolved.accumulate = 'none';
}

/** What a stop wants of the position. */
export function stopToWants(position: number, { stopAction, accumulate }: Conventions, resolved: Resolved): void {
  const closes = stopAction === 'close' || stopAction === 'close-reduce';
  const long = closes ? WANTS_LONG_EXIT : WANTS_SHORT;
  const short = closes ? WANTS_SHORT_EXIT : WANTS_LONG;
  resolved.wants = position > 0 ? long : short;
  resolved.accumulate = stopAction === 'close' || stopAction === 'reverse' ? 'none' : accumulate;
}

/**
 * Wants → the size, unit and direction of the one order.
 *
 * @param size what an entry takes, in `unit`; @param valuation price at which a value is turned into an amount
 */
export function wantsToDraft(draft: OrderDraft, { wants, accumulate }: Resolved, position: number, size: number, unit: SizeUnit, valuation: number): void {
  draft.size = 0;
  draft.unit = unit;
  draft.direction = 'both';
  const side = position > 0 ? 1 : position < 0 ? -1 : 0;
  if (side === 0) {
    if (wants & WANTS_LONG) draft.size = size;
    else if (wants & WANTS_SHORT) draft.size = -size;
    return;
  }
  const removes = accumulate === 'remove' || accumulate === 'both';
  const [entry, exit, against] = side > 0 ? [WANTS_LONG, WANTS_LONG_EXIT, WANTS_SHORT] : [WANTS_SHORT, WANTS_SHORT_EXIT, WANTS_LONG];
  if (wants & against) {
    if (removes) draft.size = -side * size;
    else if (unit === 'percent') throw cannotReverse();
    else {
      const added = unit === 'value' ? size / valuation : size;
      draft.size = -side * (Math.abs(position) + (Number.isNaN(size) ? 0 : added));
      draft.unit = 'amount';
    }
  } else if (wants & exit) {
    draft.direction = side > 0 ? 'long' : 'short';
    draft.size = -side * (removes ? size : Math.abs(position));
    if (!removes) draft.unit = 'amount';
  } else if (wants & entry) {
    draft.direction = side > 0 ? 'long' : 'short';
    if (accumulate === 'add' || accumulate === 'both') draft.size = side * size;
  }
}

const cannotReverse = (): WickError =>
  new WickError('OPTION_INVALID', 'Under these conventions a percentage of the cash cannot reverse a position.', {
    remedy: 'Give the size as 100% of the equity, a value or an amount, or let opposite entries close or reduce.',
    details: { option: 'size' },
  });
