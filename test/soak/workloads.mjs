// What is done over and over: each workload does a number of cycles, and leaves nothing behind.
const ASYNC_PAUSE = 2;
export const SIDE_BY_SIDE = 200;

function ints(...values) {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** Does `count` jobs, so many at a time. */
async function inBatches(count, start) {
  for (let done = 0; done < count; done += SIDE_BY_SIDE) {
    const size = Math.min(SIDE_BY_SIDE, count - done);
    await Promise.all(Array.from({ length: size }, (_, index) => start(done + index)));
  }
}

/** So many jobs side by side that pause, in sum, `count` times. */
async function pausing(count, run) {
  const each = 200;
  for (let left = count; left > 0; left -= SIDE_BY_SIDE * each) {
    const jobs = Math.ceil(Math.min(left, SIDE_BY_SIDE * each) / each);
    await Promise.all(Array.from({ length: jobs }, () => run(Math.min(each, left))));
  }
}

/** Pauses and resumes, whole: 10 million. */
export function cycles(ossl, endless) {
  return [
    {
      name: 'pause and resume of one job in C, by hand',
      total: 5_000_000,
      run(count) {
        let { job } = ossl.startJob({ func: endless, args: ints(count) });
        while (job) ({ job } = ossl.startJob({ job }));
      },
    },
    {
      name: `pause and resume of ${SIDE_BY_SIDE} jobs in C, by the runner`,
      total: 3_000_000,
      run: (count) => pausing(count, (each) => ossl.run(endless, { args: ints(each) })),
    },
    {
      name: `pause and resume of ${SIDE_BY_SIDE} generators, by the runner`,
      total: 1_000_000,
      run: (count) =>
        pausing(count, (each) =>
          ossl.run(function* () {
            for (let left = each; left > 0; left--) yield;
          }),
        ),
    },
    {
      name: 'pause and resume through the C-shaped layer',
      total: 1_000_000,
      run(count) {
        const { memory } = ossl.c;
        const [cell, ret, args] = [memory.newPointer(), memory.newInt(), memory.newInt(count)];
        while (ossl.c.ASYNC_start_job(cell, 0, ret, endless, args, 4) === ASYNC_PAUSE);
        for (const one of [cell, ret, args]) memory.free(one);
      },
    },
  ];
}

/** Starts of jobs, whole: 1 million. */
export function starts(ossl, { deep, endless }) {
  const never = ossl.newHandle();
  /** So many jobs, cancelled when each has had its first turn. */
  const cancelled = async (size) => {
    const aborts = Array.from({ length: size }, () => new AbortController());
    const ended = Promise.allSettled(
      aborts.map(({ signal }, index) =>
        index % 2
          ? ossl.run(endless, { signal })
          : ossl.run(
              (job) => {
                job.waitContext.setWaitFd('never', never);
                return job.pause();
              },
              { signal },
            ),
      ),
    );
    while (ossl.stats().jobs.live < size) await new Promise((next) => setImmediate(next));
    for (const abort of aborts) abort.abort();
    for (const { reason } of await ended)
      if (reason?.code !== 'aborted') throw new Error('It was not cancelled', { cause: reason });
  };
  return [
    {
      name: 'starts in C, with a pause ten frames deep',
      total: 300_000,
      run: (count) => inBatches(count, () => ossl.run(deep, { args: ints(10, 1) })),
    },
    {
      name: 'starts of JavaScript functions, plain, async and generators',
      total: 300_000,
      run: (count) =>
        inBatches(count, (index) => {
          if (index % 3 === 0) return ossl.run(() => index);
          if (index % 3 === 1) return ossl.run(async (job) => void (await job.pause()));
          return ossl.run(function* () {
            yield Promise.resolve(index);
          });
        }),
    },
    {
      name: 'starts of jobs that are cancelled, in C and in JavaScript',
      total: 150_000,
      async run(count) {
        for (let done = 0; done < count; done += SIDE_BY_SIDE)
          await cancelled(Math.min(SIDE_BY_SIDE, count - done));
      },
    },
    {
      name: 'starts of jobs that fail',
      total: 50_000,
      run: (count) =>
        inBatches(count, async () => {
          const error = await ossl
            .run(() => {
              throw new Error('as it should');
            })
            .catch((reason) => reason);
          if (error.code !== 'job') throw new Error('It did not fail', { cause: error });
        }),
    },
    {
      name: 'starts by hand, with a handle to wait for',
      total: 150_000,
      run(count) {
        for (let index = 0; index < count; index++) {
          const waitContext = ossl.newWaitContext();
          const handle = ossl.newHandle();
          waitContext.setWaitFd('handle', handle);
          let { job } = ossl.startJob({ func: endless, args: ints(1), waitContext });
          while (job) ({ job } = ossl.startJob({ job }));
          waitContext.free();
          handle.close();
        }
      },
    },
    {
      name: 'starts of operations: a digest, an HMAC',
      total: 50_000,
      run: (count) =>
        inBatches(count, (index) =>
          index % 2
            ? ossl.digest('SHA256', new Uint8Array(index % 999))
            : ossl.hmac('SHA256', new Uint8Array(32), new Uint8Array(index % 999)),
        ),
    },
  ];
}
