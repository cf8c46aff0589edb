// Where the documents' programs run.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { build } from 'vite';
import { softHsm } from '../support/holders/softhsm.js';
import type { Program, RunnerName, Surrounding } from './blocks.js';
import { inChromium } from './chromium.js';
import { node, root } from './child.js';

/** What a program has printed. Whoever fails, fails the test with all that it said. */
export type Run = (program: Program, env: Environment) => Promise<string>;
type Environment = Readonly<Record<string, string | undefined>>;

const work = new URL('build/docs/run/', root);

/** As it stands in the document where that is JavaScript, and without types where it is TypeScript. */
async function javascript({ code, isTyped, name }: Program): Promise<string> {
  if (!isTyped) return code;
  return (await transform(code, { loader: 'ts', target: 'node20', sourcefile: name })).code;
}

/** A folder of its own for a program. */
function folderOf({ name }: Program): URL {
  const folder = new URL(`${name.replaceAll(/[^\w-]/g, '-')}/`, work);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const runners: Readonly<Record<RunnerName, Run>> = {
  async node(program, env) {
    const file = fileURLToPath(new URL('program.mjs', folderOf(program)));
    writeFileSync(file, await javascript(program));
    const { status, stderr, stdout } = await node([file], { env });
    if (status !== 0 || stderr !== '')
      throw new Error(`status ${status}\n${stderr}\n--- stdout ---\n${stdout}`);
    return stdout;
  },

  async chromium(program) {
    const code = await javascript(program);
    const page = `<!doctype html><script type="importmap">${JSON.stringify({
      imports: {
        'openssl-async': '/dist/index.js',
        'openssl-async/webcrypto': '/dist/webcrypto.js',
        'openssl-async/http': '/dist/http.js',
      },
    })}</script>`;
    return inChromium((path) => {
      if (path === '/') return page;
      if (path === '/program.js') return code;
      return path.startsWith('/dist/') ? readFileSync(new URL(`.${path}`, root)) : undefined;
    }, '/program.js');
  },

  async vite(program) {
    const folder = folderOf(program);
    writeFileSync(new URL('main.js', folder), await javascript(program));
    writeFileSync(new URL('index.html', folder), '<script type="module" src="main.js"></script>');
    await build({
      root: fileURLToPath(folder),
      base: './',
      configFile: false,
      logLevel: 'warn',
      build: {
        target: 'es2022',
        rolldownOptions: {
          output: { entryFileNames: 'main.js' },
          preserveEntrySignatures: 'strict', // else it makes no promise that a program has ended
        },
      },
    });
    return inChromium(
      (path) => (path === '/' ? '<!doctype html>' : readFileSync(new URL(`dist${path}`, folder))),
      '/main.js',
    );
  },

  async workerd(program) {
    const folder = folderOf(program);
    writeFileSync(new URL('worker.js', folder), await javascript(program));
    const file = (path: string) => JSON.stringify(`../../../../${path}`);
    writeFileSync(
      new URL('config.capnp', folder),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "openssl-async", esModule = embed ${file('dist/index.js')}),
    (name = "openssl-async/openssl-async.wasm", wasm = embed ${file('dist/openssl-async.wasm')}),
  ],
  compatibilityDate = "2026-01-01",
);
`,
    );
    const child = spawn(
      fileURLToPath(new URL('docs/node_modules/@cloudflare/workerd-linux-64/bin/workerd', root)),
      ['serve', '--control-fd=1', 'config.capnp'],
      { cwd: fileURLToPath(folder), stdio: ['ignore', 'pipe', 'pipe'], timeout: 90_000 },
    );
    try {
      const port = await listening(child);
      const response = await fetch(`http://127.0.0.1:${port}/`);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`status ${response.status}: ${text}`);
      return text;
    } finally {
      child.kill();
    }
  },
};

/** The port that workerd says it listens to. */
function listening(child: ChildProcess): Promise<number> {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const port = /"event":"listen".*?"port":(\d+)/.exec(said)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    child.on('error', reject).on('close', () => {
      reject(new Error(`workerd has ended: ${said}`));
    });
  });
}

const surroundings: Readonly<
  Record<Surrounding, (use: (env: Environment) => Promise<string>) => Promise<string>>
> = {
  async token(use) {
    const token = softHsm({ label: 'archive' });
    try {
      token.generate('P-256', { label: 'seal' });
      return await use({
        PKCS11_LIBRARY: token.library,
        PKCS11_PIN: token.pin,
        SOFTHSM2_CONF: process.env['SOFTHSM2_CONF'],
      });
    } finally {
      token.remove();
    }
  },

  async service(use) {
    const service = fork(new URL('examples/support/signing-service.mjs', root));
    try {
      const [message] = (await once(service, 'message')) as [{ url: string; publicKey: string }];
      const { publicKey, url } = message;
      return await use({ SIGNING_SERVICE_URL: url, SIGNING_SERVICE_KEY: publicKey });
    } finally {
      service.disconnect();
    }
  },
};

/** Runs a program where its document says. */
export function run(program: Program): Promise<string> {
  const { runner, surrounding } = program;
  const use = (env: Environment) => runners[runner](program, env);
  return surrounding ? surroundings[surrounding](use) : use({});
}
