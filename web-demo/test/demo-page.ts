// The built page in a browser, for the tests of one file.
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { serve } from '../serve.mjs';
import { launch } from './browsers.js';

const dist = join(import.meta.dirname, '../dist');

/** The driver tries to put the style `body {}` into Firefox's page for each screenshot; the policy names what it refuses. */
const DRIVERS_STYLE = `'sha256-${createHash('sha256').update('body {}').digest('base64')}'`;

/** The page, served and opened before the tests of a describe block, and closed after them. */
export class DemoPage {
  browser!: Browser;
  page!: Page;
  url = '';
  /** What the browser's console had against it. */
  readonly complaints: string[] = [];
  #server!: Server;

  constructor(name: string) {
    beforeAll(async () => {
      await this.serve();
      this.browser = await launch(name);
      const context = await this.browser.newContext({ viewport: { width: 1000, height: 800 } });
      await context.addInitScript(() => {
        const make = URL.createObjectURL.bind(URL);
        const blobs = new Map<string, Blob>();
        URL.createObjectURL = (blob: Blob) => {
          const url = make(blob);
          blobs.set(url, blob);
          return url;
        };
        Object.assign(globalThis, { blobs });
      });
      this.page = await context.newPage();
      await this.open(this.page);
    });
    afterAll(async () => {
      await this.browser?.close();
      await this.stopServing();
    });
  }

  /** Serves it, on the port that it had before if there was one. */
  async serve(port = 0): Promise<void> {
    this.#server = await serve(dist, port);
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stopServing(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Opens it, and listens to what the console says. */
  async open(page: Page): Promise<void> {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => {
      if (!error.message.includes(DRIVERS_STYLE)) this.complaints.push(String(error));
    });
    await page.goto(this.url);
    await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  }

  readonly text = async (selector: string): Promise<string> =>
    ((await this.page.textContent(selector)) ?? '').trim();

  readonly figure = (id: string): Promise<string> => this.text(`#figure-${id}`);

  readonly number = async (id: string): Promise<number> =>
    Number((await this.figure(id)).replaceAll(',', ''));

  readonly becomes = async (
    selector: string,
    pattern: RegExp,
    timeout = 60_000,
  ): Promise<string> => {
    await expect.poll(() => this.text(selector), { timeout, interval: 100 }).toMatch(pattern);
    return this.text(selector);
  };

  readonly untilIdle = (): Promise<unknown> => this.becomes('#figure-live', /^0$/, 200_000);
}
