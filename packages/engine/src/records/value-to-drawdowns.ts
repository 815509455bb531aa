/**
 * Drawdowns as columns: row `i` of each column belongs to drawdown `i`, in time. One begins at the last close of a peak and ends
 * with the first close that is as high again, or with the last bar.
 */
export interface DrawdownRecords {
  readonly length: number;
  readonly peakBar: Int32Array;
  /** Of the lowest close; the first of them if there are several. */
  readonly valleyBar: Int32Array;
  /** Of the recovery, or the last bar. */
  readonly endBar: Int32Array;
  readonly peakValue: Float64Array;
  readonly valleyValue: Float64Array;
  readonly endValue: Float64Array;
  /** 1 for the last one while it is not recovered. */
  readonly isOpen: Uint8Array;
}

interface Drawdown {
  readonly peakBar: number;
  readonly valleyBar: number;
  readonly endBar: number;
  readonly isOpen: boolean;
}

/** Value at each bar's close → its drawdowns. The first bar's value is the first peak. */
export function valueToDrawdowns(value: Float64Array): DrawdownRecords {
  const found: Drawdown[] = [];
  let peakBar = 0;
  let valleyBar = 0;
  for (let bar = 1; bar < value.length; bar++) {
    const present = value[bar]!;
    if (present >= value[peakBar]!) {
      if (valleyBar > peakBar) found.push({ peakBar, valleyBar, endBar: bar, isOpen: false });
      peakBar = bar;
      valleyBar = bar;
    } else if (valleyBar === peakBar || present < value[valleyBar]!) {
      valleyBar = bar;
    }
  }
  if (valleyBar > peakBar) found.push({ peakBar, valleyBar, endBar: value.length - 1, isOpen: true });
  return {
    length: found.length,
    peakBar: Int32Array.from(found, (drawdown) => drawdown.peakBar),
    valleyBar: Int32Array.from(found, (drawdown) => drawdown.valleyBar),
    endBar: Int32Array.from(found, (drawdown) => drawdown.endBar),
    peakValue: Float64Array.from(found, (drawdown) => value[drawdown.peakBar]!),
    valleyValue: Float64Array.from(found, (drawdown) => value[drawdown.valleyBar]!),
    endValue: Float64Array.from(found, (drawdown) => value[drawdown.endBar]!),
    isOpen: Uint8Array.from(found, (drawdown) => (drawdown.isOpen ? 1 : 0)),
  };
}
