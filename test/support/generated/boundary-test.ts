// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.

/** The jobs of wasm/test. */
export const testJob = {
  script: 0,
  deep: 1,
  endless: 2,
  dasync: 3,
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
} as const;

/** What sanitizers must report, and goes unnoticed without them. */
export const testFault = {
  heapOverflow: 0,
  useAfterFree: 1,
  stackOverflow: 2,
  integerOverflow: 3,
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
} as const;
