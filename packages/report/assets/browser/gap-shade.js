/** A gap narrower than this on the screen is drawn this wide, in pixels, so that it is seen. */
const MIN_WIDTH = 2;

/**
 * Shades the places on the time axis where candles are missing: a primitive of the chart library.
 *
 * @param {() => { chart: import('lightweight-charts').IChartApi, bars: [from: number, to: number][], colour: string }} state
 * @returns {import('lightweight-charts').ISeriesPrimitive<import('lightweight-charts').Time>}
 */
export function gapShade(state) {
  /** @type {import('lightweight-charts').IPrimitivePaneRenderer} */
  const renderer = {
    draw: () => {},
    drawBackground(target) {
      const { chart, bars, colour } = state();
      const scale = chart.timeScale();
      const { barSpacing } = scale.options();
      const origin = scale.logicalToCoordinate(/** @type {import('lightweight-charts').Logical} */ (0)) ?? 0;
      target.useBitmapCoordinateSpace(({ context, bitmapSize, mediaSize, horizontalPixelRatio }) => {
        context.fillStyle = colour;
        for (const [from, to] of bars) {
          const width = Math.max(MIN_WIDTH, (to - from) * barSpacing);
          const start = origin + from * barSpacing - barSpacing / 2;
          if (start + width < 0 || start > mediaSize.width) continue;
          context.fillRect(start * horizontalPixelRatio, 0, width * horizontalPixelRatio, bitmapSize.height);
        }
      });
    },
  };
  return { paneViews: () => [{ zOrder: () => 'bottom', renderer: () => renderer }] };
}
