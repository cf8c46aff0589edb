/** A list in an order that only the seed decides, so that it is the same in every run. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed;
  for (let left = result.length; left > 1; left--) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const chosen = (state >>> 8) % left;
    [result[left - 1], result[chosen]] = [result[chosen] as T, result[left - 1] as T];
  }
  return result;
}
