// A browser opens a page from a server on the loopback interface, and the page posts its events to it: no driver, and
// no protocol that a browser's next version changes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, ending, start, tailOf } from './processes.mjs';
import { Queue } from './queue.mjs';

// What the package asks of a page, and no more: no eval, and neither COOP nor COEP.
const POLICY = "script-src 'self' 'wasm-unsafe-eval'";

const types = {
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  wasm: 'application/wasm',
};

/** Serves the suites; what the page tells goes to a queue. */
async function serve(entry, files, options, events) {
  const texts = {
    '/': [
      'html',
      `<!doctype html><meta charset="utf-8"><title>Suites</title><script type="module" src="${entry}.js"></script>`,
    ],
    '/options.json': ['json', JSON.stringify(options)],
    '/favicon.ico': ['html', ''],
  };
  const served = {
    [`/${entry}.js`]: ['js', files.bundle(entry)],
    '/test.wasm': ['wasm', files.testModule],
    '/core.wasm': ['wasm', files.coreModule],
    '/shipped.wasm': ['wasm', files.shippedModule],
  };
  const server = createServer(async (request, response) => {
    const { method, url } = request;
    if (method === 'POST') {
      let body = '';
      for await (const part of request.setEncoding('utf8')) body += part;
      if (url === '/event') events.push(JSON.parse(body));
      else events.fail(new Error(body));
      response.writeHead(204).end();
      return;
    }
    const [type, content] = texts[url] ?? [
      served[url]?.[0],
      served[url] && (await readFile(served[url][1])),
    ];
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': types[type], 'content-security-policy': POLICY })
      .end(content);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** Yields the events of a page; `command` gives a browser's command line for an URL and an empty profile folder. */
export async function* eventsOfBrowser(command, entry, { files, options, signal }) {
  const events = new Queue();
  const server = await serve(entry, files, options, events);
  const profile = await mkdtemp(join(tmpdir(), 'openssl-async-browser-'));
  const child = start(command(`http://127.0.0.1:${server.address().port}/`, profile), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: profile, XDG_RUNTIME_DIR: profile },
    signal,
  });
  const complaint = tailOf(child.stderr);
  void ending(child).then((how) => {
    events.fail(new Error(`the browser ended with ${how}\n${complaint()}`));
  });
  try {
    for await (const event of events) {
      yield event;
      if (event.type === 'done') return;
    }
  } finally {
    end(child);
    server.closeAllConnections();
    server.close();
    // Its processes may still be writing as they end.
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
