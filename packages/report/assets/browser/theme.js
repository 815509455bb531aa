/** Colours of the page for the chart, from the style sheet. The chart library reads no colour-mix: only plain colours. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    font: getComputedStyle(document.body).fontFamily,
    ink: colour('ink'),
    muted: colour('muted'),
    line: colour('line'),
    grid: colour('grid'),
    card: colour('card'),
    good: colour('good'),
    bad: colour('bad'),
    accent: colour('accent'),
    accentSoft: colour('accent-soft'),
    volume: colour('volume'),
    gap: colour('gap'),
    badSoft: colour('bad-soft'),
    badFaint: colour('bad-faint'),
  };
}

/** @typedef {ReturnType<typeof readTheme>} Theme */

/** @param {() => void} listener called when the reader's system changes between light and dark */
export function onThemeChange(listener) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}
