import { messageOf } from '../../base/kinds.js';
/**
 * What can go wrong with a token, as a closed union.
 *
 * - `library`: the PKCS #11 library, or the binding to it, could not be loaded or initialised.
 * - `token`: there is no such token, several have this label, it is open already, or it has been taken out.
 * - `pin`: the PIN is wrong, locked or has expired.
 * - `key`: there is no such key, several fit, or it is of a kind that can't be used.
 * - `refused`: the key or the token can't do what was asked for, or may not.
 * - `failed`: the token failed in the middle, or its session was lost.
 * - `closed`: the token was closed before or meanwhile.
 */
export type TokenErrorCode = 'library' | 'token' | 'pin' | 'key' | 'refused' | 'failed' | 'closed';

/** A token failed, could not be reached or refused: switch on `code`. */
export class TokenError extends Error {
  /** Always `TokenError`. */
  override readonly name = 'TokenError';
  /** What went wrong, out of a closed union. */
  readonly code: TokenErrorCode;
  /** What the library answered, by PKCS #11's name, such as `CKR_PIN_INCORRECT`; undefined if it was not asked. */
  readonly returned: string | undefined;

  constructor(
    code: TokenErrorCode,
    message: string,
    { cause, returned }: { cause?: unknown; returned?: string | undefined } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.returned = returned;
  }
}

/** What some answers mean wherever they come; of the others the caller knows more. */
const meanings: Readonly<Record<string, TokenErrorCode>> = {
  CKR_PIN_INCORRECT: 'pin',
  CKR_PIN_INVALID: 'pin',
  CKR_PIN_LEN_RANGE: 'pin',
  CKR_PIN_EXPIRED: 'pin',
  CKR_PIN_LOCKED: 'pin',
  CKR_USER_PIN_NOT_INITIALIZED: 'pin',
  CKR_SLOT_ID_INVALID: 'token',
  CKR_TOKEN_NOT_PRESENT: 'token',
  CKR_TOKEN_NOT_RECOGNIZED: 'token',
  CKR_DEVICE_REMOVED: 'token',
  CKR_KEY_FUNCTION_NOT_PERMITTED: 'refused',
  CKR_KEY_TYPE_INCONSISTENT: 'refused',
  CKR_KEY_SIZE_RANGE: 'refused',
  CKR_MECHANISM_INVALID: 'refused',
  CKR_MECHANISM_PARAM_INVALID: 'refused',
};

/** The name of the answer that the binding threw, such as `CKR_PIN_INCORRECT`. */
export function returnedBy(thrown: unknown): string | undefined {
  return /\bCKR_\w+/.exec(messageOf(thrown) ?? '')?.[0];
}

/** Calls the binding; what it throws becomes a {@link TokenError} that names the answer. */
export function call<T>(failure: string, work: () => T, code: TokenErrorCode = 'failed'): T {
  try {
    return work();
  } catch (error) {
    throw tokenError(failure, error, code);
  }
}

export function tokenError(
  failure: string,
  thrown: unknown,
  code: TokenErrorCode = 'failed',
): TokenError {
  if (thrown instanceof TokenError) return thrown;
  const returned = returnedBy(thrown);
  const reason = returned ?? messageOf(thrown) ?? String(thrown);
  return new TokenError(meanings[returned ?? ''] ?? code, `${failure}: ${reason}`, {
    cause: thrown,
    returned,
  });
}
