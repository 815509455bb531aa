import type { Distance, EntryOrder, ExitAfter, Expression, ScaleIn, ScaleOut, Size } from '@wick/core';
import { all, any } from '../reader/build.ts';
import type { Leaning } from '../reader/cursor.ts';

export type Side = 'long' | 'short';
export type StopKind = 'stopLoss' | 'takeProfit' | 'trailingStop';
/** `exit` and `sell` leave the side open: the rest of the sentence decides. */
export type RuleVerb = 'buy' | 'short' | 'exit' | 'sell' | 'exit long' | 'exit short';

export interface DraftRule {
  readonly verb: RuleVerb;
  condition: Expression;
  /** Sides that had an entry without an exit when an `exit` was read. */
  readonly waiting: readonly Side[];
  /** Was the verb filled in? One that comes later is the rule's own. */
  assumed: boolean;
}

/** An order to enter, and on which side of the close it was said to lie: which side that fits is seen at the end. */
export interface DraftOrder {
  readonly order: EntryOrder;
  readonly lies: 'above' | 'below' | undefined;
  /** The side that its words speak of. */
  readonly side?: Side | undefined;
}

/** What a sentence has said so far, in its own order. `draftToStrategy` draws the conclusions. */
export class Draft {
  readonly rules: DraftRule[] = [];
  readonly stops: Partial<Record<StopKind, Distance>> = {};
  readonly heldForGood = new Set<Side>();
  #endsWithExit = false;
  #endsWithRule = false;
  #ruled = false;
  #saysSide = false;
  #setUp: Pick<DraftRule, 'verb' | 'condition'> | undefined;
  /** On which side of the entry stops and targets were said to lie: which side that fits is seen at the end. */
  readonly places: { readonly kind: StopKind; readonly place: 'above' | 'below' }[] = [];
  exitAfter: ExitAfter | undefined;
  size: Size | undefined;
  /** Was a size by risk said of each trade? Then a stop has to say what a trade can lose. */
  risksPerTrade = false;
  entryOrder: DraftOrder | undefined;
  scaleIn: ScaleIn | undefined;
  scaleOut: ScaleOut | undefined;
  /** The target as a multiple of the stop loss. */
  rewardMultiple: number | undefined;
  /** Stops that were said to be missing on purpose. */
  readonly without = new Set<StopKind>();
  /** "Long only". */
  onlySide: Side | undefined;
  name: string | undefined;
  /** What the sentence says is traded, which a strategy does not. */
  asset: string | undefined;

  get hasEntry(): boolean {
    return this.rules.some(isEntry);
  }

  get sellsShort(): boolean {
    return this.rules.some(({ verb }) => verb === 'short');
  }

  /** Is the latest rule an entry? Then what follows without a verb belongs to it. */
  get endsWithEntry(): boolean {
    const last = this.rules.at(-1);
    return last !== undefined && isEntry(last);
  }

  /** The latest rule, if it is an entry whose verb was filled in. */
  get assumedEntry(): DraftRule | undefined {
    const last = this.rules.at(-1);
    return last?.assumed ? last : undefined;
  }

  /** What was said before any verb: "price above the 200 EMA. Buy when …" asks for both. */
  get setUp(): Pick<DraftRule, 'verb' | 'condition'> | undefined {
    return this.#setUp ?? this.rules.find(({ assumed }) => assumed);
  }

  /** An entry with a verb behind conditions without one. False if these were read as the other side's, or an exit stands between. */
  addBehindSetUp(verb: RuleVerb, condition: Expression): boolean {
    const { setUp, assumedEntry } = this;
    if (setUp?.verb !== verb) return false;
    if (this.#setUp) this.addRule(verb, all(this.#setUp.condition, condition));
    else if (!assumedEntry) return false;
    else {
      this.#setUp = { verb, condition: assumedEntry.condition };
      this.settleAssumed(assumedEntry, condition);
    }
    return true;
  }

  /** Does the sentence say which way after all? */
  get saysSide(): boolean {
    return this.onlySide !== undefined || this.#saysSide;
  }

  /** "%K crosses above %D below 20, buy": the verb behind is that of all before it. */
  settleAssumed(rule: DraftRule, condition: Expression): void {
    rule.condition = all(rule.condition, condition);
    rule.assumed = false;
    this.#ruled = true;
    this.#saysSide = true;
  }

  get lastVerb(): RuleVerb | undefined {
    return this.rules.at(-1)?.verb;
  }

  /** Is a crossing the last that was asked of the latest entry? */
  get endsWithCrossing(): boolean {
    let last = this.rules.at(-1)?.condition;
    while (last?.kind === 'junction' || last?.kind === 'higher') last = last.kind === 'higher' ? last.operand : last.right;
    return last?.kind === 'cross';
  }

  /** The crossing on which the latest entry opens a position. */
  get lastCrossing(): Extract<Expression, { kind: 'cross' }> | undefined {
    const entry = this.rules.findLast(isEntry);
    return entry && crossingIn(entry.condition);
  }

  /** Was an exit or a stop said after the latest entry? Then `or` may join another exit to it. */
  get endsWithExit(): boolean {
    return this.#endsWithExit;
  }

  get lastLeaning(): Leaning {
    const last = this.rules.at(-1);
    return last ? this.leaningOf(last.verb) : 'bullish';
  }

  /** Entries of longs and exits of shorts look up; the others down. */
  leaningOf(verb: RuleVerb): Leaning {
    if (verb === 'buy' || verb === 'exit short') return 'bullish';
    if (verb !== 'exit') return 'bearish';
    const waiting = this.#waiting();
    return waiting.length === 1 && waiting[0] === 'short' ? 'bullish' : 'bearish';
  }

  /** Was the latest clause a rule, or something that restricts one? */
  get endsWithRule(): boolean {
    return this.#endsWithRule;
  }

  /** Does the sentence open positions on either side? */
  get opensBoth(): boolean {
    return this.sellsShort && this.rules.some(({ verb }) => verb === 'buy');
  }

  /** A clause has been read to its end. */
  endClause(): void {
    this.#endsWithRule = this.#ruled;
    this.#ruled = false;
  }

  addRule(verb: RuleVerb, condition: Expression, assumed = false): void {
    this.rules.push({ verb, condition, waiting: this.#waiting(), assumed });
    this.#endsWithExit = !this.endsWithEntry;
    this.#ruled = true;
  }

  /** The latest rule holds only when this holds too. */
  restrictLast(condition: Expression): void {
    this.#ruled = true;
    const rule = this.rules.at(-1);
    if (rule) rule.condition = all(rule.condition, condition);
  }

  /** The latest entry holds only when this holds too. */
  restrictEntry(condition: Expression): void {
    this.#ruled = true;
    const rule = this.rules.findLast(isEntry);
    if (rule) rule.condition = all(rule.condition, condition);
  }

  /** False if the sentence has named another one before. */
  setStop(kind: StopKind, distance: Distance): boolean {
    if (this.stops[kind] !== undefined || this.without.has(kind) || (kind === 'takeProfit' && this.rewardMultiple !== undefined)) return false;
    this.stops[kind] = distance;
    this.#endsWithExit = true;
    return true;
  }

  /** False if the sentence has named another one before. */
  setSize(size: Size): boolean {
    if (this.size) return false;
    this.size = size;
    return true;
  }

  holdForGood(side: Side | 'both'): void {
    if (side !== 'short') this.heldForGood.add('long');
    if (side !== 'long') this.heldForGood.add('short');
  }

  #waiting(): Side[] {
    const sides: Side[] = [];
    for (const side of ['long', 'short'] as const) {
      const entry = side === 'long' ? 'buy' : 'short';
      const exits = this.rules.filter((rule) => rule.verb === `exit ${side}` || ((rule.verb === 'exit' || (rule.verb === 'sell' && side === 'long')) && rule.waiting.includes(side)));
      if (this.rules.some((rule) => rule.verb === entry) && exits.length === 0) sides.push(side);
    }
    return sides;
  }
}

const isEntry = (rule: DraftRule): boolean => rule.verb === 'buy' || rule.verb === 'short';

const crossingIn = (condition: Expression): Extract<Expression, { kind: 'cross' }> | undefined =>
  condition.kind === 'cross' ? condition : condition.kind === 'junction' && condition.operator === 'and' ? (crossingIn(condition.left) ?? crossingIn(condition.right)) : undefined;

export const either = (conditions: readonly Expression[]): Expression | undefined =>
  conditions.length === 0 ? undefined : any(...conditions);
