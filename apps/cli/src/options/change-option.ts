import { WickError } from '@wick/core';

/** The number of a change, as "wick candles history" lists it; undefined where none is given. @throws WickError OPTION_INVALID */
export function readChange(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new WickError('OPTION_INVALID', `${option} ${text} is not the number of a change.`, {
    remedy: 'Take a number that "wick candles history" lists, or 0 for the time before the first one.',
    details: { option, value: text },
  });
}
