import { expect, test } from '@jest/globals';
import { instructionToNotes } from './instruction-to-notes.ts';

test.each([
  ['Buy dips of BTC.', 'BTCUSDT', 'BTC'],
  ['buy btcusdt', 'BTCUSDT', 'btcusdt'],
  ['Buy SOL when it falls.', 'SOLUSDC', 'SOL'],
  ['Buy as in the crash of 2020.', 'BTCUSDT', '2020'],
  ['Buy 1000SHIB.', '1000SHIBUSDT', '1000SHIB'],
  ['Buy BTC.', 'BTCUSD_240628', 'BTC'],
])('"%s" tells a masked model of %s what it sees', (instruction, symbol, said) => {
  expect(instructionToNotes(instruction, symbol)).toEqual([`The instruction says "${said}", to a masked model too: it can tell by that what it sees.`]);
});

test('a symbol and a year are both named', () => {
  expect(instructionToNotes('Buy dips of BTC as in 2020.', 'BTCUSDT')).toEqual(['The instruction says "BTC" and "2020", to a masked model too: it can tell by that what it sees.']);
});

test.each([
  ['Buy when an uptrend resumes after a pullback of 20 bars.', 'BTCUSDT'],
  ['Buy what is solid.', 'SOLUSDT'],
  ['Sell at 20000 points above.', 'BTCUSDT'],
])('"%s" tells nothing of %s', (instruction, symbol) => {
  expect(instructionToNotes(instruction, symbol)).toEqual([]);
});
