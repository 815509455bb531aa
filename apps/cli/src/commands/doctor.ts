import type { Command } from 'commander';
import { FailureReported, leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import type { Check } from '../doctor/check.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { emit } from '../output/emit.ts';
import { type Paint, paintFor } from '../output/paint.ts';

export const doctorCommand = (context: CliContext): Command =>
  leafCommand('doctor', 'look whether everything that wick needs is there, and say what to do')
    .addHelpText('after', '\nExit code 1 if something that is needed does not work; what is only worth knowing is a warning.')
    .action(async (options: OutputOptions) => {
      const checks = await examine(context);
      const paint = paintFor(context.stdout, context.env);
      emit(context, options, { healthy: isHealthy(checks), checks }, () => checks.map((check) => checkToText(check, paint)).join('\n'));
      if (!isHealthy(checks)) throw new FailureReported();
    });

async function examine(context: CliContext): Promise<Check[]> {
  const { env } = context;
  const [{ resolveDataDir }, { checkApiKeys }, { checkBinance }, { checkDatabase }, { checkDisk }, { checkNode }] = await Promise.all([
    import('@wick/storage'),
    import('../doctor/api-key-check.ts'),
    import('../doctor/binance-check.ts'),
    import('../doctor/database-check.ts'),
    import('../doctor/disk-check.ts'),
    import('../doctor/node-check.ts'),
  ]);
  const binance = checkBinance(binanceAddress(context));
  const keys = checkApiKeys(env, context.signal);
  keys.catch(() => undefined);
  const disk = env['DATABASE_URL'] ? [] : [await checkDisk(resolveDataDir(env))];
  return [checkNode(process.versions.node), ...disk, ...(await checkDatabase(context)), ...(await binance), ...(await keys)];
}

const isHealthy = (checks: readonly Check[]): boolean => checks.every(({ status }) => status !== 'failed');

function checkToText({ name, status, detail, remedy }: Check, paint: Paint): string {
  const mark = { ok: paint('green', '✓'), warning: paint('yellow', '!'), failed: paint('red', '✗') }[status];
  const line = `${mark} ${name.padEnd(9)} ${detail}`;
  return remedy === undefined ? line : `${line}\n            ${paint('dim', '→')} ${remedy}`;
}
