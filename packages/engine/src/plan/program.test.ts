import { describe, expect, test } from '@jest/globals';
import { blockOf, type Expression, textToExpression } from '@wick/core';
import { INDICATOR_DEFINITIONS, type IndicatorDefinitions } from '../indicators/definitions.ts';
import { steadyFrame } from '../signals/blocks.test-support.ts';
import { expressionsToPlan } from './expressions-to-plan.ts';
import { createConditionDelay } from './operators/delay.ts';
import { Program } from './program.ts';
import { planToRegisters } from './registers.ts';

const numbers = (...texts: string[]): Expression[] => texts.map((text) => textToExpression(text, 'number'));

describe('a kernel with several outputs', () => {
  let processed = 0;
  const threefold: IndicatorDefinitions = {
    ...INDICATOR_DEFINITIONS,
    bollinger: {
      warmup: () => 0,
      create: () => ({
        process([input], outputs, length) {
          processed++;
          outputs.forEach((output, index) => {
            for (let i = 0; i < length; i++) output[i] = input![i]! * 10 ** index;
          });
        },
      }),
    },
  };

  test('works once for all who read it, also when some outputs have no reader', () => {
    const frame = steadyFrame(32);
    const plan = expressionsToPlan(numbers('bollinger().lower - bollinger().middle', 'close + 1 + bollinger().lower'), 'number', { definitions: threefold });
    const program = new Program(plan, 32, threefold);
    program.run(frame, 0, 32);
    const [difference, sum] = plan.roots.map((root) => {
      const values = new Float64Array(32);
      program.copySeries(root, values, 0, 32);
      return values;
    });
    expect(processed).toBe(1);
    expect([...difference!]).toEqual([...frame.columns.close].map((close) => close * 100 - close));
    expect([...sum!]).toEqual([...frame.columns.close].map((close) => close + 1 + close * 100));
  });
});

describe('registers', () => {
  test('are used again when nobody reads them any more', () => {
    const chain = Array.from({ length: 50 }, (_, index) => `sma(${index + 2})`).join(' + ');
    expect(planToRegisters(expressionsToPlan(numbers(chain), 'number')).numbers).toBeLessThanOrEqual(4);
  });

  test('are not shared by what is needed at the same time', () => {
    const frame = steadyFrame(64);
    const texts = ['sma(3)', 'ema(4) * 2', 'sma(3) - ema(4)', 'close[2]', '(sma(3) + ema(4)) / (close[2] - rsi(2))'];
    const plan = expressionsToPlan(numbers(...texts), 'number');
    const program = new Program(plan, 64);
    program.run(frame, 0, 64);
    for (const [index, root] of plan.roots.entries()) {
      const together = new Float64Array(64);
      program.copySeries(root, together, 0, 64);
      const alone = new Float64Array(64);
      const lonely = expressionsToPlan(numbers(texts[index]!), 'number');
      const other = new Program(lonely, 64);
      other.run(frame, 0, 64);
      other.copySeries(lonely.roots[0]!, alone, 0, 64);
      expect(together).toEqual(alone);
    }
  });
});

describe('a constant', () => {
  test('is a series where somebody needs one', () => {
    const frame = blockOf(steadyFrame(8), 0, 4);
    const results = numbers('5', '5[2]', 'sma(2 + 3, 2)', 'close * 0 - 5').map((expression) => {
      const plan = expressionsToPlan([expression], 'number');
      const program = new Program(plan, 32);
      program.run(frame, 0, 4);
      const values = new Float64Array(4);
      program.copySeries(plan.roots[0]!, values, 0, 4);
      return [...values];
    });
    expect(results).toEqual([[5, 5, 5, 5], [NaN, NaN, 5, 5], [NaN, 5, 5, 5], [-5, -5, -5, -5]]);
  });
});

describe('the delay of a condition', () => {
  test.each([1, 31, 32, 33, 64, 100])('gives each bit %i bars later, in blocks of any length', (bars) => {
    const bits = Array.from({ length: 500 }, (_, bar) => ((bar * 2654435761) >>> 7) & 1);
    const delay = createConditionDelay(bars, 96);
    const [input, output] = [new Uint32Array(3), new Uint32Array(3)];
    const delayed: number[] = [];
    for (let start = 0, length = 0; start < bits.length; start += length) {
      length = Math.min((start % 96) + 1, bits.length - start);
      // Bits past the length may be anything.
      input.fill(-1);
      for (let i = 0; i < length; i++) if (bits[start + i] === 0) input[i >>> 5]! &= ~(1 << (i & 31));
      delay(input, output, length);
      for (let i = 0; i < length; i++) delayed.push((output[i >>> 5]! >>> (i & 31)) & 1);
    }
    expect(delayed).toEqual(bits.map((_, bar) => bits[bar - bars] ?? 0));
  });
});
