import { HIDDEN } from './hidden-characters.ts';

/** Brackets, pipes, tildes and backticks, in both widths, are what control tokens of chat templates begin with, and fences. */
const UNSAFE = new RegExp(String.raw`[<>[\]{}|~\u0060\uff1c\uff1e\uff3b\uff3d\uff5b-\uff5e${HIDDEN}]`, 'gu');

/**
 * A text as a JSON string from which JSON.parse gives it back. Its characters can neither end it nor form a control token of a chat
 * template: those that could are escaped, as in `\u003c|im_start|>`.
 */
export const quote = (text: string): string => JSON.stringify(text).replaceAll(UNSAFE, escaped);

/** Each UTF-16 unit by itself, as JSON wants it. */
const escaped = (character: string): string => character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
