/** ln √(2π). */
const LOG_ROOT_TWO_PI = 0.9189385332046728;

/**
 * Φ(z), the standard normal distribution, to 1e-15 absolutely: Marsaglia's series "Evaluating the Normal Distribution"
 * (J. Statistical Software 11, 2004), ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + …).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  if (Math.abs(z) > 9) return z > 0 ? 1 : 0;
  let sum = z;
  let term = z;
  for (let odd = 3, before = Number.NaN; sum !== before; odd += 2) {
    before = sum;
    term *= (z * z) / odd;
    sum += term;
  }
  return Math.min(1, Math.max(0, 0.5 + sum * Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI)));
}

/** Coefficients of algorithm AS 241 to the digits of a double, constant term first. */
const CENTRE = [
  [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227],
  [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854],
] as const;
const SHOULDER = [
  [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414],
  [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9],
] as const;
const TAIL = [
  [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7],
  [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15],
] as const;

/**
 * Φ⁻¹(p), to about 1e-16 of the result: Wichura's algorithm AS 241 (Applied Statistics 37, 1988). −∞ at 0, ∞ at 1, NaN outside.
 * Near p = 1 the number 1 − p has lost digits: ask for −Φ⁻¹(1 − p) with the small number as it is.
 */
export function normalQuantile(p: number): number {
  const fromCentre = p - 0.5;
  if (Math.abs(fromCentre) <= 0.425) return fromCentre * rational(CENTRE, 0.180625 - fromCentre * fromCentre);
  const tail = fromCentre < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? Math.sign(fromCentre) * Infinity : Number.NaN;
  const depth = Math.sqrt(-Math.log(tail));
  const magnitude = depth <= 5 ? rational(SHOULDER, depth - 1.6) : rational(TAIL, depth - 5);
  return fromCentre < 0 ? -magnitude : magnitude;
}

type Rational = readonly [numerator: readonly number[], denominator: readonly number[]];

const rational = ([numerator, denominator]: Rational, x: number): number =>
  polynomial(numerator, x) / polynomial(denominator, x);

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
