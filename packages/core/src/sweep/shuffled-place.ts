const ROUNDS = 4;

/**
 * The place that comes at a position when `places` places are shuffled by a seed: a permutation, so that no place comes twice, and
 * computed for one position at a time, so that nothing is kept.
 *
 * A Feistel network over the smallest even number of bits that holds all places; where it leaves them it is applied again
 * (cycle walking: Black & Rogaway, "Ciphers with Arbitrary Finite Domains", 2002, doi:10.1007/3-540-45760-7_9).
 */
export function createShuffle(places: number, seed: number): (position: number) => number {
  const half = Math.max(1, Math.ceil(Math.log2(Math.max(2, places)) / 2));
  const size = 2 ** half;
  return (position) => {
    let place = position;
    do place = feistel(place, size, seed);
    while (place >= places);
    return place;
  };
}

function feistel(value: number, size: number, seed: number): number {
  let left = Math.floor(value / size);
  let right = value - left * size;
  for (let round = 0; round < ROUNDS; round++) {
    const next = (left + (mix(right, seed + round) % size)) % size;
    left = right;
    right = next;
  }
  return left * size + right;
}

/** 32 bits that depend on all bits of both (the finaliser of MurmurHash3). */
function mix(value: number, seed: number): number {
  let hash = Math.imul(value ^ Math.imul(seed, 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
