import type { OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';

/** The result of a command: one JSON document for programs, or text for people. */
export function emit(context: CliContext, options: OutputOptions, document: unknown, text: () => string): void {
  context.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`);
}
