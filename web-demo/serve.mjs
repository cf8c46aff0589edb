#!/usr/bin/env node
// Serves the built page on this machine only, as a plain static server does: files, their compressed forms, two headers.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Starts the server; the port is chosen by the system if it is 0. */
export async function serve(folder, port) {
  // The page's own policy: as a header it also holds for the service worker.
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [, policy] = /"Content-Security-Policy"\s+content="([^"]+)"/.exec(page);
  const server = createServer((request, response) => {
    answer(folder, policy, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(404);
      response.end('not found\n');
    });
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return server;
}

async function answer(folder, policy, request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = normalize(join(folder, decodeURIComponent(pathname)));
  if (path !== folder && !path.startsWith(folder + sep)) throw new Error('outside of the folder');
  const file = (await stat(path)).isDirectory() ? join(path, 'index.html') : path;
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const compressed = takesBrotli && (await stat(`${file}.br`).catch(() => undefined));
  const { size } = compressed || (await stat(file));
  const isHashed = file.includes(`${sep}assets${sep}`);
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'content-security-policy': policy,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
    ...(compressed ? { 'content-encoding': 'br' } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(compressed ? `${file}.br` : file).pipe(response);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = join(import.meta.dirname, 'dist');
  const { budget, total } = JSON.parse(
    await readFile(join(folder, 'size.json'), 'utf8').catch(() => {
      fail('The page is not built yet: run  ./build.sh build');
    }),
  );
  const port = Number(process.env.PORT ?? 8443);
  const server = await serve(folder, port).catch(({ message }) => {
    fail(
      `Port ${port} can't be listened to (${message}); name another:  PORT=8444 npm run demo:web`,
    );
  });
  console.log(`http://127.0.0.1:${server.address().port}/   (Ctrl-C ends it)`);
  console.log(`${total} bytes with brotli in all; the budget is ${budget}`);
  for (const name of ['SIGINT', 'SIGTERM'])
    process.once(name, () => {
      server.close();
      server.closeAllConnections();
    });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
