import { describe, expect, test } from '@jest/globals';
import { columnsOfStrategy, parseStrategy } from './strategy.ts';
import { strategyHash } from './strategy-hash.ts';
import { positionRulesToStatements } from './position-rules-to-text.ts';
import { textToPositionRules } from './text-to-position-rules.ts';
import { textToStrategy } from './text-to-strategy.ts';

const PLAIN = textToStrategy('entry: open > 1');
const withRules = (rules: object): unknown => ({ ...PLAIN, ...rules });
const ATR = { kind: 'atr', multiple: 3, period: 14 };
const PERCENT = { kind: 'percent', percent: 1 };

describe('the part of a strategy that is not signals', () => {
  test.each([
    { stopLoss: ATR, takeProfit: { ...ATR, multiple: 0.5 }, trailingStop: ATR },
    { size: { kind: 'equity', percent: 12_500 } },
    { size: { kind: 'risk', percent: 1 }, stopLoss: PERCENT },
    { size: { kind: 'risk', percent: 100 }, trailingStop: ATR },
    { size: { kind: 'volatility', percent: 15, period: 2 } },
    { entryOrder: { kind: 'limit', offset: PERCENT, bars: 1 } },
    { entryOrder: { kind: 'stop', offset: ATR, bars: 5 } },
    { entryOrder: { kind: 'stop-limit', offset: ATR, limit: PERCENT, bars: 5 } },
    { scaleIn: { entries: 2 }, scaleOut: { percent: 50 } },
    { exitAfter: { bars: 1 } },
    { exitAfter: { bars: 525_600 } },
  ])('is kept as it is: %j', (rules) => {
    expect(parseStrategy(withRules(rules))).toEqual(withRules(rules));
  });

  test.each([
    [{ stopLoss: { ...ATR, multiple: 0 } }, 'stopLoss.multiple'],
    [{ stopLoss: { ...ATR, multiple: 1000.1 } }, 'stopLoss.multiple'],
    [{ stopLoss: { ...ATR, period: 1.5 } }, 'stopLoss.period'],
    [{ stopLoss: { kind: 'points', points: 3 } }, 'stopLoss.kind'],
    [{ size: { kind: 'equity', percent: 12_501 } }, 'size.percent'],
    [{ size: { kind: 'volatility', percent: 15, period: 1 } }, 'size.period'],
    [{ size: { kind: 'risk', percent: 101 }, stopLoss: PERCENT }, 'size.percent'],
    [{ entryOrder: { kind: 'limit', offset: PERCENT } }, 'entryOrder.bars'],
    [{ entryOrder: { kind: 'limit', offset: PERCENT, bars: 0 } }, 'entryOrder.bars'],
    [{ entryOrder: { kind: 'stop-limit', offset: PERCENT, bars: 1 } }, 'entryOrder.limit'],
    [{ exitAfter: { bars: 0 } }, 'exitAfter.bars'],
    [{ exitAfter: { bars: 1.5 } }, 'exitAfter.bars'],
    [{ exitAfter: { bars: 525_601 } }, 'exitAfter.bars'],
    [{ exitAfter: {} }, 'exitAfter.bars'],
    [{ scaleIn: { entries: 1 } }, 'scaleIn.entries'],
    [{ scaleOut: { percent: 100 } }, 'scaleOut.percent'],
  ])('is refused at its place: %j', (rules, place) => {
    expect(() => parseStrategy(withRules(rules))).toThrow(`not valid at ${place}:`);
  });

  test('a size by risk needs a stop; a take profit is none', () => {
    const size = { kind: 'risk', percent: 1 };
    expect(() => parseStrategy(withRules({ size, takeProfit: PERCENT }))).toThrow(
      'The strategy is not valid at size: a size by risk needs a stop loss or a trailing stop',
    );
  });

  test.each([
    [{ stopLoss: PERCENT }, ['open']],
    [{ takeProfit: ATR }, ['open', 'high', 'low', 'close']],
    [{ entryOrder: { kind: 'stop-limit', offset: PERCENT, limit: ATR, bars: 1 } }, ['open', 'high', 'low', 'close']],
    [{ entryOrder: { kind: 'limit', offset: PERCENT, bars: 1 } }, ['open', 'close']],
    [{ size: { kind: 'volatility', percent: 15, period: 30 } }, ['open', 'close']],
  ])('reads the columns that it measures: %j', (rules, columns) => {
    expect(columnsOfStrategy(parseStrategy(withRules(rules)))).toEqual(columns);
  });

  test('leaves the hash of a strategy without the newer parts as it was', () => {
    const text = 'entry: rsi(14) < 30\nexit: rsi(14) > 70\nstop loss: 2%\nsize: 50% of equity';
    expect(strategyHash(textToStrategy(text))).toBe('fe4a232fbe2d8dc1d0425c625b84b4fccc97cbd060249550825a9e6b47d161d1');
  });
});

describe('position rules by themselves', () => {
  test('are what is written, and nothing else', () => {
    expect(textToPositionRules('stop loss: 2%; size: 50% of equity')).toEqual({ stopLoss: { kind: 'percent', percent: 2 }, size: { kind: 'equity', percent: 50 } });
    expect(textToPositionRules('trailing stop: 3 atr(14)')).toEqual({ trailingStop: ATR });
    expect(textToPositionRules('exit after: 10 bars; stop loss: 2%')).toEqual({ exitAfter: { bars: 10 }, stopLoss: { kind: 'percent', percent: 2 } });
    expect(textToPositionRules('exit after: 1 bar')).toEqual({ exitAfter: { bars: 1 } });
    expect(textToPositionRules('# nothing')).toEqual({});
  });

  test('are those of a strategy with the same statements, and are printed as they are read', () => {
    const text = 'stop loss: 2%\ntake profit: 6 atr(14)\ntrailing stop: 3%\nexit after: 1 bar\nentry order: limit 0.5% for 3 bars\nscale in: 3 entries\nscale out: 50%\nsize: 1% risk';
    const rules = textToPositionRules(text);
    expect(textToStrategy(`entry: open > 1\n${text}`)).toEqual({ ...PLAIN, ...rules });
    expect(textToPositionRules(positionRulesToStatements({ size: PLAIN.size, ...rules }).join('; '))).toEqual(rules);
  });

  test.each([
    ['entry: close > 1', 'at column 8: "entry" is no rule of a position'],
    ['stop loss: 2%; exit: close < 1', 'at column 22: "exit" is no rule of a position'],
    ['stop loss: two', 'at column 12:'],
    ['stop los: 2%', '"stop los" is not a statement'],
    ['size: 1% risk', 'not valid at size: a size by risk needs a stop loss'],
    ['stop loss: 200%', 'not valid at stopLoss.percent:'],
    ['exit after: 10', 'at column 13: a number of whole bars such as "10 bars" is needed here'],
    ['exit after: 1.5 bars', 'at column 13: a number of whole bars such as "10 bars" is needed here'],
    ['exit after: 10 days', 'at column 13: a number of whole bars such as "10 bars" is needed here'],
    ['exit after: 10 bars or so', 'nothing is expected here, but "or so" follows'],
    ['exit after: 0 bars', 'not valid at exitAfter.bars:'],
    ['exit aftr: 10 bars', '"exit aftr" is not a statement'],
  ])('%s is refused', (text, message) => expect(() => textToPositionRules(text)).toThrow(message));
});
