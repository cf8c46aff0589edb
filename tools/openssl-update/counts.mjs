// What changed in the records of the tests: every number in them, by its path.

function* numbers(value, path) {
  if (typeof value === 'number') yield [path.join(' / '), value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* numbers(inner, [...path, name]);
}

/** A line per number that differs between two records; both are the text of a JSON file. */
export function changedCounts(before, after) {
  const [was, is] = [before, after].map((text) => new Map(numbers(JSON.parse(text), [])));
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => `${name}: ${was.get(name) ?? 'none'} -> ${is.get(name) ?? 'none'}`);
}
