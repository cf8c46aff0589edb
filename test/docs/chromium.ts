// The system's Chromium, driven by playwright-core, on pages that a server on loopback makes up.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.mjs';
import { root } from './child.js';

/** As much of playwright-core as is used here; it is among the packages of the documentation. */
interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser>;
  };
}
export interface Browser {
  newPage(options?: object): Promise<Page>;
  close(): Promise<void>;
}
export interface Page {
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  goto(url: string, options?: object): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  waitForSelector(selector: string, options?: object): Promise<unknown>;
  close(): Promise<void>;
}

export function launchChromium(): Promise<Browser> {
  const require = createRequire(new URL('docs/package.json', root));
  const { chromium } = require('playwright-core') as Playwright;
  return chromium.launch({
    executablePath: findChromium(),
    args: CHROMIUM_FLAGS,
  });
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
};

export type Files = (path: string) => string | Uint8Array | undefined;

/** Serves files on loopback while `use` is at work. */
export async function serving<T>(files: Files, use: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    let body: string | Uint8Array | undefined;
    try {
      body = files(decodeURIComponent(pathname));
    } catch {
      body = undefined;
    }
    if (body === undefined) response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    else {
      const type = types[/\.(\w+)$/.exec(pathname)?.[1] ?? 'html'] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Imports a module in a page, and gives what it writes to the console until it has ended. */
export function inChromium(files: Files, module: string): Promise<string> {
  return serving(files, async (origin) => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      let output = '';
      page.on('console', (message) => {
        if (message.type() === 'error') output += `console.error: `;
        output += `${message.text()}\n`;
      });
      await page.goto(`${origin}/`);
      await page.evaluate(`import(${JSON.stringify(module)}).then(() => undefined)`);
      return output;
    } finally {
      await browser.close();
    }
  });
}
