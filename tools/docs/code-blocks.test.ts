import { expect, test } from '@jest/globals';
import { strategyToText, textToStrategy } from '@wick/core';
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { codeBlocks, shellCommands } from './code-blocks.ts';
import { openNewcomer } from './newcomer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const TIMEOUT_MS = 180_000;

/** Every page that a reader may copy from. */
const pages = globSync(['*.md', 'docs/*.md', '{packages,apps}/*/README.md'], { cwd: root })
  .sort()
  .map((path) => ({ path, blocks: codeBlocks(readFileSync(join(root, path), 'utf8')) }));

const typescript = pages.flatMap(({ path, blocks }) =>
  blocks.filter((block) => block.language === 'ts' && !block.isExcerpt).map((block) => [`${path}:${block.line}`, block.code] as const),
);

test.each(typescript)(
  'the TypeScript at %s runs',
  async (place, code) => {
    // Beside the tools, because Node strips no types below node_modules.
    const folder = join(root, 'tools/docs/.blocks');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${place.replaceAll(/\W/g, '-')}.ts`);
    writeFileSync(file, code);
    const newcomer = await openNewcomer(root);
    try {
      const ran = run(process.execPath, ['--conditions=@wick/source', file], { cwd: newcomer.folder, env: newcomer.env, timeout: TIMEOUT_MS });
      await expect(ran).resolves.toHaveProperty('stderr', '');
    } finally {
      rmSync(file, { force: true });
      await newcomer.leave();
    }
  },
  TIMEOUT_MS,
);

const strategies = pages.flatMap(({ path, blocks }) =>
  blocks.filter((block) => block.language === 'wick' && !block.isExcerpt).map((block) => [`${path}:${block.line}`, block.code] as const),
);

/** Some statements stand for themselves: any entry makes a strategy of them. */
test.each(strategies)('the strategy at %s is read, and printed as the same one', (_place, code) => {
  const strategy = textToStrategy(/^entry:/m.test(code) ? code : `entry: close > open\n${code}`);
  expect(textToStrategy(strategyToText(strategy))).toEqual(strategy);
});

/** Installing, testing and serving are what runs this test, or runs for ever; their own tests cover them. */
const LEFT_OUT = /^(?:git clone|cd |npm ci|npm test|npm run|npx nx|docker|bash \.ci)/;

const shell = pages.flatMap(({ path, blocks }) => {
  const commands = blocks.filter((block) => block.language === 'sh' && !block.isExcerpt).flatMap((block) => shellCommands(block.code));
  const runnable = commands.map((command) => command.replace(/^npm ci && /, '')).filter((command) => !LEFT_OUT.test(command));
  return runnable.length > 0 ? [[path, runnable] as const] : [];
});

test.each(shell)(
  'the commands of %s run one after another, from an empty home',
  async (_path, commands) => {
    const { folder, env, leave } = await openNewcomer(root);
    try {
      for (const command of commands) {
        const local = command.replace(/^npm start\b/, 'wick demo').replace(/^npx wick\b/, 'wick');
        const outcome = await run('bash', ['-c', local], { cwd: folder, env, timeout: TIMEOUT_MS }).then(
          () => 'ok',
          (error: { stdout?: string; stderr?: string }) => `${error.stdout}${error.stderr}`,
        );
        expect(`${command}: ${outcome}`).toBe(`${command}: ok`);
      }
    } finally {
      await leave();
    }
  },
  TIMEOUT_MS,
);

test('blocks and commands are taken apart', () => {
  const blocks = codeBlocks('text\n```sh\na # why\n\nb \\\n  --c\n```\n\n```ts excerpt\nx;\n```\n');
  expect(blocks.map(({ language, line, isExcerpt }) => [language, line, isExcerpt])).toEqual([['sh', 2, false], ['ts', 9, true]]);
  expect(shellCommands(blocks[0]!.code)).toEqual(['a', 'b --c']);
});
