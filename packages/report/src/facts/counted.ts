import { numberToText } from '../format/number-to-text.ts';

/** `1 gap`, `2 gaps`. */
export const counted = (value: number, one: string, many: string): string => `${numberToText(value, 0)} ${value === 1 ? one : many}`;
