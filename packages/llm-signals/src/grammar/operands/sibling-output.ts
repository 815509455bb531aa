import { type Expression, type IndicatorName, signatureOf } from '@wick/core';
import { indicator } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';

interface Sibling {
  readonly name: IndicatorName;
  readonly output: string;
  readonly words: readonly string[];
  /** Too short to be meant on their own: only beside their indicator. */
  readonly beside?: readonly string[];
}

/** Lines that are named without their indicator: beside it they are its own, alone they have its default periods. */
const SIBLINGS: readonly Sibling[] = [
  { name: 'stochastic', output: 'k', words: ['%K', '%K line', 'K line'], beside: ['K', 'K%'] },
  { name: 'stochastic', output: 'd', words: ['%D', '%D line', 'D line'], beside: ['D', 'D%'] },
  { name: 'macd', output: 'signal', words: ['signal line', 'signal'] },
  { name: 'macd', output: 'histogram', words: ['histogram'] },
  { name: 'dmi', output: 'plus', words: ['+DI', 'DI+', 'plus DI', 'DI plus', 'positive DI', 'DI plus line'] },
  { name: 'dmi', output: 'minus', words: ['-DI', 'DI-', 'minus DI', 'DI minus', 'negative DI', 'DI minus line'] },
  { name: 'vortex', output: 'plus', words: ['+VI', 'VI+', 'VI plus'] },
  { name: 'vortex', output: 'minus', words: ['-VI', 'VI-', 'VI minus'] },
  { name: 'ichimoku', output: 'conversion', words: ['tenkan sen', 'tenkan', 'tenkan line', 'conversion line'] },
  { name: 'ichimoku', output: 'base', words: ['kijun sen', 'kijun', 'kijun line', 'base line'] },
  { name: 'ichimoku', output: 'spanA', words: ['senkou span A', 'leading span A'] },
  { name: 'ichimoku', output: 'spanB', words: ['senkou span B', 'leading span B'] },
  { name: 'aroon', output: 'down', words: [], beside: ['down', 'down line'] },
];

/** Names by which an output is asked for beside any indicator that has it. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = { signal: ['signal'], histogram: ['histogram'], k: ['k'], d: ['d', 'signal'] };

export const siblingOutputPhrase: Phrase = {
  vocabulary: ['its', ...SIBLINGS.flatMap((sibling) => [...sibling.words, ...(sibling.beside ?? [])])],
  examples: ['MACD crosses above its signal line', '%K crosses above %D', '+DI crosses above -DI', 'tenkan crosses above kijun'],
  read: (reader) => {
    const possessive = reader.take(['its']);
    const { subject } = reader;
    const parent = subject?.kind === 'higher' ? subject.operand : subject;
    const beside = parent?.kind === 'indicator' ? parent : undefined;
    const sibling = SIBLINGS.find(({ name, words, beside: short }) => reader.take(words) || (short && (name === beside?.name || (name === 'stochastic' && beside?.name === 'stoch_rsi')) && reader.take(short)));
    if (!sibling) return undefined;
    const own = beside && siblingOf(beside, sibling);
    if (own) return subject?.kind === 'higher' ? { ...subject, operand: own } : own;
    const before = !subject && reader.lastSubject?.kind === 'indicator' && reader.lastSubject.name === sibling.name ? siblingOf(reader.lastSubject, sibling) : undefined;
    if (before) {
      reader.assume(`The ${sibling.words[0]} is that of ${describe(before)}.`);
      return before;
    }
    // "RSI crosses its signal line": it has none, and MACD's is not meant.
    if (possessive || (sibling.output === 'signal' && subject)) return undefined;
    const given = sibling.name === 'dmi' || sibling.name === 'vortex' ? readPeriod(reader) : undefined;
    const call = indicator(sibling.name, given === undefined ? [] : [given], sibling.output);
    if (given === undefined) reader.assume(`The ${sibling.words[0]} is that of ${describe(call)}.`);
    return call;
  },
};

/** The line of the very indicator on the left. */
function siblingOf(beside: Extract<Expression, { kind: 'indicator' }>, sibling: Sibling): Expression | undefined {
  const { outputs } = signatureOf(beside.name);
  if (sibling.name === beside.name) return { ...beside, output: sibling.output };
  const output = outputs.find((each) => OUTPUTS[each]?.includes(sibling.output));
  return output === undefined ? undefined : { ...beside, output };
}

const readPeriod = (reader: Reader): number | undefined =>
  reader.attempt(() => {
    if (!reader.take(['('])) return undefined;
    const period = reader.takeWhole();
    return reader.take([')']) && period !== undefined && period > 0 ? period : undefined;
  });

const describe = (call: Expression): string =>
  call.kind === 'indicator' ? `${call.name}(${call.parameters.join(', ')})` : '';
