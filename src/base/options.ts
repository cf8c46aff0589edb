import { OpenSSLError } from './errors.js';

/** The members of an object of options, of a union those of each: the compiler sees that none is missing. */
export type Names<T> = Readonly<Record<T extends unknown ? keyof T : never, true>>;

/**
 * Refuses what is no object of options, and options that are unknown: a misspelt one would be without effect. One that is
 * undefined is as one that is not there.
 *
 * @param what - the object, for the message
 * @throws {@link OpenSSLError} `argument`, with the nearest name and all that are known
 */
export function checkOptions(
  what: string,
  given: unknown,
  names: Readonly<Record<string, true>>,
): void {
  if (typeof given !== 'object' || given === null)
    throw new OpenSSLError('argument', `${what} must be an object`);
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !Object.hasOwn(names, name))
      throw new OpenSSLError('argument', `${what}: ${unknownName('option', name, names)}`);
}

/** That a name is unknown, which one is near to it, and which there are. */
function unknownName(kind: string, name: string, names: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(names);
  const near = nearest(name, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `there is no ${kind} ${name}${hint}${hint ? ' There' : '; there'} are ${known.join(', ')}`;
}

/** The known name that is a few letters away, if there is one. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  const [best] = known
    .map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase(), most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far);
  return best?.one;
}

/** How many letters have to be put in, taken out or changed (Levenshtein); Infinity when it is clear that they are too many. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const [left = 0, above = 0, before = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(left + 1, above + 1, before + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
