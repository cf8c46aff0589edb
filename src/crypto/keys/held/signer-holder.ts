import { AnswerStream } from '../../../handles/answer-stream.js';
import type { CallOwner } from '../../../operator/call.js';
import type { Core } from '../../../module/core.js';
import type { KeyHolder } from './held-imports.js';
import { constants, layout } from '../../../module/generated/boundary.js';
import { bytesOf } from '../../../base/bytes.js';
import type { DecryptRequest, Signer, SignRequest } from './signer.js';

const fields = layout.osa_key_request;

/** The JavaScript side of one held key: turns C's requests into calls of the signer. */
export class SignerHolder implements KeyHolder {
  readonly #owner: CallOwner;
  readonly #core: Core;
  readonly #signer: Signer;

  constructor(owner: CallOwner, signer: Signer) {
    this.#owner = owner;
    this.#core = owner.core;
    this.#signer = signer;
  }

  request(address: number): number {
    const ask = this.#question(address);
    return ask ? new AnswerStream(this.#owner, ask, this.#signer.timeout).fd : -constants.EINVAL;
  }

  /** All of the request is read now: C's memory may be another's when the signer comes to it. */
  #question(address: number): ((signal: AbortSignal) => Promise<Uint8Array>) | undefined {
    const signer = this.#signer;
    const data = this.#bytes(address + fields.data);
    switch (this.#core.memory.int(address + fields.operation)) {
      case constants.OSA_REQUEST_SIGN: {
        const { sign } = signer;
        const request = this.#signRequest(address);
        return (
          sign && (async (signal) => copyOf(await sign.call(signer, data, { ...request, signal })))
        );
      }
      case constants.OSA_REQUEST_DECRYPT: {
        const { decrypt } = signer;
        const request = this.#decryptRequest(address);
        const answer = request.padding === 'pkcs1' ? markPadding : copyOf;
        return (
          decrypt &&
          (async (signal) => answer(await decrypt.call(signer, data, { ...request, signal })))
        );
      }
      default: {
        const { derive } = signer;
        const spki = this.#bytes(address + fields.label);
        return (
          derive && (async (signal) => copyOf(await derive.call(signer, data, { spki, signal })))
        );
      }
    }
  }

  #decryptRequest(address: number): Omit<DecryptRequest, 'signal'> {
    const padding = this.#core.memory.int(address + fields.padding);
    const isOaep = padding === constants.RSA_PKCS1_OAEP_PADDING;
    return {
      padding: isOaep ? 'oaep' : padding === constants.RSA_NO_PADDING ? 'none' : 'pkcs1',
      hash: this.#text(address + fields.hash),
      mgf1Hash: this.#text(address + fields.mgf1_hash),
      label: isOaep ? this.#bytes(address + fields.label) : undefined,
    };
  }

  #signRequest(address: number): Omit<SignRequest, 'signal'> {
    const { memory } = this.#core;
    const padding = memory.int(address + fields.padding);
    const isPss = padding === constants.RSA_PKCS1_PSS_PADDING;
    const context = this.#bytes(address + fields.label);
    const { algorithm } = this.#signer;
    return {
      hash: this.#text(address + fields.hash),
      prehashed: memory.int(address + fields.prehashed) === 1,
      padding: algorithm === 'RSA' ? (isPss ? 'pss' : 'pkcs1') : undefined,
      mgf1Hash: this.#text(address + fields.mgf1_hash),
      saltLength: isPss ? memory.int(address + fields.salt_length) : undefined,
      context: algorithm.startsWith('ML-DSA') || algorithm === 'Ed448' ? context : undefined,
    };
  }

  #text(address: number): string | undefined {
    const text = this.#core.memory.uint(address);
    return text === 0 ? undefined : this.#core.memory.string(text);
  }

  #bytes(address: number): Uint8Array<ArrayBuffer> {
    const { memory } = this.#core;
    const { data, size } = layout.osa_bytes;
    return new Uint8Array(memory.copy(memory.uint(address + data), memory.uint(address + size)));
  }
}

/** PKCS#1 v1.5: a byte before the plaintext says whether the padding was right; only C reads it. */
function markPadding(plaintext: Uint8Array | null): Uint8Array {
  if (plaintext === null) return Uint8Array.of(0);
  const bytes = bytesOf('The answer', plaintext);
  const marked = new Uint8Array(1 + bytes.length);
  marked[0] = 1;
  marked.set(bytes, 1);
  return marked;
}

/** The signer keeps what is its own. */
function copyOf(answer: unknown): Uint8Array {
  return bytesOf('The answer', answer).slice();
}
