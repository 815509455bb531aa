import type { LlmRequest } from './llm-request.ts';
import { type LlmAnswer, say } from './scripted-answer.ts';

const NOTHING = {
  shortEntry: null, shortExit: null, stopLoss: null, takeProfit: null, trailingStop: null, exitAfter: null, size: null,
  entryOrder: null, scaleIn: null, scaleOut: null, notExpressible: [],
};

/** Strategies for sentences by their key words, as a model that understood the prompt would write them. */
const KNOWN: readonly { readonly words: RegExp; readonly answer: Readonly<Record<string, unknown>> }[] = [
  {
    words: /rsi oversold.*volume spike/i,
    answer: {
      ...NOTHING,
      entry: 'rsi(14) < 30 and volume > 1.5 * sma(volume, 20)',
      exit: 'rsi(14) > 70',
      assumptions: ['RSI uses 14 bars.', 'The position is closed when RSI is above 70.'],
    },
  },
  {
    words: /macd crossover.*rsi/i,
    answer: {
      ...NOTHING,
      entry: 'macd(12, 26, 9) crosses above macd(12, 26, 9).signal and rsi(14) > 50',
      exit: 'macd(12, 26, 9) crosses below macd(12, 26, 9).signal',
      assumptions: ['RSI confirms above 50.'],
    },
  },
];

/** Answers the sentences of the documentation; of others it says that it cannot express them. */
export function competentModel(request: LlmRequest): LlmAnswer {
  const said = request.messages.filter(({ role }) => role === 'user').map(({ content }) => content).join('\n');
  const known = KNOWN.find(({ words }) => words.test(said));
  const answer = known?.answer ?? { ...NOTHING, entry: null, exit: null, assumptions: [], notExpressible: ['the whole sentence'] };
  return say(JSON.stringify(answer));
}
