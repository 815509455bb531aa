import { type Expression, expressionToText, parseStrategy, type Rules, type Strategy } from '@wick/core';
import { type Draft, type DraftRule, either, type Side } from './draft.ts';
import { mirrorExit } from './mirror-exit.ts';
import { settleEntryOrder } from './settle-entry-order.ts';
import { settlePlaces } from './settle-places.ts';
import { settleSides } from './settle-sides.ts';
import { settleSize } from './settle-size.ts';
import { settleTarget } from './settle-target.ts';

/**
 * Draws the conclusions from what a sentence said: which side each rule is for, and what it left out.
 *
 * @param assume is told each thing that was filled in
 * @returns undefined if there is no entry
 * @throws WickError STRATEGY_INVALID for figures out of range, such as a stop of 200%
 */
export function draftToStrategy(draft: Draft, assume: (text: string) => void): Strategy | undefined {
  const rules = settleSell(draft.rules, assume);
  const entries = { long: entryOf(rules, 'buy', assume), short: entryOf(rules, 'short', assume) };
  if (!entries.long && !entries.short) return undefined;
  const sides = (['long', 'short'] as const).filter((side) => entries[side] !== undefined);
  settleSides(draft, sides);
  settlePlaces(draft, sides);
  const both = entries.long !== undefined && entries.short !== undefined;
  // Exits that close a part have to come from a rule: neither a stop, nor the time, nor the other side's entry leaves anything.
  const needsExit = draft.scaleOut !== undefined;
  const stopped = (Object.keys(draft.stops).length > 0 || draft.exitAfter !== undefined) && !needsExit;
  const onlyTarget = !both && !draft.exitAfter && Object.keys(draft.stops).join() === 'takeProfit';

  const sideOf = (side: Side): Rules | undefined => {
    const entry = entries[side];
    if (!entry) return undefined;
    const exit = exitOf(rules, side, both, assume);
    if (exit) return { entry, exit };
    if (draft.heldForGood.has(side) || stopped) {
      if (onlyTarget) assume('The sentence names only a take profit: a trade that never reaches it stays open.');
      return { entry };
    }
    if (both && !needsExit) {
      assume(`The sentence names no exit for the ${side}: the opposite entry closes it.`);
      return { entry };
    }
    const mirror = mirrorExit(entry, side);
    assume(`The sentence names no exit${both ? ` for the ${side}` : ''}: ${mirror.reason}, that is when ${expressionToText(mirror.exit)}.`);
    return { entry, exit: mirror.exit };
  };

  const long = sideOf('long');
  const short = sideOf('short');
  const { exitAfter, entryOrder, scaleIn, scaleOut } = draft;
  const takeProfit = settleTarget(draft, assume);
  const size = settleSize(draft, assume);
  return parseStrategy({
    version: 1,
    ...(draft.name === undefined ? {} : { name: draft.name }),
    ...(long && { long }),
    ...(short && { short }),
    ...draft.stops,
    ...(takeProfit && { takeProfit }),
    ...(exitAfter && { exitAfter }),
    size,
    ...(entryOrder && { entryOrder: settleEntryOrder(entryOrder, sides, assume) }),
    ...(scaleIn && { scaleIn }),
    ...(scaleOut && { scaleOut }),
  });
}

/** "Sell" closes a long; where the sentence buys nothing, it opens a short. */
function settleSell(rules: readonly DraftRule[], assume: (text: string) => void): readonly DraftRule[] {
  const sells = rules.some((rule) => rule.verb === 'sell');
  const buys = rules.some((rule) => rule.verb === 'buy');
  if (!sells) return rules;
  if (!buys) assume('The sentence buys nothing, so "sell" opens a short position.');
  return rules.map((rule) => (rule.verb === 'sell' ? { ...rule, verb: buys ? 'exit long' : 'short' } : rule));
}

function entryOf(rules: readonly DraftRule[], verb: 'buy' | 'short', assume: (text: string) => void): Expression | undefined {
  const conditions = rules.filter((rule) => rule.verb === verb).map((rule) => rule.condition);
  if (conditions.length > 1) assume('Of several entry rules for one side, any one is enough.');
  return either(conditions);
}

/** An exit without a side is for the sides that were waiting for one; if none was, for every side. */
function exitOf(rules: readonly DraftRule[], side: Side, both: boolean, assume: (text: string) => void): Expression | undefined {
  const own = rules.filter(
    (rule) => rule.verb === `exit ${side}` || (rule.verb === 'exit' && (rule.waiting.length === 0 || rule.waiting.includes(side))),
  );
  if (own.length > 1) assume('Of several exit rules for one side, any one is enough.');
  if (both && own.some((rule) => rule.verb === 'exit' && rule.waiting.length !== 1)) {
    assume('An exit that names no side closes longs and shorts.');
  }
  return either(own.map((rule) => rule.condition));
}
