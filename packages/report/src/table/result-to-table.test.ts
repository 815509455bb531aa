import { describe, expect, test } from '@jest/globals';
import { METRIC_GROUPS, METRICS } from '@wick/core';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { resultToTable } from './result-to-table.ts';
import { wrapText } from './wrap-text.ts';

const frame = syntheticFrame({ candles: 500, exchange: 'binance' });
const result = syntheticResult(frame, 20);
const table = resultToTable(result);
// oxlint-disable-next-line no-control-regex
const ANSI = /\u001B\[[\d;]*m/g;

describe('the table', () => {
  const expectTitles = (text: string, titles: readonly string[]): void => {
    const positions = titles.map((title) => text.indexOf(`│ ${title} `));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  };
  const key = Object.values(METRICS).filter(({ isKey }) => isKey);

  test('shows the key metrics in core’s order with their conventions, and how many more there are', () => {
    expectTitles(table, key.map(({ title }) => title));
    const words = resultToTable(result, { width: 400 });
    for (const { convention } of key) expect(words).toContain(convention);
    for (const { title } of Object.values(METRICS).filter(({ isKey }) => !isKey)) expect(words).not.toContain(`│ ${title} `);
    expect(words).toContain(`${Object.keys(METRICS).length - key.length} more metrics are in the JSON and in the HTML report.`);
  });

  test('shows every metric under the heading of its group, if asked to', () => {
    const all = resultToTable(result, { metrics: 'all', width: 400 });
    const titles = Object.values(METRICS).map(({ title, group }) => ({ title, group }));
    const headed = titles.flatMap(({ title, group }, at) =>
      titles[at - 1]?.group === group ? [title] : [METRIC_GROUPS[group].toUpperCase(), title],
    );
    expectTitles(all, headed);
    for (const { convention } of Object.values(METRICS)) expect(all).toContain(convention);
    expect(all).not.toContain('more metrics');
  });

  test('shows the last trades, the newest last, and how many there are', () => {
    expect(table).toContain(`Last 8 of ${result.trades.length} trades`);
    const shown = table.split('\n').filter((line) => /^│ (long|short)/.test(line));
    expect(shown).toHaveLength(8);
    expect(shown.at(-1)).toContain('still open');
  });

  test('names the rules, the costs, the hashes and the assumptions', () => {
    for (const part of ['rsi(14) < 30', 'fee 0.1%, slippage 2 bps', result.manifest.datasetHash, result.manifest.strategyHash]) {
      expect(table).toContain(part);
    }
    expect(table).toContain(result.manifest.assumptions[0]);
  });

  test('says in its first line that a market is simulated, and only then', () => {
    const simulated = syntheticResult(syntheticFrame({ candles: 100 }), 3);
    expect(resultToTable(simulated).split('\n')[0]).toBe('SIMULATED MARKET — these are not real prices.');
    expect(table).not.toContain('SIMULATED');
  });

  test.each([60, 80, 100, 140])('fits a terminal of %p columns', (width) => {
    const widest = Math.max(...resultToTable(result, { width }).split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(width);
    const all = resultToTable(result, { width, metrics: 'all' }).split('\n');
    expect(Math.max(...all.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  test('is plain text unless colour is asked for, and the same text with it', () => {
    const coloured = resultToTable(result, { colour: true });
    expect(table).not.toMatch(ANSI);
    expect(coloured).toMatch(ANSI);
    expect(coloured.replace(ANSI, '')).toBe(table);
  });

  test('stands for a run without candles and without trades', () => {
    const empty = resultToTable(syntheticResult(syntheticFrame({ candles: 0 }), 0));
    expect(empty).toContain('no candles');
    expect(empty).toContain('never traded');
    expect(empty).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('wrapping keeps every character and cuts only words that are too long', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapText('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  expect(wrapText('', 10)).toEqual(['']);
});
