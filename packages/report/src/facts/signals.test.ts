import { describe, expect, test } from '@jest/globals';
import { type BacktestResult, NO_REFUSALS, type SignalsModel, type SignalsOrigin } from '@wick/core';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { resultToHtml } from '../html/result-to-html.ts';
import { resultToJson } from '../json/result-to-json.ts';
import { resultToTable } from '../table/result-to-table.ts';
import { resultToNotes } from './result-to-notes.ts';

const ORIGIN: SignalsOrigin = {
  source: '<b>model</b>.csv', sha256: 'ab'.repeat(32), timestamps: 'open', sell: 'short', minConfidence: 0.6,
  rows: 20, buys: 3, sells: 2, holds: 1, belowConfidence: 4, outsideRange: 1, unmatched: 6,
  firstUnmatchedMs: [Date.UTC(2024, 0, 2, 3, 4), Date.UTC(2024, 0, 3)], repeated: 1, conflicting: 2, firstConflictingMs: [Date.UTC(2024, 0, 4)],
};

const frame = syntheticFrame({ candles: 300 });
const ran = syntheticResult(frame, 5);
const signals = { hash: 'cd'.repeat(32), rules: {
  size: { kind: 'equity', percent: 50 }, stopLoss: { kind: 'percent', percent: 2 }, trailingStop: { kind: 'atr', multiple: 3, period: 14 },
  entryOrder: { kind: 'limit', offset: { kind: 'percent', percent: 0.5 }, bars: 3 }, scaleIn: { entries: 3 }, scaleOut: { percent: 50 },
}, origin: ORIGIN } as const;
const result: BacktestResult = { ...ran, manifest: { ...ran.manifest, strategy: null, strategyText: null, strategyHash: null, signals } };

describe('a run of signals from outside', () => {
  test('says what was not acted on, each reason with its number and the first places', () => {
    expect(resultToNotes(result)).toEqual(expect.arrayContaining([
      '4 signals were dropped: a confidence below 0.6.',
      '1 signal lies before the first candle or after the last.',
      '6 signals have the time of no candle: 2024-01-02 03:04, 2024-01-03 00:00 and others.',
      '2 signals contradict each other on the same bar, and nothing was done there: 2024-01-04 00:00.',
      '1 signal says again what another said of the same bar.',
    ]));
  });

  test('without a trade says why', () => {
    const why = (changes: Partial<SignalsOrigin> | null, refusals = NO_REFUSALS): string =>
      resultToNotes({ ...result, trades: [], refusals, manifest: { ...result.manifest, signals: { ...signals, origin: changes && { ...ORIGIN, ...changes } } } }).at(-1)!;
    const never = 'The signals never led to a trade in this range: ';
    expect(why({}, { ...NO_REFUSALS, noCash: 3 })).toBe(`${never}all that was asked for was refused, as counted above.`);
    expect(why({ buys: 0, sell: 'exit' })).toBe(`${never}none that counts opens a position.`);
    expect(why({ buys: 0, sell: 'short' })).toBe(`${never}none of them led to an order.`);
    expect(why(null)).toBe(`${never}none of them led to an order.`);
  });

  describe('that a model decided', () => {
    const MODEL: SignalsModel = {
      provider: 'holysheep', modelAsked: 'deepseek-chat', modelsAnswered: ['<i>deepseek-v3.2</i>'], knowledgeCutOff: '2024-07-31', masked: false, decisions: 1_200, inSample: 1_000,
      instruction: 'buy <b>dips</b>', every: 4, firstMs: Date.UTC(2024, 0, 2), lastMs: Date.UTC(2024, 3, 1, 23), barsBeyond: 7,
    };
    const ran = (changes: Partial<SignalsModel>, noSignals = {}): BacktestResult => ({
      ...result, manifest: { ...result.manifest, signals: { ...signals, origin: { ...ORIGIN, noSignals, model: { ...MODEL, ...changes } } } },
    });

    test('says first how many decisions the model may know the future of', () => {
      expect(resultToNotes(ran({}))).toContain("1,000 of 1,200 decisions are before the model's knowledge cut-off (2024-07-31): in-sample for the model.");
      expect(resultToNotes(ran({ inSample: 0 }))).toContain("None of 1,200 decisions is before the model's knowledge cut-off (2024-07-31).");
      expect(resultToNotes(ran({ knowledgeCutOff: null, inSample: null }))).toContain(
        'The knowledge cut-off of deepseek-chat is unknown: each of the 1,200 decisions may be in-sample for the model.',
      );
    });

    test('says that the run is longer than what was decided on, where it is by more than the pace of decisions', () => {
      expect(resultToNotes(ran({ barsBeyond: 8 }))).toContain(
        'The model decided from 2024-01-02 00:00 to 2024-04-01 23:00 only; 8 candles of this run are before or after. Name the range of the decisions for metrics of them alone.',
      );
      for (const within of [{}, { firstMs: null, lastMs: null, decisions: 0, barsBeyond: 300 }]) expect(resultToNotes(ran(within)).join()).not.toContain('The model decided from');
    });

    test('says how many decisions have no signal, and why', () => {
      expect(resultToNotes(ran({}, { gap: 3, truncated: 40, disagreement: 3 }))).toContain(
        '46 decisions have no signal, and nothing was done there: truncated 40, disagreement 3, gap 3.',
      );
      expect(resultToNotes(ran({})).join()).not.toContain('no signal');
    });

    test('has both in the table, in the page, escaped, and in the JSON', () => {
      const judged = ran({ masked: true }, { gap: 3 });
      const table = resultToTable(judged, { width: 300 });
      for (const part of ['deepseek-chat at holysheep (answered as <i>deepseek-v3.2</i>), which did not see symbol', 'Told', 'buy <b>dips</b>', 'in-sample for the model', 'no signal, and nothing was done there: gap 3']) {
        expect(table).toContain(part);
      }
      const page = resultToHtml({ result: judged, frame });
      for (const part of ['answered as &lt;i&gt;deepseek-v3.2', 'buy &lt;b&gt;dips', 'in-sample for the model', 'gap 3']) expect(page).toContain(part);
      expect(page).not.toContain('<i>deepseek');
      expect(page).not.toContain('<b>dips');
      expect(JSON.parse(resultToJson(judged))).toMatchObject({ manifest: { signals: { origin: { noSignals: { gap: 3 }, model: { inSample: 1_000, knowledgeCutOff: '2024-07-31' } } } } });
    });
  });

  test('has a table with the file, both hashes and the rules that stand around the signals', () => {
    const table = resultToTable(result, { width: 300 });
    for (const part of ['signals: <b>model</b>.csv', 'stop loss: 2%', 'trailing stop: 3 atr(14)', 'entry order: limit 0.5% for 3 bars', 'scale in: 3 entries', 'scale out: 50%', 'size: 50% of equity', ORIGIN.sha256, signals.hash, 'at least 0.6', '20: BUY on 3 bars, SELL on 2, HOLD on 1']) {
      expect(table).toContain(part);
    }
    expect(table).not.toContain('null');
  });

  test('has a page that says the same and escapes the name of the file', () => {
    const page = resultToHtml({ result, frame });
    for (const part of ['signals: &lt;b&gt;model&lt;/b&gt;.csv', ORIGIN.sha256, signals.hash, 'at least 0.6', 'a confidence below 0.6']) expect(page).toContain(part);
    expect(page).not.toContain('<b>model');
  });

  test('has its origin in the JSON', () => {
    const { manifest } = JSON.parse(resultToJson(result)) as { manifest: unknown };
    expect(manifest).toMatchObject({ strategy: null, strategyText: null, strategyHash: null, signals });
  });

  test('without an origin says that they are from outside, and their hash', () => {
    const bare = { ...result, manifest: { ...result.manifest, signals: { ...signals, origin: null } } };
    const table = resultToTable(bare, { width: 300 });
    expect(table).toContain('signals: from outside');
    expect(table).toContain(signals.hash);
  });
});
