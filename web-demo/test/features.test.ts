// What the page does, as people use it, in real browsers: each feature once, and that it stays alive meanwhile.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { asked } from './browsers.js';
import { DemoPage } from './demo-page.js';

/** The longest frame while 500 jobs run, in milliseconds. */
const LONGEST_FRAME = 50;
/** How often that may be measured; the best counts, since other programs on the machine hold frames up too. */
const ATTEMPTS = 10;

/** "12 ms", "1.2 s" */
function inMilliseconds(text: string): number {
  const [number = '', unit] = text.split(' ');
  return Number(number) * (unit === 's' ? 1000 : 1);
}

describe.each(asked)('%s', (name) => {
  const demo = new DemoPage(name);
  const { becomes, figure, number, text, untilIdle } = demo;
  let page: Page;
  beforeAll(() => {
    page = demo.page;
  });

  /** What the link gives: as a file where the driver hears of downloads, which Firefox's does not; there, what is behind it. */
  async function download(): Promise<{ name: string; pem: string }> {
    if (name !== 'firefox') {
      const event = page.waitForEvent('download');
      await page.click('#key-download');
      const file = await event;
      return { name: file.suggestedFilename(), pem: await readFile(await file.path(), 'utf8') };
    }
    const [wanted, pem] = await page.evaluate(async () => {
      const link = document.querySelector('#key-download') as HTMLAnchorElement;
      const { blobs } = globalThis as unknown as { blobs: Map<string, Blob> };
      return [link.download, (await blobs.get(link.href)?.text()) ?? ''];
    });
    return { name: wanted as string, pem: pem as string };
  }

  test('jobs are drawn, told about, held, and cancelled one by one or all', async () => {
    await page.selectOption('#job-kind', 'sign');
    await page.click('[data-start="10"]');
    await page.focus('#lanes');
    await page.keyboard.press('ArrowDown');
    expect(await becomes('#lane-detail', /waiting for handle \d+/)).toMatch(
      /^Job \d+, CMS signature with a slow key: .*Stack [\d.]+ K?B deep of 64\.0 KB, [\d.]+ KB held/,
    );
    await page.click('#hold');
    expect(await page.getAttribute('#hold', 'aria-pressed')).toBe('true');
    await page.keyboard.press('Tab'); // some time passes, and no job ends
    await becomes('#lane-detail', /held by you/);
    const before = await number('finished');
    await page.waitForTimeout(4500); // longer than any signer takes
    expect(await number('finished')).toBe(before);
    const live = await number('live');
    expect(live).toBeGreaterThan(0);
    await page.focus('#lanes');
    await page.keyboard.press('Delete');
    await becomes('#figure-cancelled', /^1$/);
    await becomes('#lane-detail', /cancelled/);
    await page.click('#hold');
    await untilIdle();
    expect(await number('finished')).toBe(before + live - 1);

    await page.selectOption('#job-kind', 'mix');
    await page.click('[data-start="10"]');
    await page.click('[data-start="1"]');
    await page.hover('#lanes', { position: { x: 400, y: 30 } });
    await becomes('#lane-detail', /^Job \d+/);
    await becomes('#figure-live', /^([2-9]|1\d)$/);
    await page.click('#cancel-all');
    await untilIdle();
    expect(await number('cancelled')).toBeGreaterThan(1);
    expect(await number('paused')).toBe(0);
  });

  test('500 jobs run, and no frame is long', async () => {
    await page.click('#meter-reset');
    await page.waitForTimeout(4000);
    const idle = await text('#meter-longest'); // what this machine does to a page that does nothing
    const longest: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await page.click('#hold'); // so that all of them live at once, however slow the machine
      await page.click('[data-start="500"]');
      await becomes('#figure-live', /^500$/);
      await page.click('#hold');
      await page.waitForTimeout(4000); // the page is left alone meanwhile
      longest.push(inMilliseconds(await figure('frame')));
      await page.click('#cancel-all');
      await untilIdle();
      if ((longest.at(-1) as number) < LONGEST_FRAME) break;
    }
    const all = longest.join(', ');
    console.log(`${name}: longest frame while 500 jobs run: ${all} ms; with none ${idle}`);
    expect(Math.min(...longest)).toBeLessThan(LONGEST_FRAME);
  });

  test('500 jobs come to their end', async () => {
    await page.selectOption('#job-kind', 'sign');
    const before = await number('finished');
    await page.click('[data-start="500"]');
    await expect.poll(() => number('finished'), { timeout: 120_000 }).toBe(before + 500);
    await untilIdle();
    expect(await number('paused')).toBe(0);
  });

  test('a key that cannot be read signs a request, a certificate and a message', async () => {
    await page.fill('#key-delay', '0');
    await page.click('#key-make');
    await becomes('#key-status', /A P-256 key was made/);
    for (const [kind, label] of [
      ['csr', 'CERTIFICATE REQUEST'],
      ['certificate', 'CERTIFICATE'],
      ['cms', 'CMS'],
    ] as const) {
      await page.click(`[data-document="${kind}"]`);
      await becomes('#key-pem', new RegExp(`-----BEGIN ${label}-----`));
      await becomes('#key-status', /^Done in/);
      const { name: fileName, pem } = await download();
      expect(pem.trim()).toBe(await text('#key-pem'));
      if (kind !== 'cms') {
        const command = kind === 'csr' ? ['req', '-verify'] : ['x509'];
        const seen = execFileSync('openssl', [...command, '-noout', '-subject'], { input: pem });
        expect(String(seen)).toMatch(/CN ?= ?Ada Lovelace/);
      }
      const file = { name: fileName, mimeType: 'text/plain' };
      await page.setInputFiles('#drop-file', { ...file, buffer: Buffer.from(pem) });
      const wanted = { csr: /^A request/, certificate: /^A certificate/, cms: /^A signed message/ };
      expect(await becomes('#drop-result', wanted[kind])).toContain('right');
      if (kind === 'cms') expect(await text('#drop-result')).toContain('Meet me at noon.');
    }
  });

  test('a dropped file is verified; one that is damaged is refused', async () => {
    const pem = await text('#key-pem');
    const drop = async (content: string): Promise<void> => {
      const data = await page.evaluateHandle((bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'message.pem'));
        return transfer;
      }, content);
      await page.dispatchEvent('#drop', 'drop', { dataTransfer: data });
    };
    await drop(pem);
    await becomes('#drop-result', /every signature is right/);
    const lines = pem.split('\n');
    const at = lines.length - 3; // in the signature
    const line = lines[at] as string;
    lines[at] = (line.startsWith('A') ? 'B' : 'A') + line.slice(1);
    await drop(lines.join('\n'));
    await expect.poll(() => page.getAttribute('#drop-result', 'class')).toBe('bad');
  });

  test('a slow signer keeps OpenSSL waiting, and the page alive', async () => {
    await page.fill('#key-delay', '2');
    expect(await text('#key-delay-out')).toBe('2 s');
    const began = Date.now();
    await page.click('[data-document="csr"]');
    await becomes('#key-status', /waits for the signer/);
    expect(await number('paused')).toBeGreaterThanOrEqual(0);
    await becomes('#figure-paused', /^1$/, 1900);
    await becomes('#key-status', /^Done in/);
    expect(Date.now() - began).toBeGreaterThan(1900);
  });

  test('RSA-4096 is generated while the page lives; without pauses it freezes', async () => {
    await page.click('#rsa-on');
    await becomes('#rsa-label', /^\d{2,} candidates/);
    await becomes('#rsa-status', /^RSA-4096 in/, 200_000);
    await page.selectOption('#rsa-bits', '3072');
    await page.click('#rsa-off');
    await becomes('#rsa-status', /^RSA-3072 in/, 200_000);
    const [on, off, time] = await Promise.all(
      ['#rsa-on-frame', '#rsa-off-frame', '#rsa-off-time'].map(async (id) =>
        inMilliseconds(await text(id)),
      ),
    );
    console.log(`${name}: longest frame with pauses ${on} ms, without ${off} ms`);
    expect(off).toBeGreaterThan((time as number) * 0.8); // one frame was all of it
    expect(on).toBeLessThan(off as number);
  });

  test('a generation can be cancelled', async () => {
    await page.selectOption('#rsa-bits', '4096');
    await page.click('#rsa-on');
    await becomes('#rsa-label', /^\d+ candidates/);
    await page.click('#rsa-cancel');
    await becomes('#rsa-status', /^(Cancelled|RSA-4096)/);
    await untilIdle();
  });

  test('ML-KEM and ML-DSA work, with times', async () => {
    expect(await text('#quantum-browser')).toMatch(/^This browser’s WebCrypto has/);
    await page.click('#quantum-run');
    await becomes('#quantum-status', /same secret, and every signature was right/);
    for (const algorithm of ['ML-KEM-768', 'ML-DSA-65']) {
      const cells = await page.locator(`#row-${algorithm} td`).allTextContents();
      for (const cell of cells.slice(0, 3)) expect(cell).toMatch(/^[\d.]+ (ms|s)$/);
      expect(cells[4]).toMatch(/^(yes|not yet)$/);
    }
  });

  test('the console runs the manual page’s example, completes names, and explains', async () => {
    const next = page.locator('#console-next');
    for (let line = 0; line < 13; line++) await next.click();
    const output = await text('#console-output');
    expect(output).toMatch(/ASYNC_PAUSE \(2\).*ASYNC_FINISH \(3\)/s);
    const type = async (line: string): Promise<string> => {
      await page.fill('#console-input', line);
      await page.press('#console-input', 'Enter');
      await expect.poll(() => text('#console-output > .call:nth-last-child(2)')).toBe(`> ${line}`);
      return text('#console-output > :last-child');
    };
    expect(await type('ASYNC_is_capable()')).toBe('1');
    expect(await type('ASYNC_WAIT_CTX_free(ctx)')).toMatch(/stale/);
    expect(await type('ASYNC_start_job(1)')).toMatch(/takes 6 arguments/);
    expect(await type('alert(1)')).toMatch(/There is no function alert/);
    expect(await type('help("ASYNC_pause_job")')).toMatch(/ASYNC_start_job\(3\)/);
    await page.fill('#console-input', '');
    await page.locator('#console-input').pressSequentially('ASYNC_WAIT_CTX_n');
    await page.press('#console-input', 'Control+Space');
    await expect.poll(() => page.inputValue('#console-input')).toBe('ASYNC_WAIT_CTX_new(');
    expect(await text('#console-hint')).toContain('a new wait context');
    await page.fill('#console-input', '');
    await page.press('#console-input', 'ArrowUp');
    await expect.poll(() => page.inputValue('#console-input')).toBe('help("ASYNC_pause_job")');
  });

  test('the console of the browser had no complaint', () => {
    expect(demo.complaints).toEqual([]);
  });
});
