/**
 * A sum of many float64 with the error of one rounding: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen", ZAMM 54 (1974). So a sum of minutes can be told from a volume that differs in its last digit.
 */
export class WindowSum {
  #sum = 0;
  #lost = 0;

  reset(): void {
    this.#sum = 0;
    this.#lost = 0;
  }

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get total(): number {
    return this.#sum + this.#lost;
  }
}

/**
 * Are a sum of decimals and a decimal the same, as far as float64 can tell? Each term, the total and the decimal itself are
 * rounded by at most 2⁻⁵³ of their size, which makes 3 · 2⁻⁵³; the limit is 2⁻⁴⁹, since some sources have summed in float64
 * themselves: a change of 1e-8 in a volume of a million is told. Unknown values are the same as anything.
 */
export const isSameSum = (total: number, value: number): boolean =>
  !(Math.abs(total - value) > 2 ** -49 * Math.max(Math.abs(total), Math.abs(value)));
