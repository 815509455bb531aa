/** Defined by the chart library's own script, which stands before ours in the page. */
declare const LightweightCharts: typeof import('lightweight-charts');
