// The programs in examples/ do what they say.
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandFolder } from '../support/openssl-command.js';
import { softHsm } from '../support/holders/softhsm.js';
import { node } from './child.js';

const folder = mkdtempSync(join(tmpdir(), 'openssl-async-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  cancelled: boolean;
  longestStallMilliseconds: number;
  timerTicks: number;
  keys: { state: string; candidates: number; privateFile?: string; publicFile?: string }[];
  stats: {
    jobs: { live: number; started: number; finished: number; cancelled: number; pauses: number };
    waitContexts: number;
    handles: { open: number };
    references: number;
    memory: { stacks: number; savedFrames: number };
  };
}

const nothingLeft = {
  jobs: { live: 0, allocated: 0 },
  waitContexts: 0,
  handles: { open: 0 },
  references: 0,
  memory: { stacks: 0, savedFrames: 0 },
};

describe('generate-rsa-keys', () => {
  const program = 'examples/generate-rsa-keys.mjs';

  test('--json prints the result and nothing else, and writes keys that fit', async () => {
    const out = join(folder, 'keys');
    const args = ['--bits', '1024', '--jobs', '2', '--json', '--out', out];
    const { status, stdout } = await node([program, ...args]);
    expect(status).toBe(0);
    const { cancelled, keys, longestStallMilliseconds, stats, timerTicks } = JSON.parse(
      stdout,
    ) as Result;
    expect(cancelled).toBe(false);
    expect(longestStallMilliseconds).toBeGreaterThanOrEqual(0);
    expect(timerTicks).toBeGreaterThan(0);
    expect(stats).toMatchObject(nothingLeft);
    expect(stats.jobs.pauses).toBeGreaterThan(0);
    expect(keys).toHaveLength(2);
    for (const { candidates, privateFile = '', publicFile = '', state } of keys) {
      expect(state).toBe('done');
      expect(candidates).toBeGreaterThan(0);
      const privateKey = createPrivateKey(readFileSync(privateFile));
      expect(privateKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
      expect(createPublicKey(privateKey).equals(createPublicKey(readFileSync(publicFile)))).toBe(
        true,
      );
      expect(statSync(privateFile).mode & 0o077).toBe(0);
    }

    const again = await node([program, ...args]);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('key-1.pem exists');
  });

  test('without a terminal it prints lines, no control characters', async () => {
    const out = join(folder, 'plain');
    const { status, stderr, stdout } = await node([
      ...[program, '--bits', '1024', '--jobs', '12', '--out', out],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('12 keys in');
    expect(stdout).toContain('longest stall');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s cancels every job, leaves nothing behind and exits with %i',
    async (name, exit) => {
      const out = join(folder, name);
      let sent = false;
      // so large that no key is finished by then
      const { status, stdout } = await node(
        [program, '--bits', '8192', '--jobs', '3', '--json', '--out', out],
        {
          onOutput(text, child) {
            if (!sent && text.includes('candidate')) sent = child.kill(name);
          },
        },
      );
      expect(status).toBe(exit);
      const { cancelled, keys, stats } = JSON.parse(stdout) as Result;
      expect(cancelled).toBe(true);
      expect(keys.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
      expect(stats).toMatchObject({ ...nothingLeft, jobs: { live: 0, finished: 3, cancelled: 3 } });
      expect(existsSync(join(out, 'key-1.pem'))).toBe(false);
    },
  );

  test.each([
    [['--bits', 'many'], 'whole number from 512 to 16384'],
    [['--bits', '256'], 'whole number from 512 to 16384'],
    [['--jobs', '0'], 'whole number from 1 to 1000'],
    [['--speed', '11'], 'unknown option'],
    [['--out', '/dev/null/keys'], 'ENOTDIR'],
  ])('%j is refused with a reason', async (args, reason) => {
    const { status, stderr, stdout } = await node([program, ...args]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at '); // no stack trace
  });
});

test('wait-for-javascript waits for a handle, then meets its deadline', async () => {
  const { status, stderr, stdout } = await node(['examples/wait-for-javascript.mjs']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('the job returned 42 kWh');
  expect(stdout).toContain('the job failed: timeout');
  expect(stdout).toContain('left behind: 0 jobs, 0 handles, 0 wait contexts');
});

test('c-shaped goes through a pause with the functions of the manual page', async () => {
  const { status, stderr, stdout } = await node(['examples/c-shaped.mjs']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('paused; 1 fd added, 0 deleted');
  expect(stdout).toContain('finished; the job returned 6');
});

describe('request-with-webcrypto-key', () => {
  test('prints a request that the openssl command verifies', async () => {
    const { status, stdout } = await node(['examples/request-with-webcrypto-key.mjs']);
    expect(status).toBe(0);
    const checked = spawnSync('openssl', ['req', '-verify', '-noout', '-subject', '-text'], {
      input: stdout,
      encoding: 'utf8',
    });
    expect(checked.status).toBe(0);
    expect(checked.stderr).toContain('verify OK');
    expect(checked.stdout).toContain('DNS:example.org, DNS:www.example.org');
  });
});

describe('certificate-authority-over-http', () => {
  test('issues, revokes and verifies, and the openssl command agrees', async () => {
    await using made = await CommandFolder.create();
    const { status, stderr, stdout } = await node([
      ...['examples/certificate-authority-over-http.mjs', made.path],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('before: valid, www.example.org ← Example Authority');
    expect(stdout).toContain('after its key was compromised: not valid: certificate revoked');
    expect(stdout).toContain('the service was asked 4 times'); // two certificates, two lists

    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'authority.pem'];
    const host = ['-verify_hostname', 'example.org', '-crl_check', '-CRLfile'];
    const before = await made.openssl([...verify, ...host, 'before.crl', 'leaf.pem']);
    expect(before.toString()).toContain('leaf.pem: OK');
    const after = await made.run([...verify, ...host, 'after.crl', 'leaf.pem']);
    expect(after.status).not.toBe(0);
    expect(after.stderr).toContain('certificate revoked');

    const text = (await made.openssl(['x509', '-in', 'leaf.pem', '-noout', '-text'])).toString();
    for (const line of [
      'DNS:www.example.org, DNS:example.org',
      'TLS Web Server Authentication',
      'Digital Signature',
      'CA Issuers - URI:http://pki.example.org/authority.crt',
      'URI:http://pki.example.org/authority.crl',
      'X509v3 Subject Key Identifier',
      'X509v3 Authority Key Identifier',
    ])
      expect(text).toContain(line);
    const number = await made.openssl(['crl', '-in', 'after.crl', '-noout', '-crlnumber']);
    expect(number.toString()).toMatch(/=(0x)?0?2$/m);
  });
});

describe('sign-file-with-softhsm-key', () => {
  const program = 'examples/sign-file-with-softhsm-key.mjs';

  test('signs a file, and the command that it prints verifies the signature', async () => {
    const out = join(folder, 'signed');
    mkdirSync(out);
    const file = join(out, 'a file.bin');
    writeFileSync(file, randomBytes(3_000_000));
    const { status, stderr, stdout } = await node([program, file, out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const command = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(command).toMatch(/^ {2}openssl cms -verify /);
    const check = () => spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(check()).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/successful/) as string,
    });
    writeFileSync(file, 'something else');
    expect(check()).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/failure/) as string,
    });
  });

  test('uses a token that is there, and says so if the PIN is wrong', async () => {
    const token = softHsm();
    try {
      token.generate('RSA-2048', { label: 'archive' });
      const env = {
        PKCS11_LIBRARY: token.library,
        PKCS11_TOKEN: token.label,
        PKCS11_KEY: 'archive',
        SOFTHSM2_CONF: process.env['SOFTHSM2_CONF'],
      };
      const right = await node([program], { env: { ...env, PKCS11_PIN: token.pin } });
      expect(right).toMatchObject({ status: 0, stderr: '' });
      expect(right.stdout).toContain('with the key "archive"');
      const signature = /signature +(.*)\/README\.md\.p7s$/m.exec(right.stdout)?.[1] ?? '';
      rmSync(signature, { recursive: true });
      const wrong = await node([program], { env: { ...env, PKCS11_PIN: 'wrong' } });
      expect(wrong).toMatchObject({ status: 1, stdout: '' });
      expect(wrong.stderr).toContain('CKR_PIN_INCORRECT');
    } finally {
      token.remove();
    }
  });
});
