/**
 * Works on items, at most `concurrency` at a time, started in their order. After a failure nothing new is started, and what is
 * under way is waited for, so that nobody writes any more when this returns.
 *
 * @returns the results in the order of the items
 * @throws the first failure
 */
export async function inParallel<Item, Result>(
  items: readonly Item[], concurrency: number, work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = Array.from({ length: items.length });
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failure) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
  if (failure) throw failure.error;
  return results;
}
