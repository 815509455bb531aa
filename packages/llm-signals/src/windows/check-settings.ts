import { WickError } from '@wick/core';
import type { WindowSettings } from './decision-window.ts';

/** Candles a window, and bars between two decisions. */
export const MAX_CANDLES = 1_000;
/** Characters of an instruction or a note. */
export const MAX_TEXT = 4_000;
/** Characters of a symbol. Binance's longest has 21. */
export const MAX_SYMBOL = 64;

/** @throws WickError OPTION_INVALID unless candles and every are integers from 1 to {@link MAX_CANDLES} */
export function checkCut({ candles, every }: Pick<WindowSettings, 'candles' | 'every'>): void {
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= MAX_CANDLES;
  if (!isCount(candles)) throw invalid('candles', `A window of ${candles} candles cannot be shown.`, `Give a whole number from 1 to ${MAX_CANDLES}.`);
  if (!isCount(every)) throw invalid('every', `A decision every ${every} bars cannot be made.`, `Give a whole number from 1 to ${MAX_CANDLES}.`);
}

/** @throws WickError OPTION_INVALID on settings, or a symbol, that no model can be asked with */
export function checkQuestion(settings: WindowSettings, symbol: string): void {
  const { instruction, masked, note, temperature = 0, maxOutputTokens = 1 } = settings;
  if (instruction.trim() === '') throw invalid('instruction', 'The model is not told what to judge by.', 'Say in words when to buy and when to sell.');
  checkLength('instruction', 'The instruction', instruction, MAX_TEXT);
  checkLength('note', 'The note', note ?? '', MAX_TEXT);
  checkLength('symbol', 'The symbol', symbol, MAX_SYMBOL);
  if (masked && note !== undefined) {
    throw invalid('note', 'A note would tell a masked model what it must not know.', 'Leave out the note, or do not mask.');
  }
  if (!(temperature >= 0 && temperature <= 2)) throw invalid('temperature', `${temperature} is no temperature.`, 'Give a number from 0 to 2.');
  if (!(Number.isInteger(maxOutputTokens) && maxOutputTokens >= 1)) {
    throw invalid('maxOutputTokens', `An answer of at most ${maxOutputTokens} tokens cannot be asked for.`, 'Give a whole number of 1 or more.');
  }
}

function checkLength(option: string, what: string, text: string, most: number): void {
  if (text.length > most) throw invalid(option, `${what} has ${text.length} characters; ${most} are the most.`, 'Shorten it.');
}

const invalid = (option: string, message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option } });
