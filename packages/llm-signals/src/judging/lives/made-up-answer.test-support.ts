import type { Dice } from './dice.test-support.ts';
import type { MadeUp, Meant } from './naive-lines.test-support.ts';

/** Everything that a model may say, by what it is worth. */
export const SAYINGS = [
  'good', 'fenced', 'prose', 'blank lines', 'single quotes',
  'truncated', 'resources', 'refused', 'filtered', 'empty', 'null', 'not-json', 'cut', 'schema', 'extra', 'lower case', 'text for a number',
  'not-a-number', 'null confidence', 'out-of-range', 'timestamp-missing', 'timestamp-wrong', 'timestamp-extra', 'list of one',
] as const;
export type Saying = (typeof SAYINGS)[number];

export interface Said {
  readonly meant: Meant;
  /** Of the response, without id, model and usage. */
  readonly choice: { readonly finish_reason: string; readonly message: { readonly content: string | null; readonly refusal?: string } };
  /** What is sent ahead of the body. */
  readonly ahead: string;
}

const WHY: Partial<Record<Saying, string>> = {
  resources: 'truncated', null: 'empty', cut: 'not-json', extra: 'schema', 'lower case': 'schema', 'text for a number': 'schema', 'null confidence': 'not-a-number', 'list of one': 'schema',
};

export function makeUpAnswer(dice: Dice, saying: Saying, time: string): Said {
  const action = dice.one(['BUY', 'SELL', 'HOLD'] as const);
  const confidence = dice.one([0, 1, dice.whole(0, 1_000) / 1_000]);
  const reason = `It is ${dice.whole(0, 999)} to ${dice.whole(0, 999)}.`;
  const object = { time, reason, action, confidence };
  const json = JSON.stringify(object);
  const content = (): string | null => {
    switch (saying) {
      case 'good': case 'truncated': case 'filtered': case 'blank lines': case 'resources': return json;
      case 'fenced': return `\`\`\`json\n${json}\n\`\`\``;
      case 'prose': return `Here is my decision:\n${json}\nGood luck!`;
      case 'single quotes': return `{'time': '${time}', 'reason': '${reason}', 'action': '${action}', 'confidence': ${confidence}}`;
      case 'refused': case 'null': return null;
      case 'empty': return dice.one(['', ' ', '\n\n']);
      case 'not-json': return `I would ${action}.`;
      case 'cut': return json.slice(0, -dice.whole(1, 20));
      case 'schema': return JSON.stringify({ ...object, action: 'LONG' });
      case 'extra': return JSON.stringify({ ...object, size: 1 });
      case 'lower case': return JSON.stringify({ ...object, action: action.toLowerCase() });
      case 'text for a number': return JSON.stringify({ ...object, confidence: '0.5' });
      case 'not-a-number': return json.replace(/"confidence":.*\}/, '"confidence":NaN}');
      case 'null confidence': return JSON.stringify({ ...object, confidence: null });
      case 'out-of-range': return JSON.stringify({ ...object, confidence: dice.one([-0.01, 1.01, 87]) });
      case 'timestamp-missing': return JSON.stringify({ reason, action, confidence });
      case 'timestamp-wrong': return JSON.stringify({ ...object, time: `${time}x` });
      case 'timestamp-extra': return JSON.stringify([object, { ...object, time: 'later' }]);
      case 'list of one': return JSON.stringify([object]);
    }
  };
  const isGood = ['good', 'fenced', 'prose', 'blank lines', 'single quotes'].includes(saying);
  return {
    meant: isGood ? { action, confidence, reason } : { why: WHY[saying] ?? saying },
    choice: {
      finish_reason: { truncated: 'length', filtered: 'content_filter', resources: 'insufficient_system_resource' }[saying as string] ?? 'stop',
      message: { content: content(), ...(saying === 'refused' && { refusal: 'I give no advice.' }) },
    },
    ahead: saying === 'blank lines' ? '\n\n: keep-alive\n\n' : '',
  };
}

/** Tokens as the model's own tokenizer makes them: `factor` of one of ours. */
export function makeUpUsage(dice: Dice, countedTokens: number, factor: number, mostCompletion: number): NonNullable<MadeUp['usage']> {
  const prompt = Math.floor(countedTokens * factor);
  return { prompt, cached: dice.chance(0.5) ? 0 : dice.whole(0, prompt), completion: dice.chance(0.05) ? mostCompletion : dice.whole(1, mostCompletion) };
}
