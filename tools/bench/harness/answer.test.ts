import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAnswers, readAnswer, writeAnswer } from './answer.ts';

const columns = (...values: number[]): { price: Float64Array } => ({ price: Float64Array.from(values) });

test('the same numbers agree to the bit, the unknown ones too', () => {
  expect(compareAnswers(columns(1, NaN), columns(1, NaN), 0)).toEqual({ same: true, difference: 0, where: null });
});

test('a difference is told, and counts when it is above the tolerance', () => {
  expect(compareAnswers(columns(1, 100), columns(1, 101), 0.02)).toEqual({ same: true, difference: 1 / 101, where: 'price' });
  expect(compareAnswers(columns(1, 100), columns(1, 101), 0.001).same).toBe(false);
});

test.each([
  ['an unknown number and a known one', columns(NaN), columns(1)],
  ['an infinite one', columns(1), columns(Infinity)],
  ['another length', columns(1), columns(1, 1)],
  ['another name', columns(1), { size: Float64Array.of(1) }],
])('%s agree in nothing', (_what, ours, theirs) => {
  expect(compareAnswers(ours, theirs, 0.5)).toMatchObject({ same: false, difference: Infinity });
});

test('what is written is what is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wick-answer-'));
  writeAnswer(folder, 'peer', columns(0.1, NaN, -0));
  expect(readAnswer(folder, 'peer', ['price'])).toEqual(columns(0.1, NaN, -0));
  rmSync(folder, { recursive: true });
});
