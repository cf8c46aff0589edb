import { AnswerStream } from '../async/answer-stream.js';
import type { Core, KeyHolder } from '../async/core.js';
import { constants, layout } from '../module/boundary.js';
import type { Signer, SignRequest } from './signer.js';

const fields = layout.osa_key_request;

/** The JavaScript side of one key of provider `host`: turns C's requests into calls of the signer. */
export class SignerHolder implements KeyHolder {
  readonly #core: Core;
  readonly #signer: Signer;

  constructor(core: Core, signer: Signer) {
    this.#core = core;
    this.#signer = signer;
  }

  request(address: number): number {
    const { memory } = this.#core;
    const { sign, timeout } = this.#signer;
    if (memory.int(address + fields.operation) !== constants.OSA_REQUEST_SIGN || !sign)
      return -constants.EINVAL;
    // all of it is read now: C's memory may be another's when the signer comes to it
    const data = this.#bytes(address + fields.data);
    const request = this.#signRequest(address);
    const { fd } = new AnswerStream(
      this.#core,
      (signal) => Promise.resolve(sign.call(this.#signer, data, { ...request, signal })),
      timeout,
    );
    return fd;
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
