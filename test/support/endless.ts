// Files under a password whose derivation comes to no end.

/** Write a file with so many iterations, and {@link endless} finds the number. */
export const FINDABLE = 70_000;

/** A copy of the DER in which those iterations, an INTEGER of three bytes, are 8 million. */
export function endless(der: Uint8Array): Uint8Array {
  const copy = der.slice();
  der.forEach((_, at) => {
    if ([2, 3, 1, 0x11, 0x70].every((byte, offset) => der[at + offset] === byte))
      copy.set([0x7f, 0xff, 0xff], at + 2);
  });
  return copy;
}
