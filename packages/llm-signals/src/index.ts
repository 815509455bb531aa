/** A sentence in, a typed strategy out: by a grammar that needs nothing, or by a model. */

// grammar: English → strategy and back, with no key and no network.
export type { Compilation, Understood } from './grammar/compilation.ts';
export { compileSentence } from './grammar/compile-sentence.ts';
export { paraphrase } from './grammar/paraphrase/paraphrase.ts';
export type { Fragment } from './grammar/refusal/not-understood.ts';
