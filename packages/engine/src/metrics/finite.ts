/** `null` is how a metric says that it is not defined; ±∞ and NaN never leave. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
