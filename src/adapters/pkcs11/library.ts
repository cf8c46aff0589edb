import { realpathSync } from 'node:fs';
import { endianness } from 'node:os';
import type * as Pkcs11js from 'pkcs11js';
import { CK } from './constants.js';
import { call, returnedBy, TokenError, tokenError } from './errors.js';

/** The npm package that calls the library. */
type Binding = typeof Pkcs11js;
export type Handle = Pkcs11js.Handle;

/** A PKCS #11 library, which a process initialises once, however many tokens of it are open. */
export interface Library {
  readonly binding: Binding;
  readonly module: Pkcs11js.PKCS11;
  /** The slots whose tokens are open. */
  readonly slots: Set<number>;
  /** How many tokens are open, or about to be; the last one finalizes. */
  users: number;
  /** Whether it was initialised here: what others did, others undo. */
  isOurs: boolean;
}

/**
 * By path, and kept for good: many libraries do not survive being unloaded, and the same one loaded twice
 * would share its state anyway.
 */
const libraries = new Map<string, Library>();

async function loadBinding(): Promise<Binding> {
  try {
    const loaded = (await import('pkcs11js')) as Binding & { readonly default?: Binding };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new TokenError(
      'library',
      'The npm package pkcs11js could not be loaded; it is installed beside this one: npm install pkcs11js',
      { cause: error },
    );
  }
}

/** Loads and initialises a library, unless that has been done. */
export async function openLibrary(path: string): Promise<Library> {
  const binding = await loadBinding();
  const name = realPath(path);
  const library = libraries.get(name) ?? loadLibrary(binding, path);
  libraries.set(name, library);
  if (library.users === 0) initialize(library);
  library.users++;
  return library;
}

/** A name without a folder is left for the system to look up. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function loadLibrary(binding: Binding, path: string): Library {
  const module = new binding.PKCS11();
  call(
    `The PKCS #11 library ${path} could not be loaded`,
    () => {
      module.load(path);
    },
    'library',
  );
  return { binding, module, slots: new Set(), users: 0, isOurs: false };
}

function initialize(library: Library): void {
  try {
    // several threads of Node's will call it at once
    library.module.C_Initialize({ flags: CK.CKF_OS_LOCKING_OK });
    library.isOurs = true;
  } catch (error) {
    library.isOurs = false;
    if (returnedBy(error) !== 'CKR_CRYPTOKI_ALREADY_INITIALIZED')
      throw tokenError('The PKCS #11 library could not be initialised', error, 'library');
  }
}

/** To be called when a token is closed, and when it could not be opened. */
export function releaseLibrary(library: Library): void {
  library.users--;
  if (library.users > 0 || !library.isOurs) return;
  library.isOurs = false;
  call('The PKCS #11 library could not be finalized', () => {
    library.module.C_Finalize();
  });
}

/** A token in its slot. */
export interface Slot {
  readonly id: number;
  readonly handle: Handle;
  readonly label: string;
}

/** The slot with a token of this label, or of this number. */
export function findSlot({ module }: Library, token: string | number): Slot {
  const slots = call(
    'The slots could not be listed',
    () => module.C_GetSlotList(true),
    'token',
  ).map((handle) => readSlot(module, handle));
  const fitting = slots.filter(({ id, label }) => token === id || token === label);
  const [slot, another] = fitting;
  const name = typeof token === 'string' ? `labelled ${JSON.stringify(token)}` : `in slot ${token}`;
  if (another)
    throw new TokenError(
      'token',
      `Several tokens are ${name}, in the slots ${fitting.map(({ id }) => id).join(', ')}; name one by its slot`,
    );
  if (!slot || slot.label === '')
    throw new TokenError(
      'token',
      `There is no token ${name}; there are: ${
        slots
          .filter(({ label }) => label !== '')
          .map(({ id, label }) => `${JSON.stringify(label)} in slot ${id}`)
          .join(', ') || 'none'
      }`,
    );
  return slot;
}

function readSlot(module: Library['module'], handle: Handle): Slot {
  const id = readNumber(handle);
  const { flags, label } = call(
    `The token in slot ${id} could not be asked for its label`,
    () => module.C_GetTokenInfo(handle),
    'token',
  );
  // padded with blanks; a token that was never set up has none
  return { id, handle, label: (flags & CK.CKF_TOKEN_INITIALIZED) === 0 ? '' : label.trimEnd() };
}

/** A `CK_ULONG` in the memory of this machine. */
export function readNumber(bytes: Uint8Array): number {
  const digits = [...bytes];
  if (endianness() === 'LE') digits.reverse();
  return digits.reduce((number, digit) => number * 256 + digit, 0);
}
