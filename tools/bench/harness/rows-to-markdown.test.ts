import { expect, test } from '@jest/globals';
import { rowsToMarkdown } from './rows-to-markdown.ts';

test('a table of Markdown, its columns in the order of the page', () => {
  const row = {
    answer: 'the same bits', memory: '1 MB', 'peer memory': '9 MB', work: 'a run', ours: '1 ms', peer: 'vectorbt 9 ms', ratio: '1/9',
    'processor ratio': '1/8', 'to reach': '≤ 1/8', reached: 'yes',
  };
  expect(rowsToMarkdown([row]).split('\n')).toEqual([
    '| work | ours | peer | ratio | processor ratio | to reach | reached | memory | peer memory | answer |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    '| a run | 1 ms | vectorbt 9 ms | 1/9 | 1/8 | ≤ 1/8 | yes | 1 MB | 9 MB | the same bits |',
  ]);
});
