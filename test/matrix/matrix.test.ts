// The matrix of `npm run matrix`, each row a test; and that a cell would not be ✓ if it had no right to.
import pLimit from 'p-limit';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandFolder } from '../support/openssl-command.js';
import type { Algorithm } from '../../tools/matrix/algorithms.js';
import { signedMessage, signedStructure } from '../../tools/matrix/der.js';
import { messageFunctions } from '../../tools/matrix/holders/functions.js';
import type { HolderKind } from '../../tools/matrix/holders/holder.js';
import { commandVerifies, Matrix, plans } from '../../tools/matrix/matrix.js';
import { NodeCrypto } from '../../tools/matrix/node-crypto.js';

const matrix = await Matrix.create();
const limit = pLimit(2); // processes of the openssl command at once

afterAll(async () => {
  const idle = { jobs: { live: 0 }, handles: { open: 0 }, waitContexts: 0, references: 0 };
  for (const stats of matrix.stats()) expect(stats).toMatchObject(idle);
  await matrix[Symbol.asyncDispose]();
});

describe.concurrent.each(Object.entries(plans))('%s', (_, rows) => {
  test.each(rows.map((row) => [`${row.algorithm.name}: ${row.kind.name}`, row] as const))(
    '%s',
    async (_, row) => {
      const { cells } = await limit(() => matrix.run(row));
      expect(cells.filter(({ state }) => state === 'failed')).toEqual([]);
      expect(cells.length).toBeGreaterThan(1);
    },
  );
});

describe('what has no right to a ✓', () => {
  const algorithm = plans.signatures.find(({ algorithm: { name } }) => name === 'Ed25519')
    ?.algorithm as Algorithm;

  /** A holder that counts in its own way. */
  const counting = (times: number): HolderKind => ({
    ...messageFunctions,
    hold: async (...args) => {
      const held = await messageFunctions.hold(...args);
      return { ...held, asked: () => times * held.asked() };
    },
  });

  test.each([0, 2])('a holder that is asked %i times', async (times) => {
    const { cells } = await matrix.run({ algorithm, kind: counting(times) });
    const possible = cells.filter(({ state }) => state !== 'n.a.');
    const reason = `the holder was asked ${times} times`;
    expect(possible.map(({ state }) => state)).toEqual(possible.map(() => 'failed'));
    for (const cell of possible) expect(cell.reason).toBe(reason);
  });

  test('a holder that can sign nothing', async () => {
    const kind: HolderKind = {
      ...messageFunctions,
      hold: () => Promise.reject(new Error('there is no token')),
    };
    const { cells } = await matrix.run({ algorithm, kind });
    for (const { reason, state } of cells)
      expect({ reason, state }).toEqual({ reason: 'there is no token', state: 'failed' });
  });

  test('a message whose content is another, a signature of something else', async () => {
    await using node = new NodeCrypto();
    const { ossl } = matrix;
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const certificate = await ossl.x509.createCertificate({
      subject: { CN: 'Signer' },
      issuerKey: key,
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2049-01-01'),
      hash: 'SHA256',
    });
    const content = Uint8Array.of(1, 2, 3);
    const message = await ossl.cms.sign(content, {
      signers: [{ certificate, key }],
      hash: 'SHA256',
    });
    const [publicKey, other] = [
      key.publicToPem(),
      await ossl.generateKey({ algorithm: 'Ed25519' }),
    ];
    const signed = signedMessage(message.toDer(), content);
    await node.verify(signed, publicKey);
    await node.verify(signedStructure(certificate.toDer()), publicKey);
    expect(() => signedMessage(message.toDer(), Uint8Array.of(1, 2))).toThrow("not the content's");
    await expect(node.verify({ ...signed, data: content }, publicKey)).rejects.toThrow('wrong');
    const theirs = other.publicToPem();
    await using folder = await CommandFolder.create();
    const made = {
      signed,
      files: { 'root.pem': certificate.toPem(), message: message.toDer() },
      command: 'cms -verify -binary -inform DER -in message -CAfile root.pem'.split(' '),
      writes: content,
    };
    await commandVerifies(made, folder);
    await expect(commandVerifies({ ...made, writes: signed.data }, folder)).rejects.toThrow('read');
    const damaged = message.toDer();
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    const files = { ...made.files, message: damaged };
    await expect(commandVerifies({ ...made, files }, folder)).rejects.toThrow('openssl cms');
    await expect(node.verify({ ...signed, kind: { hash: null } }, theirs)).rejects.toThrow('wrong');
    key.free();
    other.free();
  });
});
