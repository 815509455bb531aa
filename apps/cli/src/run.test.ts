import { describe, expect, test } from '@jest/globals';
import { runCaptured } from './testing/run-captured.test-support.ts';

describe('help', () => {
  test('goes to stdout and succeeds when it is asked for', async () => {
    const { exitCode, stdout, stderr } = await runCaptured(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of ['demo', 'candles', 'strategy', 'backtest', 'report', 'db', 'doctor']) expect(stdout).toContain(`  ${command}`);
    expect(stdout).toContain('Exit codes:');
  });

  test('goes to stderr as wrong usage when a command is missing', async () => {
    for (const words of [[], ['candles']]) {
      const { exitCode, stdout, stderr } = await runCaptured(words);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain('Commands:');
    }
  });

  test('exists for every command, with --json and --debug', async () => {
    const leaves = [
      'demo', 'candles import', 'candles sync', 'candles coverage', 'candles export', 'candles history', 'candles diff', 'candles unseal',
      'strategy compile', 'strategy check',
      'strategy show', 'backtest', 'report', 'db status', 'db cache', 'db migrate', 'db stop', 'doctor',
    ];
    for (const leaf of leaves) {
      const { exitCode, stdout } = await runCaptured([...leaf.split(' '), '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`wick ${leaf}`);
      expect(stdout).toMatch(/--json .*\n.*--debug/);
    }
  });
});

test('the version is that of the package', async () => {
  const { stdout } = await runCaptured(['--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('a wrong command line ends with exit code 2, one sentence and the help to read', () => {
  test.each([
    [['candels'], "Unknown command 'candels'", 'Did you mean candles?', '"wick --help"'],
    [['candles', 'coverage', '--jsn'], "Unknown option '--jsn'", 'Did you mean --json?', '"wick candles coverage --help"'],
    [['backtest', 'BTCUSDT'], "Required option '-i, --interval <interval>' not specified", '', '"wick backtest --help"'],
    [['report'], "Missing required argument 'result'", '', '"wick report --help"'],
    [['db', 'stop', 'now'], 'Too many arguments', '', '"wick db stop --help"'],
  ])('%j', async (words, problem, suggestion, help) => {
    const { exitCode, stdout, stderr } = await runCaptured(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).toContain(suggestion);
    expect(stderr).toContain(help);
  });

  test.each([
    [['candles', 'coverage', 'BTCUSDT', '--interval', '1H'], 'INTERVAL_UNKNOWN', 'Did you mean 1h?'],
    [['candles', 'coverage', 'BTC/USDT'], 'OPTION_INVALID', 'for example BTCUSDT'],
    [['candles', 'coverage', '--market', 'spott'], 'OPTION_INVALID', 'Did you mean spot?'],
    [['candles', 'export', 'BTCUSDT', '--interval', '1h', '--since', '2024-02-30'], 'OPTION_INVALID', 'UTC date'],
    [['candles', 'export', 'BTCUSDT', '--interval', '1h', '--since', '2024-03-01', '--until', '2024-02-01'], 'OPTION_INVALID', 'range'],
    [['demo', '--market-data', 'moon'], 'OPTION_INVALID', 'auto, binance, simulator'],
  ])('%j, as the one JSON document on stdout with --json', async (words, code, remedy) => {
    const { exitCode, stdout, stderr } = await runCaptured([...words, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; remedy: string } };
    expect(error.code).toBe(code);
    expect(error.remedy).toContain(remedy);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });
});

test('the stack of an error is printed with --debug and only then', async () => {
  const words = ['candles', 'coverage', '--interval', '7h'];
  expect((await runCaptured(words)).stderr).not.toContain('    at ');
  expect((await runCaptured([...words, '--debug'])).stderr).toContain('    at ');
});
