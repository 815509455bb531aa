/** @typedef {import('../../src/html/page-data.ts').PageData} PageData */

/** @param {string} packed base64 */
function bytesOf(packed) {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** @param {string} packed */
export const unpackDoubles = (packed) => new Float64Array(bytesOf(packed).buffer);

/** @param {string} packed */
export const unpackSingles = (packed) => new Float32Array(bytesOf(packed).buffer);

/** @param {string} packed */
export const unpackShorts = (packed) => new Uint16Array(bytesOf(packed).buffer);

/** @param {string} packed */
export const unpackBytes = (packed) => bytesOf(packed);

/** @returns {PageData} */
export const readPageData = () => JSON.parse(document.getElementById('wick-data')?.textContent ?? '');

/**
 * All trades as columns; a trade is a row number.
 *
 * @param {PageData['trades']} packed
 */
export const unpackTrades = (packed) => ({
  count: packed.count,
  markets: packed.markets,
  market: unpackShorts(packed.market),
  reasons: packed.reasons,
  entryTime: unpackDoubles(packed.entryTime),
  exitTime: unpackDoubles(packed.exitTime),
  entryPrice: unpackDoubles(packed.entryPrice),
  exitPrice: unpackDoubles(packed.exitPrice),
  size: unpackDoubles(packed.size),
  pnl: unpackDoubles(packed.pnl),
  fees: unpackDoubles(packed.fees),
  side: unpackBytes(packed.side),
  reason: unpackBytes(packed.reason),
  ambiguous: unpackBytes(packed.ambiguous),
});

/** @typedef {ReturnType<typeof unpackTrades>} Trades */
