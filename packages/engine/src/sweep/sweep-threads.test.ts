import { describe, expect, jest, test } from '@jest/globals';
import { textToParameter } from '@wick/core';
import { randomFrame } from '../random-frame.test-support.ts';
import { sweep, sweepInThreads } from './sweep.ts';
import { planSweep } from './sweep-plan.ts';
import type { SweepResult } from './sweep-result.ts';
import type { SweepProgress } from './sweep-run.ts';
import { createSweepThreads } from './sweep-threads.ts';

// A thread begins by reading the sources, which a busy machine takes its time for.
jest.setTimeout(60_000);

const TEXT = 'entry: sma(close, $fast) crosses above sma(close, $slow)\nexit: sma(close, $fast) crosses below sma(close, $slow)\nstop loss: $stop%';
const SPEC = { kind: 'grid', parameters: ['fast=2..9', 'slow=3..12', 'stop=1..4'].map(textToParameter), where: 'fast < slow' } as const;
const METRICS = ['totalReturn', 'sharpe', 'profitFactor', 'maxDrawdown', 'orders'];
const frame = randomFrame(5, 1500);

const columnsOf = ({ combination, parameters, metrics, neverTraded }: SweepResult): object => ({ combination, parameters, metrics, neverTraded });

describe('a sweep in threads', () => {
  test.each([1, 2, 3])('of which there are %i has the bytes of a sweep in one', async (threads) => {
    const alone = sweep(frame, TEXT, SPEC, { metrics: METRICS });
    const together = await sweepInThreads(frame, TEXT, SPEC, { metrics: METRICS, threads, memoryMb: 1 });
    expect(columnsOf(together)).toEqual(columnsOf(alone));
  });

  test('tells how far it is, to the end', async () => {
    const steps: SweepProgress[] = [];
    const { length } = await sweepInThreads(frame, TEXT, SPEC, { threads: 2, onProgress: (progress) => steps.push(progress) });
    expect(steps.at(-1)).toEqual({ done: length * 1500, total: length * 1500 });
  });

  test('ends when it is told to', async () => {
    await expect(sweepInThreads(frame, TEXT, SPEC, { threads: 2, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const controller = new AbortController();
    const plan = planSweep(frame, TEXT, SPEC, { threads: 2, memoryMb: 0.5 });
    expect(plan.portions.length).toBeGreaterThan(2);
    const run = plan.run({ threads: 2, signal: controller.signal, onPortion: () => controller.abort(new Error('enough')) });
    await expect(run).rejects.toThrow('enough');
  });

  test('leaves out the portions that somebody has, and goes on with the portions of another plan', async () => {
    const first = planSweep(frame, TEXT, SPEC, { threads: 2, memoryMb: 0.5 });
    const plan = planSweep(frame, TEXT, SPEC, { portions: first.portions });
    expect(plan.portions).toEqual(first.portions);
    const ran: number[] = [];
    await plan.run({ threads: 2, without: new Set([0, 2]), onPortion: (index) => void ran.push(index) });
    expect(ran.sort((a, b) => a - b)).toEqual(plan.portions.map((_, index) => index).filter((index) => index !== 0 && index !== 2));
    expect(plan.portions.map(({ lanes }) => lanes).reduce((sum, lanes) => sum + lanes)).toBe(plan.combinations);
  });

  test('ends with the error of a thread that fails', async () => {
    const { series, openTimeMs, columns } = frame;
    const task = { series, openTimeMs, columns, text: 'no strategy at all', spec: SPEC, options: {} };
    const threads = createSweepThreads(task, [{ from: 0, to: 10, lanes: 10 }], { threads: 1, onPortion: () => {} });
    await expect(threads.run([0])).rejects.toThrow('The strategy has no parameter.');
  });

  test('keeps its portions about equally large', () => {
    const { portions, combinations } = planSweep(frame, TEXT, SPEC, { threads: 2, memoryMb: 0.5 });
    const lanes = portions.map((portion) => portion.lanes);
    expect(Math.max(...lanes) - Math.min(...lanes)).toBeLessThanOrEqual(1);
    expect(combinations).toBe(sweep(frame, TEXT, SPEC).length);
  });
});
