/**
 * Characters that a reader does not see or that turn the writing round, as ranges for a regular expression with the flag `u`: controls, soft
 * hyphens, fillers, zero widths, directions, line separators, lone surrogates, private use, variation selectors, tags, specials.
 * Ranges instead of Unicode's categories, which grow: the bytes of a question must not depend on the version of Node.
 */
export const HIDDEN = String.raw`\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{10ffff}`;
