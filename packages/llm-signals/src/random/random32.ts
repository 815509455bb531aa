/** 32 random bits, as an unsigned integer. */
export type Random32 = () => number;

/** The generator sfc32 (Chris Doty-Humphrey, PractRand 2010), warmed up from one seed: the same on every machine. */
export function random32(seed: number): Random32 {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x85ebca6b | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 16; round++) next();
  return next;
}
