import { FailureReported, isHelp } from './command.ts';
import type { CliContext, ExitCode } from './context.ts';
import { OutputClosed } from './interruption.ts';
import { printError } from './output/print-error.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line. Never throws: whatever goes wrong is printed, as text or, with --json, as the one document
 * on stdout, and told by the exit code.
 *
 * @param words the command line without node and script, such as `['candles', 'coverage', 'BTCUSDT']`
 */
export async function run(words: readonly string[], context: CliContext): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // Help that was asked for is no error; help that answers an unfinished command is one. Both are printed already.
    if (isHelp(error)) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof FailureReported) return 1;
    if (context.signal.reason instanceof OutputClosed) return 0;
    return printError(error, { json: words.includes('--json'), debug: words.includes('--debug') }, context);
  }
}
