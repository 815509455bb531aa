import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';

export interface CompileOptions extends OutputOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly out?: string;
}

export const strategyCompileCommand = (context: CliContext): Command =>
  leafCommand('compile', 'turn a sentence in English into a strategy')
    .argument('<sentence>', 'such as "RSI oversold (<30) with volume spike (>1.5x 20-period MA)"')
    .option('--provider <provider>', 'ask a model of holysheep, openai, deepseek, anthropic, gemini or a base URL (default: the built-in grammar)')
    .option('--model <model>', 'which model of the provider')
    .option('-o, --out <file>', 'save the strategy: .json for its JSON form, .wick for its text form')
    .addHelpText('after', '\nThe key of a provider is read from HOLYSHEEP_API_KEY, OPENAI_API_KEY, DEEPSEEK_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY.')
    .action(async (sentence: string, options: CompileOptions) => {
      const { compile } = await import('../strategy/compile.ts');
      await compile(context, sentence, options);
    });
