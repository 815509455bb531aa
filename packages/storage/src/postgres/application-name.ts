/** Wick's own connections bear this name, so that others can be told from them. */
export const APPLICATION_NAME = 'wick';
