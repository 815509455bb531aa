import { expect, test } from '@jest/globals';
import { startSide } from './side-process.ts';

const start = (code: string): ReturnType<typeof startSide> =>
  startSide(process.execPath, ['-e', code], { ...process.env, NODE_OPTIONS: '' });

const ECHO = `
  console.log(JSON.stringify({ versions: 'echo 1' }));
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) =>
    console.log(JSON.stringify(line === 'answer' ? { names: ['a'] } : { ms: Number(line.split(' ')[1]), processorMs: 1 })));`;

test('a side is asked in turn, tells its memory, and ends when nobody asks any more', async () => {
  const side = await start(ECHO);
  expect(side.versions).toBe('echo 1');
  expect(await side.run(7)).toEqual({ ms: 7, processorMs: 1 });
  expect([await side.run(8), await side.answer()]).toMatchObject([{ ms: 8 }, ['a']]);
  expect(side.peakMegabytes() === null).toBe(process.platform !== 'linux');
  await side.end();
});

test('a side that fails is told with what it wrote', async () => {
  await expect(start(`console.error('no vectorbt here'); process.exit(3)`)).rejects.toThrow(/ended with 3: no vectorbt here/);
  const side = await start(`${ECHO} process.stdin.once('data', () => { console.error('out of memory'); process.exit(4); });`);
  await expect(side.run(0).then(() => side.run(0))).rejects.toThrow('out of memory');
  await side.end();
});

test('a program that is not there is told', async () => {
  await expect(startSide('no-such-program', [], {})).rejects.toThrow('ENOENT');
});
