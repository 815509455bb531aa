import { describe, expect, test } from '@jest/globals';
import { readVectorbtFiles, runCase } from './vectorbt-cases.test-support.ts';

/**
 * What vectorbt 1.1 answered on small random markets: every filled order, to the bit, through our own engine with the options that mean
 * the same. The folder of cases can be replaced by another one of the same form: VECTORBT_CASES.
 */
describe('orders as vectorbt fills them', () => {
  for (const file of readVectorbtFiles()) {
    for (const each of file.cases) {
      test(`${file.name} ${each.name}`, () => {
        const rows = runCase(file, each).portfolio.result().instruments.flatMap(({ fills }, column) =>
          fills.map(({ bar, size, price, fee, action }) => ({ bar, column, size, price, fee, side: action === 'buy' ? 0 : 1 })));
        const { orders } = each.result;
        const expected = orders['idx']!.map((bar, row) => ({
          bar, column: orders['col']?.[row] ?? 0, size: orders['size']![row]!, price: orders['price']![row]!, fee: orders['fees']![row]!, side: orders['side']![row]!,
        }));
        const byColumn = (a: { column: number; bar: number }, b: { column: number; bar: number }): number => a.column - b.column || a.bar - b.bar;
        expect(rows.sort(byColumn)).toEqual([...expected].sort(byColumn));
      });
    }
  }
});
