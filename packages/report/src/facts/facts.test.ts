import { describe, expect, test } from '@jest/globals';
import { type BacktestResult, type Manifest, NO_REFUSALS, VECTORBT_CONVENTIONS } from '@wick/core';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { costsToText, executionToFacts } from './execution-to-facts.ts';
import { manifestToFacts } from './manifest-to-facts.ts';
import { refusalsToSentences, resultToNotes } from './result-to-notes.ts';

const frame = syntheticFrame({ candles: 200, missing: (index) => index === 50 || index === 51 });
const result = syntheticResult(frame, 5);

test('gaps, warm-up, refusals and open trades are said in words', () => {
  expect(resultToNotes({ ...result, ambiguousTrades: 2 })).toEqual([
    '2 candles are missing in 1 gap; nothing was filled in.',
    'The first 20 bars are warm-up: no rule can be known there yet.',
    '1 signal on the last bar had no next bar to fill on.',
    '2 trades were decided by a bar that held both stop and target: the worse price was taken.',
    '1 trade is still open, marked at the last close.',
  ]);
});

describe('a run without trades says so, and why', () => {
  const bare = { ...result, trades: [], refusals: NO_REFUSALS };
  const manifest = (changes: Partial<Manifest>): Manifest => ({ ...result.manifest, ...changes });
  const why = (changes: Partial<BacktestResult>): string => resultToNotes({ ...bare, ...changes }).at(-1)!.replace('The strategy never traded in this range: ', '');

  test.each([
    ['an entry that was never true', {}, 'its entry was never true on the 178 candles after the warm-up.'],
    ['a long warm-up', { manifest: manifest({ warmupBars: 150 }) }, 'its entry was never true on the 48 candles after the warm-up; most of the candles are warm-up, so a longer range can tell more.'],
    ['refusals', { refusals: { ...NO_REFUSALS, noCash: 2 } }, 'all that was asked for was refused, as counted above.'],
    ['no candles', { manifest: manifest({ candles: 0, warmupBars: 0 }) }, 'there is no candle after the warm-up.'],
    ['conventions, which drop signals uncounted', { manifest: manifest({ execution: { ...result.manifest.execution, conventions: VECTORBT_CONVENTIONS } }) }, 'none of its entries led to an order.'],
  ])('%s', (_name, changes, reason) => expect(why(changes)).toBe(reason));

  test('and one with trades does not', () => expect(resultToNotes(result).join()).not.toContain('never traded'));
});

test('a longest drawdown that is not over is flagged, one that is over is not', () => {
  const note = (openDrawdownDurationMs: number | null): string[] =>
    resultToNotes({ ...result, metrics: { ...result.metrics, maxDrawdownDurationMs: 90_061_000, openDrawdownDurationMs } });
  expect(note(90_061_000)).toContain('The longest drawdown is not over: it has lasted 1d 1h at the end.');
  expect([...note(1_000), ...note(null)].join()).not.toContain('not over');
});

test('each kind of refusal has its sentence, and none is hidden', () => {
  const each = {
    conflictingSignals: 1, noCash: 2, noNextBar: 3, noPrice: 4, belowMinimum: 5, unknownSize: 6, unreached: 7, reduced: 8,
  };
  expect(refusalsToSentences(each)).toHaveLength(8);
  expect(refusalsToSentences(NO_REFUSALS)).toEqual([]);
});

test('costs name both fees where they differ', () => {
  const { execution } = result.manifest;
  expect(costsToText(execution)).toBe('fee 0.1%, slippage 2 bps');
  expect(costsToText({ ...execution, makerFeeRate: 0.00075 })).toBe('taker fee 0.1%, maker fee 0.075%, slippage 2 bps');
});

test('every further cost is named', () => {
  const { execution } = result.manifest;
  expect(costsToText({ ...execution, fixedFee: 0.5, slippageRangeShare: 0.05, volumeImpactBps: 30 })).toBe(
    'fee 0.1% and 0.5 a fill, slippage 2 bps + 5% of the bar’s range + 30 bps × √(size / volume)',
  );
});

test('leverage, the limits of a venue and other rules are facts where they are in force, and only there', () => {
  const { execution } = result.manifest;
  const labels = (facts: readonly { label: string }[]): string[] => facts.map(({ label }) => label);
  expect(labels(executionToFacts(execution))).toEqual(['Fills', 'Costs', 'Initial cash', 'Annualised with']);
  const further = executionToFacts({
    ...execution, leverage: 3, stepSize: 0.00001, minSize: 0.0001, maxSize: 9000, minNotional: 5, sequence: 'sells-first',
    conventions: { ...VECTORBT_CONVENTIONS, accumulate: 'both' },
  });
  expect(further).toEqual(expect.arrayContaining([
    { label: 'Leverage', value: 'positions up to 3× the equity, liquidated where the equity falls to 0.5% of the positions' },
    { label: 'Venue', value: 'sizes in steps of 0.00001, at least 0.0001 base an order, at most 9000 base, at least 5 quote to open or add' },
    { label: 'Turns', value: 'instruments that sell before those that buy' },
    { label: 'Conventions', value: 'those of vectorbt 1.1, with accumulate: both' },
  ]));
  expect(executionToFacts({ ...execution, conventions: VECTORBT_CONVENTIONS })).toContainEqual({ label: 'Conventions', value: 'those of vectorbt 1.1' });
});

test('the facts of a run hold what it takes to repeat it', () => {
  const text = JSON.stringify(manifestToFacts(result.manifest));
  for (const part of [result.manifest.datasetHash, result.manifest.strategyHash, result.manifest.engineVersion]) {
    expect(text).toContain(part);
  }
});
