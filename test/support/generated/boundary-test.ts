// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.

/** Constants of OpenSSL and the C library that the tests need beside those of the library. */
export const testConstants = {
  EDEADLK: 16,
  EINTR: 27,
  O_NONBLOCK: 2048,
  EFD_NONBLOCK: 2048,
  ERR_R_OPERATION_FAIL: 786695,
  ERR_REASON_MASK: 8388607,
} as const;

/** The jobs of wasm/test. */
export const testJob = {
  script: 0,
  deep: 1,
  endless: 2,
  dasync: 3,
  held: 4,
} as const;

/** The steps of a script; wasm/test/script.c says what each calls. */
export const testStep = {
  return: 0,
  pause: 1,
  setWaitFd: 2,
  clearFd: 3,
  getFd: 4,
  setStatus: 5,
  callCallback: 6,
  raise: 7,
  setMark: 8,
  popToMark: 9,
  clearError: 10,
  peekError: 11,
  block: 12,
  unblock: 13,
  currentJob: 14,
  waitContext: 15,
  startJob: 16,
  cleanupThread: 17,
  initThread: 18,
  setLibctx: 19,
  getLibctx: 20,
  rand: 21,
  setErrno: 22,
  getErrno: 23,
  pipe: 24,
  eventfd: 25,
  read: 26,
  write: 27,
  close: 28,
  poll: 29,
  select: 30,
  trap: 31,
  overflow: 32,
  exit: 33,
  fillStack: 34,
  cancelled: 35,
  getWaitCtxOf: 36,
  waitCtxFree: 37,
  args: 38,
  argsWord: 39,
  pauseOverAlloca: 40,
  fault: 41,
  setProperties: 42,
  fetches: 43,
  readv: 44,
} as const;

/** What sanitizers must report, and goes unnoticed without them. */
export const testFault = {
  heapOverflow: 0,
  useAfterFree: 1,
  stackOverflow: 2,
  integerOverflow: 3,
} as const;

/** What C code does with a held key; wasm/test/held.c says what each gives. */
export const testHeld = {
  oaep: 0,
  pkcs1: 1,
  copy: 2,
  digest: 3,
} as const;

/** Where the job of the cycles pauses: in its own function, or deep in the generation of an RSA key. */
export const testCycles = {
  depth1: 0,
  keygen: 1,
} as const;

/** Sizes and field offsets of the test jobs' structs, in bytes. */
export const testLayout = {
  /** One step of a script. */
  test_step: {
    sizeof: 16,
    op: 0,
    a: 4,
    b: 8,
    to: 12,
  },
  /** What the job of a held key is given: results is where four ints go. */
  test_held_args: {
    sizeof: 20,
    key: 0,
    what: 4,
    in: 8,
    size: 12,
    results: 16,
  },
} as const;
