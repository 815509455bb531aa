/** What stands where a value is not known. */
const UNKNOWN = '–';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });
const significant = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/** @type {Map<number, Intl.NumberFormat>} */
const fixed = new Map();

/**
 * @param {number} value
 * @param {number} decimals
 */
export function formatNumber(value, decimals) {
  if (!Number.isFinite(value)) return UNKNOWN;
  let format = fixed.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    fixed.set(decimals, format);
  }
  return format.format(value).replace('-', '−');
}

/**
 * @param {number} value
 * @param {number} decimals
 */
export const formatSigned = (value, decimals) => {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
};

/** @param {number} share */
export const formatShare = (share) => (Number.isFinite(share) ? `${formatSigned(share * 100, 2)}%` : UNKNOWN);

/** @param {number} value */
export const formatCompact = (value) => (Number.isFinite(value) ? compact.format(value).replace('-', '−') : UNKNOWN);

/** @param {number} value */
export const formatSize = (value) => (Number.isFinite(value) ? significant.format(value) : UNKNOWN);

/**
 * UTC, with seconds only where there are some.
 *
 * @param {number} timeMs
 */
export function formatTime(timeMs) {
  const iso = new Date(timeMs).toISOString();
  return `${iso.slice(0, 10)} ${timeMs % 60_000 === 0 ? iso.slice(11, 16) : iso.slice(11, 19)}`;
}

/** @param {number} durationMs */
export function formatDuration(durationMs) {
  const minutes = Math.floor(durationMs / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return hours % 24 > 0 ? `${days}d ${hours % 24}h` : `${days}d`;
  if (hours > 0) return minutes % 60 > 0 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
  return minutes > 0 ? `${minutes}m` : `${Math.floor(durationMs / 1_000)}s`;
}
