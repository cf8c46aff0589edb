import type { Pointer } from './generated/boundary.js';

/** A C object that JavaScript owns. Freed while an operation uses it, it goes when that has ended. */
export interface Owned<T extends string> {
  readonly pointer: Pointer<T>;
  retain(): void;
  release(): void;
}
