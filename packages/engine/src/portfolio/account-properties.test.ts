import { describe, expect, test } from '@jest/globals';
import { type Execution, type Fill, parseExecution } from '@wick/core';
import fc from 'fast-check';
import {
  type AccountShape, anyAccount, anyExecution, anyRules, partOf, type RandomAccount, walkAccount,
} from './random-account.test-support.ts';

const ANY: AccountShape = {
  instruments: { min: 1, max: 4 }, bars: 60, holes: 'unknown', steerings: ['signals', 'signals', 'orders', 'weights'],
  rules: anyRules, execution: anyExecution,
};
const RUNS = { numRuns: 500 };
const without = (execution: Execution, ...names: (keyof Execution)[]): Execution =>
  parseExecution({ ...execution, ...Object.fromEntries(names.map((name) => [name, undefined])) });

interface PlacedFill extends Fill {
  readonly instrument: number;
}

/** The fills of all instruments as they happened. */
function fillsInSequence({ instruments }: ReturnType<typeof walkAccount>): PlacedFill[] {
  const placed = instruments.flatMap(({ fills, sequence }, instrument) =>
    fills.map((fill, row) => ({ ...fill, instrument, place: sequence[row]! })));
  return placed.sort((a, b) => a.place - b.place);
}

const signedSize = ({ action, size }: Fill): number => (action === 'buy' ? size : -size);
const cashAfter = (cash: number, fill: Fill): number => cash + (-(signedSize(fill) * fill.price) - fill.fee);

describe('over random accounts', () => {
  test('nothing that happens up to a bar depends on the bars after it', () => {
    fc.assert(
      fc.property(anyAccount(ANY), fc.nat(59), (account, last) => {
        const { length } = account.instruments[0]!.bars;
        const bars = Math.min(last + 1, length);
        const whole = walkAccount(account);
        const start = walkAccount({ ...account, blocks: account.blocks.map((block) => partOf(block, 0, bars)) });
        expect(start.equity).toEqual(whole.equity.slice(0, bars));
        start.instruments.forEach(({ fills }, instrument) => {
          expect(fills).toEqual(whole.instruments[instrument]!.fills.filter(({ bar }) => bar < bars));
        });
      }),
      RUNS,
    );
  });

  test('cash is the initial cash and what each fill moved; equity is cash and Σ position × close at every bar, to the bit', () => {
    fc.assert(
      fc.property(anyAccount(ANY), (account) => {
        const walked = walkAccount(account);
        const fills = fillsInSequence(walked);
        const positions = account.instruments.map(() => 0);
        const closes = account.instruments.map(() => Number.NaN);
        let cash = account.initialCash;
        const equity = account.instruments[0]!.bars.map((_, bar) => {
          for (; fills[0]?.bar === bar; fills.shift()) {
            const [fill] = fills as [PlacedFill];
            cash = cashAfter(cash, fill);
            positions[fill.instrument]! += signedSize(fill);
          }
          account.instruments.forEach(({ bars }, index) => (closes[index] = bars[bar]!.candle?.close ?? closes[index]!));
          return positions.reduce((sum, position, index) => (position === 0 ? sum : sum + position * closes[index]!), cash);
        });
        expect(walked.equity).toEqual(equity);
        expect(walked.account.cash).toBe(cash);
        expect(walked.account.finalValue).toBe(equity.at(-1));
        expect(walked.instruments.map(({ position }) => position)).toEqual(positions);
      }),
      RUNS,
    );
  });

  test('without leverage and shorts the cash is never below zero, to the bit', () => {
    const shape: AccountShape = {
      ...ANY, steerings: ['signals', 'signals', 'weights'], longOnly: true,
      // What a sale costs may be more than it brings, where the fee is fixed.
      execution: anyExecution.map((execution) => without(execution, 'leverage', 'fixedFee')),
    };
    fc.assert(
      fc.property(anyAccount(shape), (account) => {
        let cash = account.initialCash;
        const cashes = fillsInSequence(walkAccount(account)).map((fill) => (cash = cashAfter(cash, fill)));
        expect(Math.min(0, ...cashes)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('a fixed fee is within what a purchase may cost, too', () => {
    const execution = anyExecution.map((each) => without(each, 'leverage'));
    const shape: AccountShape = { ...ANY, steerings: ['signals'], longOnly: true, execution };
    fc.assert(
      fc.property(anyAccount(shape), (account) => {
        let cash = account.initialCash;
        const afterPurchases = fillsInSequence(walkAccount(account)).map((fill) => {
          cash = cashAfter(cash, fill);
          return fill.action === 'buy' ? cash : 0;
        });
        expect(Math.min(0, ...afterPurchases)).toBe(0);
      }),
      RUNS,
    );
  });

  // What was filled counts at its own price, what was there at the market’s.
  test('after a fill that opens or adds, the position is worth at most leverage × equity', () => {
    fc.assert(
      fc.property(anyAccount({ ...ANY, instruments: { min: 1, max: 1 } }), (account) => {
        const { leverage = 1 } = account.execution;
        let cash = account.initialCash;
        let position = 0;
        for (const fill of walkAccount(account).instruments[0]!.fills) {
          const signed = signedSize(fill);
          cash = cashAfter(cash, fill);
          const side = Math.sign(signed);
          const kept = side * position > 0 ? position : 0;
          const opened = kept === 0 ? position + signed : signed;
          position += signed;
          if (side * opened <= 1e-9 * fill.size) continue;
          const market = fill.price - (side * fill.slippage) / fill.size;
          const equity = cash + opened * fill.price + kept * market;
          const exposure = Math.abs(opened) * fill.price + Math.abs(kept) * market;
          expect(exposure).toBeLessThanOrEqual(leverage * equity + 1e-9 * (exposure + Math.abs(cash)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('no fill is on a bar that does not exist', () => {
    fc.assert(
      fc.property(anyAccount(ANY), (account) => {
        walkAccount(account).instruments.forEach(({ fills }, index) => {
          for (const { bar, openTimeMs } of fills) expect(account.instruments[index]!.bars[bar]!.candle?.openTimeMs).toBe(openTimeMs);
        });
      }),
      RUNS,
    );
  });

  test('instruments that do not compete for cash do the same in any order', () => {
    const shape: AccountShape = {
      ...ANY, instruments: { min: 2, max: 4 }, holes: 'absent', steerings: ['signals', 'orders'],
      execution: anyExecution.map((execution) => without(execution, 'leverage')),
      rules: anyRules.map((rules) => ({ ...rules, size: { kind: 'value' as const, value: 300 } })),
    };
    const rotated = <Value>(values: readonly Value[], by: number): Value[] => [...values.slice(by), ...values.slice(0, by)];
    fc.assert(
      fc.property(anyAccount(shape), fc.integer({ min: 1, max: 3 }), (account, by) => {
        const rich: RandomAccount = { ...account, initialCash: 1e9 };
        const turned = { ...rich, instruments: rotated(rich.instruments, by), blocks: rotated(rich.blocks, by) };
        const [one, other] = [walkAccount(rich), walkAccount(turned)];
        const ownOf = ({ fills, refusals, position }: (typeof one.instruments)[number]) => ({ fills, refusals, position });
        expect(other.instruments.map(ownOf)).toEqual(rotated(one.instruments.map(ownOf), by));
        other.equity.forEach((equity, bar) => expect(equity / one.equity[bar]!).toBeCloseTo(1, 12));
      }),
      RUNS,
    );
  });
});
