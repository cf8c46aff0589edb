// download.mjs URL FILE: for hosts that have neither curl nor wget; Node is always there.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const CONNECT_MS = 5_000;
const STALL_MS = 20_000;

const [url, file] = process.argv.slice(2);
const controller = new AbortController();
let timer;
const expectWithin = (milliseconds, what) => {
  clearTimeout(timer);
  timer = setTimeout(
    () => controller.abort(new Error(`${what} within ${milliseconds / 1000} s`)),
    milliseconds,
  );
};

try {
  expectWithin(CONNECT_MS, 'no answer');
  const response = await fetch(url, { signal: controller.signal });
  if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
  const body = Readable.fromWeb(response.body);
  body.on('data', () => expectWithin(STALL_MS, 'no data'));
  await pipeline(body, createWriteStream(file), { signal: controller.signal });
} catch (error) {
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(`${error.message}${cause}`);
  process.exitCode = 1;
} finally {
  clearTimeout(timer);
}
