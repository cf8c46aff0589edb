// Fills in the matrix, a row at a time: an algorithm and a kind of holder. Each cell is one use of the key, for which
// the holder has to be asked exactly once, and whose result the openssl command and Node's crypto have to confirm.
import { readFile } from 'node:fs/promises';
import { type CertificateRequest, type Key, OpenSSL } from '../../src/index.js';
import { CommandFolder } from '../../test/support/openssl-command.js';
import {
  type Algorithm,
  decryptionAlgorithms,
  derivationAlgorithms,
  KeyPairs,
  signatureAlgorithms,
} from './algorithms.js';
import {
  type Caller,
  callers,
  lacksIdentifier,
  type Made,
  selfSigned,
  type SigningRow,
} from './callers.js';
import { holders } from './holders/index.js';
import type { HeldKey, HolderKind, Surroundings } from './holders/holder.js';
import { NodeCrypto } from './node-crypto.js';
import { recipientOf, type Task, type UseRow, uses } from './uses.js';

export interface Cell {
  readonly column: string;
  readonly state: 'ok' | 'n.a.' | 'failed';
  /** Why it is not ok. */
  readonly reason?: string;
}

export interface Row {
  readonly algorithm: string;
  readonly holder: string;
  readonly cells: readonly Cell[];
}

/** A row that can be run. */
export interface Plan {
  readonly algorithm: Algorithm;
  readonly kind: HolderKind;
}

function plan(algorithms: readonly Algorithm[]): Plan[] {
  return algorithms.flatMap((algorithm) => holders.map((kind) => ({ algorithm, kind })));
}

/** A table for each. */
export const plans = {
  signatures: plan(signatureAlgorithms),
  decryptions: plan(decryptionAlgorithms),
  derivations: plan(derivationAlgorithms),
};

export class Matrix implements AsyncDisposable {
  readonly #surroundings: Surroundings;
  readonly #pairs: KeyPairs;
  readonly #node = new NodeCrypto();
  readonly #applicant: Key;
  readonly #request: CertificateRequest;

  private constructor(surroundings: Surroundings, applicant: Key, request: CertificateRequest) {
    this.#surroundings = surroundings;
    this.#pairs = new KeyPairs(surroundings.folder);
    this.#applicant = applicant;
    this.#request = request;
  }

  static async create(): Promise<Matrix> {
    const module = await WebAssembly.compile(
      new Uint8Array(await readFile('dist/openssl-async.wasm')),
    );
    const [ossl, other] = [new OpenSSL(module), new OpenSSL(module)];
    const key = await ossl.generateKey({ algorithm: 'EC', curve: 'P-256' });
    const subject = { CN: 'applicant.example' };
    const request = await ossl.x509.createRequest({ subject, key, hash: 'SHA256' });
    return new Matrix({ ossl, other, folder: await CommandFolder.create() }, key, request);
  }

  /** The instance whose operations are looked at. */
  get ossl(): OpenSSL {
    return this.#surroundings.ossl;
  }

  /** What both instances hold: nothing, once all rows have been run. */
  stats(): unknown[] {
    const { ossl, other } = this.#surroundings;
    return [ossl, other].map((one) => one.stats());
  }

  async run({ algorithm, kind }: Plan): Promise<Row> {
    const about = { algorithm: algorithm.name, holder: kind.name };
    const columns = algorithm.use === 'sign' ? callers : uses[algorithm.use];
    const reason = kind.unable(algorithm);
    if (reason !== undefined)
      return {
        ...about,
        cells: columns.map(({ name }) => ({ column: name, state: 'n.a.', reason })),
      };
    try {
      const pair = await this.#pairs.get(algorithm.pair);
      await using held = await kind.hold(this.#surroundings, algorithm, pair);
      await using folder = await CommandFolder.create();
      await folder.write('public.pem', held.key.publicToPem());
      const cells =
        algorithm.use === 'sign'
          ? await this.#sign(algorithm, held, folder)
          : await this.#use(algorithm, held, folder);
      return { ...about, cells };
    } catch (error) {
      // what all cells of the row need: the key itself, its certificate
      const failed = { state: 'failed' as const, reason: reasonOf(error) };
      return { ...about, cells: columns.map(({ name }) => ({ column: name, ...failed })) };
    }
  }

  async #sign(algorithm: Algorithm, held: HeldKey, folder: CommandFolder): Promise<Cell[]> {
    const { ossl } = this.#surroundings;
    const isCertified = lacksIdentifier(algorithm) === undefined;
    const root = isCertified ? await selfSigned({ ossl, algorithm, held }) : undefined;
    if (root) await folder.write('root.pem', root.toPem());
    const row = { ossl, algorithm, held, root, request: this.#request };
    const cells: Cell[] = [];
    for (const caller of callers)
      cells.push(
        await cellOf(caller.name, caller.unable?.(algorithm), () =>
          this.#verified(caller, row, folder),
        ),
      );
    return cells;
  }

  async #verified(caller: Caller, row: SigningRow, folder: CommandFolder): Promise<void> {
    const made = await askedOnce(row.held, () => caller.make(row));
    await commandVerifies(made, folder);
    await during('Node', this.#node.verify(made.signed, row.held.key.publicToPem()));
  }

  async #use(algorithm: Algorithm, held: HeldKey, folder: CommandFolder): Promise<Cell[]> {
    const { ossl } = this.#surroundings;
    const recipient = await recipientOf(ossl, held);
    await folder.write('recipient.pem', recipient.toPem());
    const peer = await new KeyPairs(folder).get(algorithm.pair);
    await folder.write('peer.key', peer.privateKey);
    const row: UseRow = { ossl, algorithm, held, folder, node: this.#node, recipient, peer };
    const cells: Cell[] = [];
    for (const use of algorithm.use === 'sign' ? [] : uses[algorithm.use])
      cells.push(
        await cellOf(use.name, use.unable?.(algorithm), async () => {
          for (const task of await use.tasks(row)) await done(task, held);
        }),
      );
    return cells;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#applicant.free();
    for (const kind of holders) await kind.end?.();
    await this.#node[Symbol.asyncDispose]();
    await this.#surroundings.folder[Symbol.asyncDispose]();
  }
}

async function cellOf(
  column: string,
  unable: string | undefined,
  work: () => Promise<void>,
): Promise<Cell> {
  if (unable !== undefined) return { column, state: 'n.a.', reason: unable };
  try {
    await work();
    return { column, state: 'ok' };
  } catch (error) {
    return { column, state: 'failed', reason: reasonOf(error) };
  }
}

async function askedOnce<T>(held: HeldKey, work: () => Promise<T>): Promise<T> {
  const before = held.asked();
  const result = await work();
  const times = held.asked() - before;
  if (times !== 1) throw new Error(`the holder was asked ${times} times`);
  return result;
}

/** @throws unless the openssl command confirms it */
export async function commandVerifies(made: Made, folder: CommandFolder): Promise<void> {
  for (const [name, data] of Object.entries(made.files)) await folder.write(name, data);
  const { status, stderr, stdout } = await folder.run(made.command);
  const says = stderr + stdout.toString();
  if (status !== 0 || !says.includes(made.says ?? ''))
    throw new Error(`openssl ${made.command.join(' ')}: status ${status}, ${says}`);
  if (made.writes && !stdout.equals(made.writes))
    throw new Error('the openssl command read another content');
}

async function done({ expected, use }: Task, held: HeldKey): Promise<void> {
  const result = await askedOnce(held, use);
  if (!Buffer.from(expected).equals(result))
    throw new Error('what came of it is not what it should be');
}

async function during<T>(where: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${where}: ${reasonOf(error)}`, { cause: error });
  }
}

/** With what lies behind it: an OpenSSLError's cause is what the holder threw. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  return cause instanceof Error && !message.includes(cause.message)
    ? `${message} (${reasonOf(cause)})`
    : message;
}
