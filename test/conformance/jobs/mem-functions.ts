// ASYNC_set_mem_functions(3): where the C stacks come from, by the rules of upstream's POSIX arch.
import { ASYNC_FINISH, ASYNC_NO_JOBS, ASYNC_PAUSE, type OpenSSL } from '../../../src/index.js';
import type { FunctionPointer, Pointer } from '../../../src/index.js';
import { ints, type Suite } from '../../support/suite.js';

/** Allocators that write down what they are asked for. */
function recorder(ossl: OpenSSL, change: (size: number) => number = (size) => size) {
  const asked: number[] = [];
  const given = new Set<number>();
  const freed: number[] = [];
  const { alloc, free } = ossl.getMemFunctions();
  return {
    asked,
    given,
    freed,
    alloc: (size: number) => {
      asked.push(size);
      const stack = alloc(change(size));
      if (stack) given.add(stack.address);
      return stack;
    },
    free: (address: number) => {
      freed.push(address);
      free(address);
    },
  };
}

/** What C has now: the two function pointers. */
function inForce({ c }: OpenSSL): [number, number] {
  const alloc = c.memory.newPointer<'ASYNC_stack_alloc_fn'>();
  const free = c.memory.newPointer<'ASYNC_stack_free_fn'>();
  c.ASYNC_get_mem_functions(alloc, free);
  return [c.memory.getPointer(alloc), c.memory.getPointer(free)];
}

export const memFunctions: Suite = ({ expect, load, test }) => {
  test('the allocators that are set make and free every stack', async () => {
    const { jobs, ossl } = await load();
    const mine = recorder(ossl);
    expect(ossl.setMemFunctions(mine)).toBe(true);
    const paused = [0, 1, 2].map(() => ossl.startJob({ func: jobs.deep, args: ints(10, 1) }).job);
    expect(mine.asked).toEqual([65536, 65536, 65536]);
    expect(mine.given.size).toBe(3);
    for (const job of paused) expect(ossl.startJob({ job }).ret).toBe(1);
    expect(mine.freed).toEqual([]); // they wait in the pool
    ossl.cleanupThread();
    expect(new Set(mine.freed)).toEqual(mine.given);
    expect(mine.freed).toHaveLength(3);
  });

  test('set gives 0 once a stack has been allocated, and changes nothing', async () => {
    const { ossl } = await load();
    const before = inForce(ossl);
    ossl.initThread(1, 0);
    expect(ossl.setMemFunctions({})).toBe(true); // no stack yet
    ossl.initThread(1, 1);
    const mine = recorder(ossl);
    expect(ossl.setMemFunctions(mine)).toBe(false);
    expect(ossl.c.ASYNC_set_mem_functions(0, 0)).toBe(0);
    expect(inForce(ossl)).toEqual(before);
    ossl.cleanupThread();
    expect(ossl.setMemFunctions(mine)).toBe(false); // it stays so after a cleanup
    ossl.startJob({ func: () => 1 });
    expect([mine.asked, mine.freed]).toEqual([[], []]);
    expect(ossl.takeErrors()).toEqual([]);
  });

  test('a first allocation that fails counts as one', async () => {
    const { ossl } = await load();
    expect(ossl.setMemFunctions({ alloc: () => null })).toBe(true);
    expect(ossl.startJob({ func: () => 1 }).result).toBe(ASYNC_NO_JOBS);
    expect(ossl.setMemFunctions(recorder(ossl))).toBe(false);
  });

  test('the size of the stack may be changed through *num', async () => {
    const { jobs, ossl } = await load();
    const mine = recorder(ossl, (size) => 4 * size);
    ossl.setMemFunctions(mine);
    const { job } = ossl.startJob({ func: jobs.deep, args: ints(900, 1) }); // too deep for 64 KiB
    expect(mine.asked).toEqual([65536]);
    expect(ossl.stats().memory.stacks).toBe(4 * 65536);
    expect(ossl.startJob({ job })).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
    expect(ossl.stats().highWater.stack).toBeGreaterThan(65536);
    expect(ossl.dead).toBeUndefined();
  });

  test('a size that is too small is given back, and the start is NO_JOBS', async () => {
    const { ossl } = await load();
    const mine = recorder(ossl, () => 8192);
    ossl.setMemFunctions(mine);
    expect(ossl.startJob({ func: () => 1 }).result).toBe(ASYNC_NO_JOBS);
    expect(mine.freed).toEqual([...mine.given]);
    expect(ossl.stats()).toMatchObject({ jobs: { allocated: 0 }, memory: { stacks: 0 } });
  });

  test('the stack size of the load is what the allocator is asked for', async () => {
    const { ossl } = await load({ stackSize: 32768 });
    const mine = recorder(ossl);
    ossl.setMemFunctions(mine);
    ossl.startJob({ func: () => 1 });
    expect(mine.asked).toEqual([32768]);
  });

  test('an address that is no multiple of 16 does, and its size is kept to', async () => {
    const { jobs, ossl } = await load();
    const { alloc, free } = ossl.getMemFunctions();
    ossl.setMemFunctions({
      alloc: (size) => {
        const stack = alloc(size + 64);
        if (stack) ossl.c.memory.setInt((stack.address + 8 + size) as Pointer<'int'>, 0x1234_5678);
        return stack && { address: stack.address + 8, size };
      },
      free: (address) => {
        expect(ossl.c.memory.getInt((address + 65536) as Pointer<'int'>)).toBe(0x1234_5678);
        free(address - 8);
      },
    });
    const { job } = ossl.startJob({ func: jobs.deep, args: ints(100, 1) });
    expect(ossl.startJob({ job }).ret).toBe(1);
    ossl.cleanupThread();
    expect(ossl.stats().jobs.allocated).toBe(0);
  });

  test('NULL keeps what is there, for each of the two', async () => {
    const { ossl } = await load();
    const builtIn = inForce(ossl);
    const [first, second] = [recorder(ossl), recorder(ossl)];
    ossl.setMemFunctions({ alloc: first.alloc });
    const changed = inForce(ossl);
    expect(changed[0]).not.toBe(builtIn[0]);
    expect(changed[1]).toBe(builtIn[1]);
    ossl.setMemFunctions({ free: second.free });
    expect(ossl.c.ASYNC_set_mem_functions(0, 0)).toBe(1);
    expect(inForce(ossl)[0]).toBe(changed[0]);
    expect(ossl.getMemFunctions()).toEqual({ alloc: first.alloc, free: second.free });
    ossl.startJob({ func: () => 1 });
    ossl.cleanupThread();
    expect([first.asked.length, first.freed.length]).toEqual([1, 0]);
    expect([second.asked.length, second.freed.length]).toEqual([0, 1]);
  });

  test('the last of several wins while there is no stack', async () => {
    const { ossl } = await load();
    const [first, second] = [recorder(ossl), recorder(ossl)];
    expect([ossl.setMemFunctions(first), ossl.setMemFunctions(second)]).toEqual([true, true]);
    ossl.initThread(2, 2);
    expect([first.asked.length, second.asked.length]).toEqual([0, 2]);
  });

  test('get gives what is in force; the built-in ones can be called and set again', async () => {
    const { ossl } = await load();
    const { alloc, free } = ossl.getMemFunctions();
    const { heap } = ossl.stats().memory;
    const stack = alloc(20_000);
    expect(stack?.size).toBe(20_000);
    expect(ossl.stats().memory.heap).toBeGreaterThanOrEqual(heap + 20_000);
    free(stack?.address ?? 0);
    expect(ossl.stats().memory.heap).toBe(heap);
    expect(ossl.setMemFunctions({ alloc, free })).toBe(true);
    expect(ossl.getMemFunctions()).toEqual({ alloc, free });
    expect(ossl.startJob({ func: () => 3 }).value).toBe(3);
  });

  test('the C-shaped layer sets and gets by pointer; NULL cells are left out', async () => {
    const { jobs, ossl } = await load();
    const { c } = ossl;
    const [alloc, free] = inForce(ossl);
    expect(
      c.ASYNC_set_mem_functions(
        alloc as FunctionPointer<'ASYNC_stack_alloc_fn'>,
        free as FunctionPointer<'ASYNC_stack_free_fn'>,
      ),
    ).toBe(1);
    const cell = c.memory.newPointer<'ASYNC_stack_free_fn'>();
    c.ASYNC_get_mem_functions(0, cell);
    expect(c.memory.getPointer(cell)).toBe(free);
    c.ASYNC_get_mem_functions(0, 0);
    const { job, result } = ossl.startJob({ func: jobs.deep, args: ints(3, 1) });
    expect([result, ossl.startJob({ job }).ret]).toEqual([ASYNC_PAUSE, 1]);
  });

  test('what an allocator throws goes to onError, and the start is NO_JOBS', async () => {
    const told: unknown[] = [];
    const { ossl } = await load({ onError: (error) => told.push(error) });
    const error = new Error('no stacks today');
    ossl.setMemFunctions({
      alloc: () => {
        throw error;
      },
    });
    expect(ossl.startJob({ func: () => 1 }).result).toBe(ASYNC_NO_JOBS);
    expect(told).toEqual([error]);
    expect(ossl.dead).toBeUndefined();
  });
};
