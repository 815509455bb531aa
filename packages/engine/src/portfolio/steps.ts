/** A number that changes now and then over the bars of a block: from each step's bar on it has that step's value. */
export class Steps {
  length = 0;
  #bars = new Int32Array(64);
  #values = new Float64Array(64);

  /** A new block, on whose first bar it has this value. */
  restart(value: number): void {
    this.length = 0;
    this.set(0, value);
  }

  /** @param bar not before the last step's; on the same bar, the later value counts */
  set(bar: number, value: number): void {
    const last = this.length - 1;
    if (last >= 0) {
      if (this.#values[last] === value) return;
      if (this.#bars[last] === bar) {
        this.#values[last] = value;
        return;
      }
    }
    if (this.length === this.#bars.length) this.#grow();
    this.#bars[this.length] = bar;
    this.#values[this.length++] = value;
  }

  /** Writes the value of each bar. */
  fill(column: Float64Array): void {
    for (let step = 0; step < this.length; step++) column.fill(this.#values[step]!, this.#bars[step]!, this.#end(step, column.length));
  }

  /** Adds value × price to each bar. Returns the number of bars on which the value is not 0. */
  addTimes(prices: Float64Array, column: Float64Array): number {
    let bars = 0;
    for (let step = 0; step < this.length; step++) {
      const value = this.#values[step]!;
      if (value === 0) continue;
      const from = this.#bars[step]!;
      const to = this.#end(step, column.length);
      for (let bar = from; bar < to; bar++) column[bar]! += value * prices[bar]!;
      bars += to - from;
    }
    return bars;
  }

  #end(step: number, length: number): number {
    return step + 1 < this.length ? this.#bars[step + 1]! : length;
  }

  #grow(): void {
    const bars = new Int32Array(this.#bars.length * 2);
    const values = new Float64Array(this.#values.length * 2);
    bars.set(this.#bars);
    values.set(this.#values);
    this.#bars = bars;
    this.#values = values;
  }
}
