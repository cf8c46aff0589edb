/** Numbers that look random and are the same in every run: 32-bit xorshift. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A damaged copy: bits flipped, bytes changed, cut short, lengthened, or a part doubled. */
export function mutated(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  const at = next(copy.length);
  switch (next(6)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      return Uint8Array.of(...copy, next(256));
    case 2:
      return Uint8Array.of(...copy.subarray(0, at), ...copy.subarray(next(copy.length)));
    case 3:
      copy[at] = [0, 0x7f, 0x80, 0xff][next(4)] as number;
      return copy;
    default:
      for (let count = 1 + next(4); count > 0; count--)
        copy[next(copy.length)] = (copy[next(copy.length)] as number) ^ (1 << next(8));
      return copy;
  }
}
