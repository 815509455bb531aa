/** `1234567` as `1,234,567`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** `1 file`, `2 files`, `1,200 candles`. */
export const formatAmount = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Epoch milliseconds as `2024-11-01 00:00`, UTC; seconds only where there are some. */
export function formatTime(timeMs: number): string {
  const iso = new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');
  return iso.replace(/:00\.000$/, '').replace(/\.000$/, '');
}

/** A length of time in its largest unit, as a person would say it: `45 s`, `12 min`, `7 h`, `33 days`. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
