import {
  deviation, distances, highest, lowest, mean, type Oracle, overKnown, overTwoWindows, overWindows, quotient, runningDeviation, sum, total,
} from './naive-arithmetic.test-support.ts';
import { barsSinceHighest, barsSinceLowest } from './naive-trend.test-support.ts';

export const NAIVE_STATISTICS = {
  highest: ([x], [period]) => ({ value: highest(x!, period!) }),
  lowest: ([x], [period]) => ({ value: lowest(x!, period!) }),
  bars_since_highest: ([x], [period]) => ({ value: barsSinceHighest(x!, period!) }),
  bars_since_lowest: ([x], [period]) => ({ value: barsSinceLowest(x!, period!) }),
  sum: ([x], [period]) => ({ value: total(x!, period!) }),
  cumulative: ([x]) => ({ value: overKnown([x!], ([known]) => known!.map((_, i) => sum(known!.slice(0, i + 1)))) }),
  median: ([x], [period]) => ({
    value: overWindows(x!, period!, (window) => {
      const sorted = [...window].sort((a, b) => a - b);
      return period! % 2 === 1 ? sorted[(period! - 1) / 2]! : (sorted[period! / 2 - 1]! + sorted[period! / 2]!) / 2;
    }),
  }),
  percent_rank: ([x], [period]) => ({
    value: overWindows(x!, period! + 1, (window) => (100 * window.slice(0, -1).filter((value) => value <= window.at(-1)!).length) / period!),
  }),
  stdev: ([x], [period]) => ({ value: overWindows(x!, period!, deviation) }),
  stdev_running: ([x], [period]) => ({ value: runningDeviation(x!, period!) }),
  variance: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => mean(distances(window).map((distance) => distance ** 2))) }),
  mean_deviation: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => mean(distances(window).map(Math.abs))) }),
  skewness: ([x], [period]) => ({
    value: overWindows(x!, period!, (window) => quotient(mean(distances(window).map((distance) => distance ** 3)), deviation(window) ** 3)),
  }),
  z_score: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => quotient(distances(window).at(-1)!, deviation(window))) }),
  correlation: ([x, y], [period]) => ({
    value: overTwoWindows(x!, y!, period!, (xs, ys) => {
      const [dx, dy] = [distances(xs), distances(ys)];
      return quotient(mean(dx.map((distance, i) => distance * dy[i]!)), deviation(xs) * deviation(ys));
    }),
  }),
  beta: ([x, y], [period]) => ({
    value: overTwoWindows(x!, y!, period!, (xs, ys) => {
      const [dx, dy] = [distances(xs), distances(ys)];
      return quotient(sum(dx.map((distance, i) => distance * dy[i]!)), sum(dy.map((distance) => distance ** 2)));
    }),
  }),
} satisfies Record<string, Oracle>;
