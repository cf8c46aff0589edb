// What a value is that the platform made, perhaps in another realm: told by what it has, never by its class.

/** What an object says of itself; a proxy that does not answer says nothing. */
export function member(given: unknown, name: PropertyKey): unknown {
  try {
    const isObject = (typeof given === 'object' && given !== null) || typeof given === 'function';
    return isObject ? (Reflect.get(given, name) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an object has a function of a name. */
export function hasMethod(given: unknown, name: PropertyKey): boolean {
  return typeof member(given, name) === 'function';
}

/** Whether it can be awaited. */
export function isThenable(given: unknown): given is PromiseLike<unknown> {
  return hasMethod(given, 'then');
}

/** The `name` of an error, or of what passes for one. */
export function nameOf(error: unknown): string | undefined {
  const name = member(error, 'name');
  return typeof name === 'string' ? name : undefined;
}

/** The `message` of an error, or of what passes for one. */
export function messageOf(error: unknown): string | undefined {
  const message = member(error, 'message');
  return typeof message === 'string' ? message : undefined;
}

const getTime: (this: Date) => number = Reflect.get(Date.prototype, 'getTime');

/** Milliseconds since 1970; undefined for what is no Date, or an invalid one. */
export function timeOf(date: unknown): number | undefined {
  try {
    const time = getTime.call(date as Date);
    return Number.isFinite(time) ? time : undefined;
  } catch {
    return undefined;
  }
}
