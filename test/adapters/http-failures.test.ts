// What a signing service does wrong, and how an operation ends before it has answered.
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { httpSigner } from '../../src/adapters/http/index.js';
import {
  busy,
  failure,
  isRight,
  options,
  result,
  rsa,
  service,
  sign,
} from '../support/holders/http-signer.js';
import { type Fault, startSigningService } from '../support/holders/signing-service.js';

describe('retries', () => {
  test.each<[string, Fault, number]>([
    ['429', busy, 4],
    ['503', { status: 503, headers: { 'retry-after': '0' } }, 4],
    ['503 with a date', { status: 503, headers: { 'retry-after': new Date(0).toUTCString() } }, 2],
    ['503 without Retry-After', { status: 503 }, 2],
    ['a dropped connection', 'drop', 2],
    ['a connection dropped in the answer', 'drop-body', 2],
  ])('%s is tried again', async (_, fault, times) => {
    service.faults.push(...Array<Fault>(times).fill(fault));
    expect(isRight(await sign(httpSigner(options())))).toBe(true);
    expect(service.requests).toHaveLength(times + 1);
    for (const { body } of service.requests) expect(body).toEqual(service.requests[0]?.body);
  });

  test('an overlong page with a 503 is tried again', async () => {
    const headers = { 'retry-after': '0' };
    service.faults.push({ status: 503, headers, body: 'x'.repeat(70_000) });
    expect(isRight(await sign(httpSigner(options())))).toBe(true);
    expect(service.requests).toHaveLength(2);
  });

  test('what an earlier try was answered is not the last one’s: a connection that fails after it says so', async () => {
    for (const earlier of [{ status: 503, headers: { 'retry-after': '0' } }, busy]) {
      service.faults.push(earlier, 'drop');
      const error = await failure({ retries: 1 });
      expect(error.message).toBe('The signing service could not be reached');
      expect(error.status).toBeUndefined();
      expect(error.cause).toBeDefined();
    }
  });

  test.each([0, 1, 4])('end after %i', async (retries) => {
    service.faults.push(...Array<Fault>(9).fill(busy));
    const error = await failure(retries === 4 ? {} : { retries });
    expect(error.message).toBe('The signing service answered with status 429');
    expect(error.status).toBe(429);
    expect(service.requests).toHaveLength(retries + 1);
  });

  test('a connection that keeps failing is told with its cause', async () => {
    service.faults.push('drop', 'drop');
    const error = await failure({ retries: 1 });
    expect(error.message).toBe('The signing service could not be reached');
    expect(error.status).toBeUndefined();
    expect(error.cause).toBeInstanceOf(Error);
    expect(service.requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 408, 413, 422, 500, 502, 504])(
    '%i is not tried again',
    async (status) => {
      const headers = { 'retry-after': '0' };
      service.faults.push({ status, headers, body: '{"error":"no such key"}' });
      const error = await failure();
      expect(error.message).toBe(`The signing service answered with status ${status}: no such key`);
      expect(error.status).toBe(status);
      expect(service.requests).toHaveLength(1);
    },
  );
});

describe('answers', () => {
  const html = { 'content-type': 'text/html' };
  test.each<[string, Fault, string]>([
    ['an empty one', { status: 200, body: '' }, 'answer is not JSON'],
    ['no JSON', { status: 200, body: '{"result":' }, 'answer is not JSON'],
    ['bytes', { status: 200, body: Uint8Array.of(255, 0, 254) }, 'answer is not JSON'],
    [
      'a page',
      { status: 200, headers: html, body: '{"result":"AAAA"}' },
      'answer is not application/json',
    ],
    ['an array', result(['AAAA']), 'answer has no result'],
    ['null', result(null), 'answer has no result'],
    ['a text', result('AAAA'), 'answer has no result'],
    ['no result', result({ signature: 'AAAA' }), 'answer has no result'],
    ['a number', result({ result: 1 }), 'answer has no result'],
    ['a null signature', result({ result: null }), 'result is empty'],
    ['an empty signature', result({ result: '' }), 'result is empty'],
    ['wrong characters', result({ result: 'A$==' }), 'result is not base64'],
    ['base64url', result({ result: '-_-_' }), 'result is not base64'],
    ['no padding', result({ result: 'AA' }), 'result is not base64'],
    ['white space', result({ result: 'AAAA\nAAAA' }), 'result is not base64'],
    ['stray bits', result({ result: 'AB==' }), 'result is not base64'],
    ['an endless one', result({ result: 'A'.repeat(65_536) }), 'answer is over 65536 bytes'],
  ])('%s is refused', async (_, fault, text) => {
    service.faults.push(fault);
    const error = await failure();
    expect(error.message).toBe(`The signing service's ${text}`);
    expect(error.status).toBe(200);
    expect(service.requests).toHaveLength(1);
  });

  test.each<[string, number, string]>([
    ['a signature', 200, 'answer is over 65536 bytes'],
    ['a failure', 400, 'answered with status 400'],
  ])('%s without an end is not read on, and its stream is cancelled', async (_, status, text) => {
    let given = 0;
    const cancelled = vi.fn();
    const endless = (): Promise<Response> =>
      Promise.resolve(
        new Response(
          new ReadableStream<Uint8Array>({
            pull: (controller) => {
              given++;
              controller.enqueue(new Uint8Array(10_000).fill(65));
            },
            cancel: cancelled,
          }),
          { status, headers: { 'content-type': 'application/json' } },
        ),
      );
    expect((await failure({ fetch: endless })).message).toContain(text);
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(given).toBeLessThan(10);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %i is not followed', async (status) => {
    await using other = await startSigningService(rsa.privateKey);
    service.faults.push({ status, headers: { location: other.url } });
    const error = await failure();
    expect(error.message).toBe('The signing service redirects elsewhere, which is not followed');
    expect(error.status).toBe(status);
    expect([service.requests.length, other.requests.length]).toEqual([1, 0]);
  });

  test.each([201, 204])('a status of %i is refused', async (status) => {
    service.faults.push({ status });
    expect((await failure()).message).toBe(`The signing service answered with status ${status}`);
  });

  test.each([
    ['a page', '<h1>Sorry</h1>', ''],
    ['an error that is no text', '{"error":{}}', ''],
    ['a long text', JSON.stringify({ error: 'x'.repeat(300) }), `: ${'x'.repeat(200)}`],
    ['control characters', JSON.stringify({ error: 'a\n\u001b[1mb' }), ': a  [1mb'],
    ['an overlong page', 'x'.repeat(70_000), ''],
  ])("a failure's body: %s", async (_, body, text) => {
    service.faults.push({ status: 400, body });
    expect((await failure()).message).toBe(`The signing service answered with status 400${text}`);
  });
});

describe('ends', () => {
  /** Seconds that no test takes. */
  const later: Fault = { status: 503, headers: { 'retry-after': '3600' } };

  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Deadlines pass when the test says so, however slow the machine is. */
  function stopTime(): void {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  }

  /** Resolves when the pause before the next attempt has begun; to be called before the first. */
  async function untilPause(): Promise<void> {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    while (!timers.mock.calls.some(([, delay]) => delay === 3_600_000)) await turn();
  }

  test.each<[string, Fault]>([
    ['before the answer', 'stall'],
    ['in the answer', 'stall-body'],
  ])('at the deadline, stalled %s', async (_, fault) => {
    stopTime();
    service.faults.push(fault);
    const failing = failure({ deadline: 200 });
    await service.seen(1);
    vi.advanceTimersByTime(200);
    const error = await failing;
    expect(error.message).toBe('The signing service did nothing within the deadline of 200 ms');
    expect(error.status).toBeUndefined();
    expect(service.requests).toHaveLength(1);
  });

  test('at the deadline, between two attempts', async () => {
    stopTime();
    const pause = untilPause();
    service.faults.push(later);
    const failing = failure({ deadline: 500 });
    await pause;
    vi.advanceTimersByTime(500);
    const error = await failing;
    expect(error.message).toContain('deadline of 500 ms; its last status was 503');
    expect(error.status).toBe(503);
    expect(service.requests).toHaveLength(1);
  });

  test('at the deadline, with headers that never come', async () => {
    const headers = (): Promise<never> => new Promise(() => undefined);
    expect((await failure({ deadline: 50, headers })).message).toContain('deadline of 50 ms');
    expect(service.requests).toHaveLength(0);
  });

  test.each<[string, Fault]>([
    ['before the answer', 'stall'],
    ['in the answer', 'stall-body'],
  ])('with its signal, stalled %s', async (_, fault) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    service.faults.push(fault);
    const signing = sign(httpSigner(options()), { signal: controller.signal });
    await service.seen(1);
    controller.abort(reason);
    await expect(signing).rejects.toBe(reason);
    expect(service.requests).toHaveLength(1);
  });

  test('with its signal, between two attempts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const pause = untilPause();
    service.faults.push(later);
    const signing = sign(httpSigner(options()), { signal: controller.signal });
    await pause;
    controller.abort(reason);
    await expect(signing).rejects.toBe(reason);
    expect(service.requests).toHaveLength(1);
  });

  test('with a signal that has fired already, before anything is sent', async () => {
    const headers = vi.fn(() => ({}));
    const reason = new Error('enough');
    const signing = sign(httpSigner(options({ headers })), { signal: AbortSignal.abort(reason) });
    await expect(signing).rejects.toBe(reason);
    expect(headers).not.toHaveBeenCalled();
    expect(service.requests).toHaveLength(0);
  });

  test('and leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await sign(httpSigner(options()), { signal });
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove.mock.calls).toEqual([add.mock.calls[0]?.slice(0, 2)]);
  });
});
