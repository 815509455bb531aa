import { UsageError } from '../command.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { type Paint, paintFor } from './paint.ts';

/** An error as users get it: one clear sentence and what to do. */
interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
}

/** Codes that mean "this value cannot be given", whichever layer noticed it. */
const WRONG_USAGE = new Set(['OPTION_INVALID', 'INTERVAL_UNKNOWN']);

/** Prints an error to the stream where its reader looks, and returns the exit code it means. */
export async function printError(
  error: unknown,
  options: { json: boolean; debug: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const report = context.signal.aborted ? interruption(context.signal.reason) : await reportOf(error);
  const { exitCode, ...document } = report;
  const stack = options.debug ? stackOf(error) : undefined;
  if (options.json) {
    context.stdout.write(`${JSON.stringify({ error: stack ? { ...document, stack } : document }, null, 2)}\n`);
  } else {
    context.stderr.write(`${errorToText(report, paintFor(context.stderr, context.env))}\n`);
    if (stack) context.stderr.write(`\n${stack}\n`);
  }
  return exitCode;
}

async function reportOf(error: unknown): Promise<ErrorReport> {
  if (error instanceof UsageError) {
    const message = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
    return {
      code: 'USAGE',
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.)]$/.test(message) ? '' : '.'}`,
      remedy: `"${error.helpFor} --help" shows what it takes.`,
      details: {},
      exitCode: 2,
    };
  }
  const { isWickError } = await import('@wick/core');
  if (isWickError(error)) return { ...error.toJSON(), exitCode: WRONG_USAGE.has(error.code) ? 2 : 1 };
  return (await systemFailure(error)) ?? unexpected(error);
}

/** What the operating system refuses, in words. */
async function systemFailure(error: unknown): Promise<ErrorReport | undefined> {
  const { code, path } = error as NodeJS.ErrnoException;
  const { fileError } = await import('../files/file-error.ts');
  const known = code === undefined ? undefined : fileError(code, path, error);
  return known && { ...known.toJSON(), exitCode: 1 };
}

const interruption = (reason: unknown): ErrorReport => ({
  code: 'INTERRUPTED',
  message: `wick was ${reason instanceof Error ? reason.message : 'stopped'}.`,
  remedy: 'What was finished is stored; run the same command again to go on.',
  details: {},
  exitCode: 1,
});

const unexpected = (error: unknown): ErrorReport => ({
  code: 'UNEXPECTED',
  message: `Something went wrong that wick did not expect: ${error instanceof Error ? error.message : String(error)}`,
  remedy: 'Run the command again with --debug and report what it prints.',
  details: {},
  exitCode: 1,
});

function errorToText(report: ErrorReport, paint: Paint): string {
  const { excerpt } = report.details;
  const marked = typeof excerpt === 'string' ? `\n\n${excerpt.replaceAll(/^/gm, '  ')}\n` : '';
  return `${paint('red', '✗')} ${report.message}${marked}\n${paint('dim', '→')} ${report.remedy}`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}
