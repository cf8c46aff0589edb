import { Registry } from '../../../base/registry.js';
import type { Core } from '../../../module/core.js';
import { constants } from '../../../module/generated/boundary.js';
import type { Imports } from '../../../module/generated/boundary-exports.js';

/** What has the private part of a key, where OpenSSL has not. */
export interface KeyHolder {
  /** Reads an `osa_key_request`; a handle that gives the answer, or a negative errno. */
  request(address: number): number;
}

/** Told how far the generation of a key is; false ends it. */
export type ProgressListener = (phase: number, count: number) => boolean;

/** What keys have in JavaScript, by the numbers that C has for it. */
export class KeyReferences {
  readonly progress = new Registry<ProgressListener>();
  /** The holders of held keys, each until OpenSSL frees the last reference to its key. */
  readonly holders = new Registry<KeyHolder>();
}

/** What C calls while it makes keys, or uses those that JavaScript holds. */
export function heldImports(
  core: Core,
  { holders, progress }: KeyReferences,
): Pick<Imports, 'progress' | 'key_request' | 'key_free'> {
  return {
    progress: (id, phase, count) =>
      core.guard(0, () => Number(progress.get(id)?.(phase, count) ?? 1)),
    key_request: (request) =>
      core.guard<number>(-constants.EINVAL, () => {
        const id = core.memory.uint(request);
        return holders.get(id)?.request(request) ?? -constants.EBADF;
      }),
    key_free: (id) => {
      holders.remove(id);
    },
  };
}
