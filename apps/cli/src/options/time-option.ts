/** How `--since` and its like are written: `2024-11-01`, `2024-11-01T12:30`, or with as many seconds as there are. */
export const timeOption = (timeMs: number): string =>
  new Date(timeMs).toISOString().replace('Z', '').replace(/\.000$/, '').replace(/:00$/, '').replace(/T00:00$/, '');
