#!/usr/bin/env node
// ASYNC_start_job(3) and ASYNC_WAIT_CTX_new(3) with the manual pages open: `ossl.c` has every function under
// its own name, with the arguments in their own order. `c.memory` makes what C has on its stack.
import { ASYNC_FINISH, ASYNC_PAUSE, loadOpenSSL } from 'openssl-async';

const ossl = await loadOpenSSL();
const { c } = ossl;
const { memory } = c;

const MESSAGE = 'a byte';
const key = memory.newString('any address will do as a key');

/** int work(void *args): where C calls ASYNC_pause_job, a job function in JavaScript yields. */
function* work(args) {
  const ctx = c.ASYNC_get_wait_ctx(c.ASYNC_get_current_job());
  const ends = memory.newInts([0, 0]); // int ends[2];
  c.pipe(ends);
  const [readEnd, writeEnd] = [memory.getInt(ends, 0), memory.getInt(ends, 1)];
  c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key, readEnd, 0, 0);
  console.log(`  job: my ${args.length} bytes of args say ${args}; now I wait for fd ${readEnd}`);
  startDevice(writeEnd);

  yield; // ASYNC_pause_job();

  const buffer = memory.malloc(MESSAGE.length);
  const size = c.read(readEnd, buffer, MESSAGE.length);
  console.log(`  job: read "${Buffer.from(memory.getBytes(buffer, size))}"`);
  c.ASYNC_WAIT_CTX_clear_fd(ctx, key);
  c.close(readEnd);
  c.close(writeEnd);
  memory.free(buffer);
  memory.free(ends);
  return size;
}

/** Something slow that writes to a pipe when it is done. */
function startDevice(fd) {
  setTimeout(() => {
    const bytes = memory.newBytes(Buffer.from(MESSAGE));
    c.write(fd, bytes, MESSAGE.length);
    memory.free(bytes);
  }, 100);
}

const job = memory.newPointer(); // ASYNC_JOB *job = NULL;
const ret = memory.newInt(); // int ret;
const fds = memory.newInts([0, 0, 0, 0]); // OSSL_ASYNC_FD fds[4];
const counts = [memory.newSize(), memory.newSize()]; // size_t numadd, numdel;
const args = memory.newBytes(Uint8Array.of(1, 2, 3));
const ctx = c.ASYNC_WAIT_CTX_new();

let result;
while ((result = c.ASYNC_start_job(job, ctx, ret, work, args, 3)) === ASYNC_PAUSE) {
  c.ASYNC_WAIT_CTX_get_changed_fds(ctx, 0, counts[0], 0, counts[1]);
  const [added, deleted] = counts.map((count) => memory.getSize(count));
  console.log(`main: paused; ${added} fd added, ${deleted} deleted`);
  c.ASYNC_WAIT_CTX_get_all_fds(ctx, fds, counts[0]);
  await ossl.handle(memory.getInt(fds)).readable; // in C, select(2)
}
if (result !== ASYNC_FINISH) throw new Error(`ASYNC_start_job returned ${result}`);
console.log(`main: finished; the job returned ${memory.getInt(ret)}`);

c.ASYNC_WAIT_CTX_free(ctx);
for (const address of [job, ret, fds, ...counts, args, key]) memory.free(address);
