/** The rows `from` to `to` (exclusive) of a series: the series itself where those are all, since a view costs a tenth of a microsecond. */
export const rows = (series: Float64Array, from: number, to: number): Float64Array =>
  from === 0 && to === series.length ? series : series.subarray(from, to);
