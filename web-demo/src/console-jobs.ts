import type { OpenSSL } from 'openssl-async';
import type { Value } from './console-parser.js';

/** Functions to pass where C takes one. */
export function jobs({ c }: OpenSSL, print: (text: string) => void): [string, Value][] {
  const key = 1; // any address will do
  return [
    ['returns_7', () => 7],
    [
      'pauses_once',
      function* () {
        print('job: I call ASYNC_pause_job now');
        yield;
        print('job: I was resumed, and return 42');
        return 42;
      },
    ],
    [
      'waits_for_fd',
      function* () {
        const ctx = c.ASYNC_get_wait_ctx(c.ASYNC_get_current_job());
        const fd = c.eventfd(0, 0);
        c.ASYNC_WAIT_CTX_set_wait_fd(ctx, key as never, fd, 0, 0);
        print(`job: I put handle ${fd} into my wait context, and pause`);
        yield;
        print('job: I was resumed; I take the handle out, and return 1');
        c.ASYNC_WAIT_CTX_clear_fd(ctx, key as never);
        c.close(fd);
        return 1;
      },
    ],
    [
      'says_hello',
      (argument: number) => {
        print(`callback: hello, my argument is ${address(argument)}`);
        return 1;
      },
    ],
    [
      'says_goodbye',
      (_ctx: number, _key: number, fd: number) => {
        print(`cleanup: goodbye, handle ${fd}`);
      },
    ],
  ];
}

/** Addresses carry a generation above their 32 bits. */
export function address(value: number): string {
  if (value === 0) return 'NULL';
  return value < 65536 ? String(value) : `0x${value.toString(16)}`;
}
