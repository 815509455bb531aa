/** A sum with compensation (Neumaier 1974): as exact as if it had been rounded once. Stays NaN after a NaN. */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  /** @returns the sum; the next one begins with zero */
  take(): number {
    const total = this.#sum + this.#lost;
    this.#sum = this.#lost = 0;
    return total;
  }
}
