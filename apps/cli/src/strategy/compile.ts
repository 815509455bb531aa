import { strategyToText } from '@wick/core';
import { type Compilation, compileSentence, type Cost, createLlmCompiler, type LlmCompilation, resolveProvider } from '@wick/llm-signals';
import type { CompileOptions } from '../commands/strategy-compile.ts';
import type { CliContext } from '../context.ts';
import { writeFileWhole } from '../files/write-file-whole.ts';
import { emit } from '../output/emit.ts';
import { formatCount } from '../output/format.ts';
import { formatPairs } from '../output/table.ts';
import { paintFor } from '../output/paint.ts';
import { strategyToDocument, strategyToLines } from './strategy-to-lines.ts';

/** Sentence → strategy, by the grammar or by a model; printed, and saved where asked. */
export async function compile(context: CliContext, sentence: string, options: CompileOptions): Promise<void> {
  const asksModel = options.provider !== undefined || options.model !== undefined;
  const compilation = asksModel ? await askModel(context, sentence, options) : compileSentence(sentence);
  const { out } = options;
  if (out !== undefined) await writeFileWhole(out, [compilationToFile(out, sentence, compilation)]);
  const document = { sentence, ...strategyToDocument(compilation), ...provenanceOf(compilation), ...(out !== undefined && { saved: out }) };
  emit(context, options, document, () => {
    const sections = [strategyToLines(compilation, paintFor(context.stdout, context.env))];
    if (isByModel(compilation)) sections.push(provenanceToText(compilation));
    if (out !== undefined) sections.push(`Saved: ${out}`);
    return sections.join('\n\n');
  });
}

const isByModel = (compilation: Compilation | LlmCompilation): compilation is LlmCompilation => 'modelAnswered' in compilation;

function askModel({ env, signal }: CliContext, sentence: string, { provider: named, model }: CompileOptions): Promise<LlmCompilation> {
  const provider = resolveProvider(named);
  const compiler = createLlmCompiler({ provider: named ?? provider.name, apiKey: env[provider.keyVariable] ?? '', ...(model !== undefined && { model }) });
  return compiler.compile(sentence, { signal });
}

function compilationToFile(path: string, sentence: string, { strategy }: Compilation): string {
  if (path.toLowerCase().endsWith('.json')) return `${JSON.stringify(strategy, null, 2)}\n`;
  // A semicolon ends a statement, and a comment with it.
  return `# ${sentence.trim().replaceAll(/\s+/g, ' ').replaceAll(';', ',')}\n${strategyToText(strategy)}\n`;
}

/** Who compiled it, and for how much; nothing to tell of the grammar. */
function provenanceOf(compilation: Compilation | LlmCompilation): Record<string, unknown> {
  if (!isByModel(compilation)) return { compiledBy: 'grammar' };
  const { provider, modelAsked, modelAnswered, fingerprint, promptHash, attempts, usage, cost, warnings } = compilation;
  return { compiledBy: 'model', provider, modelAsked, modelAnswered, fingerprint, promptHash, attempts, usage, cost, warnings };
}

function provenanceToText({ provider, modelAnswered, attempts, usage, cost, warnings }: LlmCompilation): string {
  const tokens = usage && `${formatCount(usage.promptTokens)} in (${formatCount(usage.cachedTokens)} of them cached), ${formatCount(usage.completionTokens)} out`;
  const pairs = formatPairs([
    ['Compiled by', `${modelAnswered} at ${provider}, ${attempts === 1 ? 'at once' : `after ${attempts - 1} repairs`}`],
    ['Tokens', tokens ?? 'not stated by the provider'],
    ['Cost', costToText(cost)],
  ]);
  return [pairs, ...warnings.map((warning) => `! ${warning}`)].join('\n');
}

const costToText = (cost: Cost): string =>
  cost.known ? `$${cost.usd.toFixed(6)}, at prices of ${cost.priceDate} (${cost.source})` : `unknown: ${cost.reason}`;
