/**
 * How two series stand to each other, 32 bars a word: the one loop of a sweep that looks at every bar of every combination.
 *
 * Series and words lie in one heap and are named by their byte in it, so that a kernel may be TypeScript or WebAssembly. Whole
 * words are read and written: the bits past the last bar may be anything. A bar on which a number is unknown (NaN) is in
 * none of the words.
 */
export interface OrderKernel {
  /** Writes where `left` < `right`, where it is greater and where it is equal. */
  order(left: number, right: number, words: number, less: number, greater: number, equal: number): void;
  /**
   * Writes where `left` gets above `right` and where it gets below it: beyond it now, and not on the bar before, all four numbers
   * known.
   *
   * @param memory a word that carries the last bar to the next block: bit 0 "was not above", bit 1 "was not below"; 0 at first
   */
  cross(left: number, right: number, words: number, above: number, below: number, memory: number): void;
}

/** Memory that kernels work on. What was allocated is valid until the next {@link KernelHeap.reset}. */
export interface KernelHeap {
  readonly kernel: OrderKernel;
  /** Everything is free again, and there is room for so many bytes. */
  reset(bytes: number): void;
  numbers(length: number): Float64Array;
  words(length: number): Uint32Array;
}

/** Every array begins at a multiple of 16 bytes. */
export const ALIGNMENT = 16;

/** @param bufferOf the memory, with room for so many bytes */
export function createHeap(bufferOf: (bytes: number) => ArrayBuffer, kernelOver: (buffer: () => ArrayBuffer) => OrderKernel): KernelHeap {
  let buffer = bufferOf(0);
  let used = 0;
  const take = (bytes: number): number => {
    const at = used;
    used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  return {
    kernel: kernelOver(() => buffer),
    reset(bytes) {
      buffer = bufferOf(bytes);
      used = 0;
    },
    numbers: (length) => new Float64Array(buffer, take(length * 8), length),
    words: (length) => new Uint32Array(buffer, take(length * 4), length).fill(0),
  };
}

/** The kernel in TypeScript: what it does is what every other kernel must do. */
export function createPlainHeap(): KernelHeap {
  return createHeap((bytes) => new ArrayBuffer(bytes), plainKernel);
}

function plainKernel(bufferOf: () => ArrayBuffer): OrderKernel {
  let buffer = new ArrayBuffer(0);
  let numbers = new Float64Array(buffer);
  let bits = new Uint32Array(buffer);
  const renew = (): void => {
    if (buffer === bufferOf()) return;
    buffer = bufferOf();
    numbers = new Float64Array(buffer, 0, buffer.byteLength >>> 3);
    bits = new Uint32Array(buffer, 0, buffer.byteLength >>> 2);
  };
  return {
    order(left, right, words, less, greater, equal) {
      renew();
      for (let word = 0; word < words; word++) {
        const a = (left >>> 3) + word * 32;
        const b = (right >>> 3) + word * 32;
        let [lt, gt, eq] = [0, 0, 0];
        for (let bit = 0; bit < 32; bit++) {
          const x = numbers[a + bit]!;
          const y = numbers[b + bit]!;
          lt |= Number(x < y) << bit;
          gt |= Number(x > y) << bit;
          eq |= Number(x === y) << bit;
        }
        bits[(less >>> 2) + word] = lt;
        bits[(greater >>> 2) + word] = gt;
        bits[(equal >>> 2) + word] = eq;
      }
    },
    cross(left, right, words, above, below, memory) {
      renew();
      let before = bits[memory >>> 2]!;
      for (let word = 0; word < words; word++) {
        const a = (left >>> 3) + word * 32;
        const b = (right >>> 3) + word * 32;
        let [up, down] = [0, 0];
        for (let bit = 0; bit < 32; bit++) {
          const x = numbers[a + bit]!;
          const y = numbers[b + bit]!;
          up |= (Number(x > y) & before) << bit;
          down |= (Number(x < y) & (before >>> 1)) << bit;
          before = Number(x <= y) | (Number(x >= y) << 1);
        }
        bits[(above >>> 2) + word] = up;
        bits[(below >>> 2) + word] = down;
      }
      bits[memory >>> 2] = before;
    },
  };
}
