/** `1 candle`, `20,401 candles`. */
export const amountOf = (count: number, noun: string): string => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** `2018-02-09 09:59:14.789`, UTC. */
export const timeText = (timeMs: number): string =>
  Number.isFinite(timeMs) ? new Date(timeMs).toISOString().replace('T', ' ').replace(/(:00)?\.000Z$|Z$/, '') : 'unknown';
