/**
 * Does a float64 hold this decimal text exactly, in the sense that printing the number gives the same decimal?
 * True for every decimal of at most 15 significant digits (IEEE 754 binary64).
 *
 * @param text a plain decimal such as `0.00001234` or `123456789012.12345678`, no exponent
 */
export function isExactInFloat64(text: string, value: number = Number(text)): boolean {
  let significant = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) continue;
    if (significant > 0 || code !== 48) significant++;
  }
  return significant <= 15 || trimDecimal(text) === decimalText(value);
}

/** A decimal without superfluous zeros: `0.10` and `00.1` are both `0.1`. */
export function trimDecimal(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const shortWhole = whole.replace(/^0+(?=\d)/, '') || '0';
  const shortFraction = fraction.replace(/0+$/, '');
  const magnitude = shortFraction ? `${shortWhole}.${shortFraction}` : shortWhole;
  return negative && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** A finite number as a plain decimal, never in exponent form: 1e-7 is `0.0000001`. */
export function decimalText(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', first = '', rest = '', exponentText = '0'] = match;
  const digits = first + rest;
  const point = 1 + Number(exponentText);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
