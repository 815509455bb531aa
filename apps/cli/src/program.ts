import { Command } from 'commander';
import { commandGroup, connect } from './command.ts';
import { backtestCommand } from './commands/backtest.ts';
import { candlesCoverageCommand } from './commands/candles-coverage.ts';
import { candlesDiffCommand } from './commands/candles-diff.ts';
import { candlesExportCommand } from './commands/candles-export.ts';
import { candlesFundingCommand } from './commands/candles-funding.ts';
import { candlesHistoryCommand } from './commands/candles-history.ts';
import { candlesImportCommand } from './commands/candles-import.ts';
import { candlesInstrumentsCommand } from './commands/candles-instruments.ts';
import { candlesSyncCommand } from './commands/candles-sync.ts';
import { candlesUnsealCommand } from './commands/candles-unseal.ts';
import { candlesVerifyCommand } from './commands/candles-verify.ts';
import { dbCacheCommand } from './commands/db-cache.ts';
import { dbMigrateCommand } from './commands/db-migrate.ts';
import { dbStatusCommand } from './commands/db-status.ts';
import { dbStopCommand } from './commands/db-stop.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { llmCostCommand } from './commands/llm-cost.ts';
import { llmLeakageCommand } from './commands/llm-leakage.ts';
import { llmPricesCommand } from './commands/llm-prices.ts';
import { reportCommand } from './commands/report.ts';
import { signalsCommand } from './commands/signals.ts';
import { strategyCheckCommand } from './commands/strategy-check.ts';
import { strategyCompileCommand } from './commands/strategy-compile.ts';
import { strategyShowCommand } from './commands/strategy-show.ts';
import { sweepCommand } from './commands/sweep.ts';
import type { CliContext } from './context.ts';
import { version } from './version.ts';

const FOOTER = `
Exit codes:
  0  done
  1  something went wrong while working: a damaged file, missing candles, a strategy that cannot be read
  2  the command line is wrong: an unknown command or option, or a value that an option cannot take

Environment:
  WICK_DATA_DIR   where the embedded database keeps its data (default: the user data folder of the platform)
  WICK_CACHE_DIR  where decoded candles are kept for the next backtest (default: the folder cache in the data folder)
  DATABASE_URL    a PostgreSQL server to use instead of the embedded one
  HOLYSHEEP_API_KEY, OPENAI_API_KEY, DEEPSEEK_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY
                  keys of language models; a gateway in the place of one is named by HOLYSHEEP_BASE_URL and its like
  WICK_LLM_PRICES your prices of language models, ahead of ours (see "wick llm prices --help")
  NO_COLOR        no colours; they are also left out where the output is not a terminal

Start with "wick demo". A command's own help: wick backtest --help`;

/**
 * All commands, with what they take and say. The packages behind a command are imported when it runs and not before,
 * so that help is quick.
 */
export function createProgram(context: CliContext): Command {
  const program = new Command('wick')
    .description('Binance candles and a sentence in plain English into a backtest that can be believed.')
    .version(version(), '-V, --version', 'print the version')
    .addHelpText('after', FOOTER);
  const commands = [
    demoCommand(context),
    commandGroup('candles', 'get candles in, see what is stored, take them out', [
      candlesImportCommand(context),
      candlesSyncCommand(context),
      candlesFundingCommand(context),
      candlesCoverageCommand(context),
      candlesVerifyCommand(context),
      candlesExportCommand(context),
      candlesHistoryCommand(context),
      candlesDiffCommand(context),
      candlesUnsealCommand(context),
      candlesInstrumentsCommand(context),
    ]),
    commandGroup('strategy', 'turn a sentence into a strategy, check one, read one', [
      strategyCompileCommand(context),
      strategyCheckCommand(context),
      strategyShowCommand(context),
    ]),
    commandGroup('llm', 'what language models cost, and what they may know', [
      llmCostCommand(context),
      llmPricesCommand(context),
      llmLeakageCommand(context),
    ]),
    signalsCommand(context),
    backtestCommand(context),
    sweepCommand(context),
    reportCommand(context),
    commandGroup('db', 'look after the database', [
      dbStatusCommand(context),
      dbCacheCommand(context),
      dbMigrateCommand(context),
      dbStopCommand(context),
    ]),
    doctorCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  return connect(program, context);
}
