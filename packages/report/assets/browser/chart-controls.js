import { formatCompact, formatNumber, formatShare, formatTime } from './format.js';

const DAY_MS = 86_400_000;
const RANGES = /** @type {const} */ ([['Week', 7], ['Month', 30], ['Quarter', 91], ['Year', 365]]);
/** Shares of the visible range that one key press moves, and by which it zooms. */
const STEP = 0.1;
const ZOOM = 0.8;

/**
 * Buttons for the width of a bar, and the sentence that says what was down-sampled to it.
 *
 * @param {import('./chart.js').ReportChart} view
 */
export function connectLevels(view) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('#levels button')]);
  const samplings = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.sampling')]);
  /** @param {number} index */
  function choose(index) {
    buttons.forEach((button, position) => button.setAttribute('aria-pressed', String(position === index)));
    samplings.forEach((sampling, position) => (sampling.hidden = position !== index));
    view.setLevel(index);
  }
  buttons.forEach((button, index) => button.addEventListener('click', () => choose(index)));
  return { showFinest: () => buttons.at(-1)?.getAttribute('aria-pressed') === 'false' && choose(buttons.length - 1) };
}

/**
 * Buttons for the visible range: those shorter than the whole, around the middle of what is visible.
 *
 * @param {import('./chart.js').ReportChart} view
 * @param {number} spanMs
 */
export function connectRanges(view, spanMs) {
  const group = /** @type {HTMLElement} */ (document.getElementById('ranges'));
  /**
   * @param {string} label
   * @param {() => void} choose
   */
  const add = (label, choose) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', choose);
    group.append(button);
  };
  for (const [label, days] of RANGES) {
    if (days * DAY_MS >= spanMs) continue;
    add(label, () => {
      const range = view.visibleTimes();
      if (!range) return;
      const middle = (range.fromMs + range.toMs) / 2;
      view.showTimes(middle - (days * DAY_MS) / 2, middle + (days * DAY_MS) / 2);
    });
  }
  if (group.childElementCount > 0) add('All', () => view.showAll());
  group.hidden = group.childElementCount === 0;
}

/**
 * Arrow keys move, plus and minus zoom, zero shows everything; the wheel zooms while the chart has the focus.
 *
 * @param {HTMLElement} element
 * @param {import('./chart.js').ReportChart} view
 */
export function connectKeys(element, view) {
  const { chart } = view;
  /** @param {boolean} wheel */
  const setWheel = (wheel) => chart.applyOptions({ handleScroll: { mouseWheel: wheel }, handleScale: { mouseWheel: wheel } });
  element.addEventListener('pointerdown', () => element.focus({ preventScroll: true }));
  element.addEventListener('focus', () => setWheel(true));
  element.addEventListener('blur', () => setWheel(false));
  element.addEventListener('keydown', (event) => {
    const scale = chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (!range || event.ctrlKey || event.metaKey || event.altKey) return;
    const width = range.to - range.from;
    /**
     * @param {number} from
     * @param {number} to
     */
    const show = (from, to) => scale.setVisibleLogicalRange({ from: range.from + from * width, to: range.to + to * width });
    const zoomIn = (1 - ZOOM) / 2;
    const zoomOut = (1 / ZOOM - 1) / 2;
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowLeft: () => show(-STEP, -STEP),
      ArrowRight: () => show(STEP, STEP),
      '+': () => show(zoomIn, -zoomIn),
      '=': () => show(zoomIn, -zoomIn),
      '-': () => show(-zoomOut, zoomOut),
      0: () => view.showAll(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/**
 * The line above the chart: the bar under the crosshair in numbers.
 *
 * @param {HTMLElement} element
 * @param {import('./page-data.js').PageData} data
 */
export const legendWriter = (element, { showsPrice, priceDecimals }) =>
  (/** @type {{ level: import('./levels.js').Level, bar: number }} */ { level, bar }) => {
    if (bar < 0) return;
    /** @param {number} value */
    const price = (value) => formatNumber(value, priceDecimals);
    const prices = () => [
      ['O', price(level.open[bar])],
      ['H', price(level.high[bar])],
      ['L', price(level.low[bar])],
      ['C', price(level.close[bar])],
      ['Volume', formatCompact(level.volume[bar])],
    ];
    const entries = [
      ['', `${formatTime(level.time[bar])}`],
      ...(showsPrice ? prices() : []),
      ['Equity', formatNumber(level.equity[bar], 2)],
      ['Drawdown', formatShare(level.drawdownLow[bar])],
    ];
    element.replaceChildren(
      ...entries.map(([label, value]) => {
        const entry = document.createElement('span');
        const name = document.createElement('b');
        name.textContent = label;
        entry.append(name, value);
        return entry;
      }),
    );
  };
