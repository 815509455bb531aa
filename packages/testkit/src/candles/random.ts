// Under jest a global such as Math is looked up anew each time it is named, which costs more than the arithmetic.
const { log, sqrt } = Math;

/** A stream of pseudo-random numbers that is the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/**
 * The generator sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand 2010): 128 bits of state, period at
 * least 2^32, passes PractRand and BigCrush. Normals by Marsaglia's polar method (SIAM Review 6, 1964).
 *
 * @param key any text; different texts give unrelated streams
 */
export function randomOf(key: string): Random {
  let a = fnv1a(`${key}#a`);
  let b = fnv1a(`${key}#b`);
  let c = fnv1a(`${key}#c`);
  let counter = 1;
  let spare = 0;
  let hasSpare = false;

  const uniform = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };

  const normal = (): number => {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = sqrt((-2 * log(square)) / square);
    spare = y * factor;
    hasSpare = true;
    return x * factor;
  };

  // The first numbers still resemble the key.
  for (let i = 0; i < 12; i++) uniform();
  return { uniform, normal };
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01_00_01_93);
  return hash | 0;
}
