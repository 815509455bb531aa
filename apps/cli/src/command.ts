import { Command, CommanderError } from 'commander';
import type { CliContext } from './context.ts';

/** Options that every command has. */
export interface OutputOptions {
  readonly json?: true;
  readonly debug?: true;
}

/** A command that does something, as opposed to one that only groups others. */
export const leafCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'print exactly one JSON document, errors included')
    .option('--debug', 'print the stack of an error');

/** A command that groups others. */
export function commandGroup(name: string, description: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(description);
  for (const command of commands) group.addCommand(command);
  return group;
}

/** The command line was wrong. `helpFor` is the command whose help tells how it is right. */
export class UsageError extends Error {
  readonly helpFor: string;

  constructor(message: string, helpFor: string) {
    super(message);
    this.name = 'UsageError';
    this.helpFor = helpFor;
  }
}

/** Everything about a failure has been printed already; only the exit code is left to tell. */
export class FailureReported extends Error {}

/** Lets a command and all below it write to the context, and throw instead of ending the process. */
export function connect(command: Command, context: CliContext): Command {
  command
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    })
    .exitOverride((error) => {
      if (error.exitCode === 0 || error.code === 'commander.help') throw error;
      throw new UsageError(error.message, pathOf(command));
    });
  for (const child of command.commands) connect(child, context);
  return command;
}

export const isHelp = (error: unknown): error is CommanderError => error instanceof CommanderError;

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
