// A signing service on loopback, asked through the adapter; it counts the requests that have come to it.
import { httpSigner } from '../../../src/adapters/http/index.js';
import type { DecryptRequest, SignRequest } from '../../../src/index.js';
import {
  type ServiceRequest,
  startSigningService,
} from '../../../test/support/holders/signing-service.js';
import type { HolderKind } from './holder.js';
import { PrivateKey } from './private-key.js';

const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');

export const signingService: HolderKind = {
  name: 'HTTP service',
  unable: () => undefined,
  hold: async ({ ossl, ...rest }, algorithm, pair) => {
    const key = new PrivateKey({ ossl, ...rest }, algorithm, pair);
    const answer = (request: ServiceRequest): Promise<Uint8Array> => {
      const { context, data, hash, label, mgf1Hash, operation, saltLength, spki } = request;
      if (operation === 'derive') return key.derive({ spki: bytes(spki) });
      if (operation === 'decrypt') {
        const padding = request.padding as DecryptRequest['padding'];
        return key.decrypt(bytes(data), { hash, mgf1Hash, padding, label: bytes(label) });
      }
      return key.sign(bytes(data), {
        ...{ hash, mgf1Hash, saltLength, context: bytes(context) },
        padding: request.padding as SignRequest['padding'],
        prehashed: request.prehashed ?? false,
      });
    };
    const service = await startSigningService(async (request) =>
      Buffer.from(await answer(request)).toString('base64'),
    );
    const held = ossl.keys.fromSigner(
      httpSigner({
        url: service.url,
        algorithm: algorithm.signer,
        publicKey: pair.publicKey,
        operations: [algorithm.use],
      }),
    );
    return {
      key: held,
      asked: () => service.requests.length,
      async [Symbol.asyncDispose]() {
        held.free();
        await service[Symbol.asyncDispose]();
      },
    };
  },
};
