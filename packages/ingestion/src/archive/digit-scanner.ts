/** Bytes that must follow the last one that {@link DigitScanner} is asked about. */
export const SCANNER_PADDING = 4;

/** Reads runs of ASCII digits, four at a time: one load, and arithmetic on all four bytes of a 32-bit word at once. */
export class DigitScanner {
  at = 0;
  readonly #words: DataView;

  constructor(bytes: Uint8Array) {
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The digits from `at` on as a number, exact below 2^53; moves `at` behind them. No digit gives 0. */
  digits(): number {
    const words = this.#words;
    let at = this.at;
    let value = 0;
    for (;;) {
      // '0' is 0x30: after the XOR each byte that was a digit is 0 to 9, and adding 6 leaves its upper half zero.
      let word = words.getUint32(at, true) ^ 0x30303030;
      if (((word | (word + 0x06060606)) & 0xf0f0f0f0) === 0) {
        const pairs = (word << 3) + (word << 1) + (word >>> 8); // ten times the first digit, plus the second
        value = value * 10_000 + (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
        at += 4;
        continue;
      }
      while ((word & 0xff) <= 9) {
        value = value * 10 + (word & 0xff);
        word >>>= 8;
        at++;
      }
      this.at = at;
      return value;
    }
  }
}
