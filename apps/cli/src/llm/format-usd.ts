/** How dollars are written everywhere: the same in messages of the library as in what is printed here. */
export { usdToText as formatUsd } from '@wick/llm-signals';
