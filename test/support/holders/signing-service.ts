import {
  constants,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  sign,
} from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request, instead of an answer. */
export type Fault =
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string | Uint8Array;
    }
  | 'drop'
  | 'drop-body'
  | 'stall'
  | 'stall-body';

export interface ServiceRequest {
  readonly operation: 'sign' | 'decrypt' | 'derive';
  readonly algorithm?: string;
  readonly data: string;
  readonly hash?: string;
  readonly prehashed?: boolean;
  readonly padding?: string;
  readonly mgf1Hash?: string;
  readonly saltLength?: number;
  readonly context?: string;
  readonly label?: string;
  readonly spki?: string;
}

/** A signing service on this machine, with a key of node:crypto. */
export interface SigningService extends AsyncDisposable {
  readonly url: string;
  /** What has been asked, oldest first. */
  readonly requests: { body: ServiceRequest; headers: IncomingHttpHeaders; method: string }[];
  /** What the next requests meet, in turn; without any, they are answered. */
  readonly faults: Fault[];
  /** Resolves when the service has seen so many requests, and has dealt with all but a stalled one. */
  seen(count: number): Promise<void>;
}

const json = { 'content-type': 'application/json; charset=utf-8' };
/** The DER in front of a SHA-256 in a DigestInfo: RFC 8017 section 9.2. */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** `privateKey`: a key of node:crypto, or what answers a request with a result in base64. */
export async function startSigningService(
  privateKey: KeyObject | string | ((request: ServiceRequest) => PromiseLike<string>),
): Promise<SigningService> {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  const resultOf = typeof key === 'function' ? key : (body: ServiceRequest) => answer(key, body);
  const requests: SigningService['requests'] = [];
  const faults: Fault[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let dealtWith = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as ServiceRequest;
    requests.push({ body, headers: request.headers, method: request.method ?? '' });
    const fault = faults.shift();
    if (fault === undefined)
      response.writeHead(200, json).end(JSON.stringify({ result: await resultOf(body) }));
    else if (fault === 'drop') request.socket.destroy();
    else if (fault === 'drop-body' || fault === 'stall-body') {
      response.writeHead(200, { ...json, 'content-length': '100' });
      response.write('{"result":"');
      if (fault === 'drop-body') response.write('AAAA', () => request.socket.destroy());
    } else if (fault !== 'stall')
      response.writeHead(fault.status, { ...json, ...fault.headers }).end(fault.body);
    dealtWith++;
    for (const { count, resolve } of waiting) if (count <= dealtWith) resolve();
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500, json).end(JSON.stringify({ error: String(error) }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`,
    requests,
    faults,
    seen: (count) =>
      new Promise((resolve) => {
        if (count <= dealtWith) resolve();
        else waiting.push({ count, resolve });
      }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(key: KeyObject, request: ServiceRequest): string {
  const data = Buffer.from(request.data, 'base64');
  switch (request.operation) {
    case 'sign':
      return signature(key, data, request).toString('base64');
    case 'decrypt':
      return privateDecrypt(
        {
          key,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: request.hash,
          oaepLabel: Buffer.from(request.label ?? '', 'base64'),
        },
        data,
      ).toString('base64');
    case 'derive': {
      const spki = Buffer.from(request.spki ?? '', 'base64');
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      return diffieHellman({ privateKey: key, publicKey }).toString('base64');
    }
  }
}

function signature(key: KeyObject, data: Buffer, request: ServiceRequest): Buffer {
  if (!request.prehashed) {
    const isPss = request.padding === 'pss';
    return sign(
      request.hash,
      data,
      isPss
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: request.saltLength }
        : { key },
    );
  }
  // all that node:crypto can sign of what is hashed already
  if (request.hash !== 'SHA256' || request.padding !== 'pkcs1')
    throw new Error('Only SHA-256 with PKCS#1 v1.5 can be signed prehashed');
  return privateEncrypt(
    { key, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([SHA256_PREFIX, data]),
  );
}
