import { WickError } from '@wick/core';

/** A whole number, digits only. @throws WickError OPTION_INVALID that names the option */
export function readCount(option: string, text: string, least = 1): number {
  const count = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (count >= least) return count;
  throw new WickError('OPTION_INVALID', `${option} cannot be "${text}".`, {
    remedy: `Write a whole number from ${least} on.`,
    details: { option, value: text },
  });
}
