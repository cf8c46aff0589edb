// Generated from the lists in wasm/boundary/ by npm run generate; do not edit.
import type { FunctionPointer, Pointer } from './boundary.js';

/** What the shipped module exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_new(): Pointer<'OSSL_LIB_CTX'>;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_free(ctx: Pointer<'OSSL_LIB_CTX'>): void;
  /** OSSL_LIB_CTX(3) */
  OSSL_LIB_CTX_set0_default(ctx: Pointer<'OSSL_LIB_CTX'>): Pointer<'OSSL_LIB_CTX'>;
  /** OpenSSL_version(3) */
  OpenSSL_version(type: number): Pointer<'char'>;
  /** the CVEs whose fixes this OpenSSL has beside its release, sorted, with spaces between */
  osa_openssl_fixes(): Pointer<'char'>;
  /** finishes OpenSSL's initialising, before any job */
  osa_init(): number;
  /** zeroed memory, NULL when there is none */
  osa_malloc(size: number): Pointer<'void'>;
  /** frees what osa_malloc gave */
  osa_free(memory: Pointer<'void'>): void;
  /** wipes, then frees */
  osa_clear_free(memory: Pointer<'void'>, size: number): void;
  /** the table index of one of the functions in the lists */
  osa_function(index: number): Pointer<'void'>;
  /** puts an error with a text on the queue */
  osa_raise(message: Pointer<'char'>): void;
  /** the linear memory never grows past this; 0 for no limit */
  osa_set_memory_limit(bytes: number): void;
  /** the counters behind the leak report */
  osa_read_stats(stats: Pointer<'osa_stats'>): void;
  /** ASYNC_start_job(3) */
  ASYNC_start_job(job: Pointer<'ASYNC_JOB*'>, ctx: Pointer<'ASYNC_WAIT_CTX'>, ret: Pointer<'int'>, func: FunctionPointer<'job_fn'>, args: Pointer<'void'>, size: number): number;
  /** ASYNC_start_job(3) */
  ASYNC_pause_job(): number;
  /** ASYNC_start_job(3) */
  ASYNC_get_current_job(): Pointer<'ASYNC_JOB'>;
  /** ASYNC_start_job(3) */
  ASYNC_get_wait_ctx(job: Pointer<'ASYNC_JOB'>): Pointer<'ASYNC_WAIT_CTX'>;
  /** ASYNC_start_job(3) */
  ASYNC_init_thread(max_size: number, init_size: number): number;
  /** ASYNC_start_job(3) */
  ASYNC_cleanup_thread(): void;
  /** ASYNC_start_job(3) */
  ASYNC_block_pause(): void;
  /** ASYNC_start_job(3) */
  ASYNC_unblock_pause(): void;
  /** ASYNC_start_job(3) */
  ASYNC_is_capable(): number;
  /** ASYNC_start_job(3) */
  ASYNC_set_mem_functions(alloc_fn: FunctionPointer<'ASYNC_stack_alloc_fn'>, free_fn: FunctionPointer<'ASYNC_stack_free_fn'>): number;
  /** ASYNC_start_job(3) */
  ASYNC_get_mem_functions(alloc_fn: Pointer<'ASYNC_stack_alloc_fn'>, free_fn: Pointer<'ASYNC_stack_free_fn'>): void;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_new(): Pointer<'ASYNC_WAIT_CTX'>;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_free(ctx: Pointer<'ASYNC_WAIT_CTX'>): void;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_wait_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: number, custom_data: Pointer<'void'>, cleanup: FunctionPointer<'cleanup_fn'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: Pointer<'OSSL_ASYNC_FD'>, custom_data: Pointer<'void*'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_all_fds(ctx: Pointer<'ASYNC_WAIT_CTX'>, fd: Pointer<'OSSL_ASYNC_FD'>, numfds: Pointer<'size_t'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_changed_fds(ctx: Pointer<'ASYNC_WAIT_CTX'>, addfd: Pointer<'OSSL_ASYNC_FD'>, numaddfds: Pointer<'size_t'>, delfd: Pointer<'OSSL_ASYNC_FD'>, numdelfds: Pointer<'size_t'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_clear_fd(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_callback(ctx: Pointer<'ASYNC_WAIT_CTX'>, callback: FunctionPointer<'ASYNC_callback_fn'>, callback_arg: Pointer<'void'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_callback(ctx: Pointer<'ASYNC_WAIT_CTX'>, callback: Pointer<'ASYNC_callback_fn'>, callback_arg: Pointer<'void*'>): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_set_status(ctx: Pointer<'ASYNC_WAIT_CTX'>, status: number): number;
  /** ASYNC_WAIT_CTX_new(3) */
  ASYNC_WAIT_CTX_get_status(ctx: Pointer<'ASYNC_WAIT_CTX'>): number;
  /** ERR_clear_error(3) */
  ERR_clear_error(): void;
  /** ERR_set_mark(3) */
  ERR_set_mark(): number;
  /** ERR_set_mark(3) */
  ERR_pop_to_mark(): number;
  /** ERR_set_mark(3) */
  ERR_count_to_mark(): number;
  /** ERR_get_error(3) */
  ERR_peek_error(): number;
  /** start or resume for the runner: errors apart, all that it needs in one struct */
  osa_start_job(job: Pointer<'ASYNC_JOB'>, ctx: Pointer<'ASYNC_WAIT_CTX'>, func: FunctionPointer<'job_fn'>, args: Pointer<'void'>, size: number, step: Pointer<'osa_step'>): number;
  /** ASYNC_pause_job fails in that job from now on */
  osa_cancel_job(job: Pointer<'ASYNC_JOB'>): number;
  /** has the running job been cancelled */
  osa_job_is_cancelled(): number;
  /** the number of a job that is running or paused, 0 for any other address */
  osa_job_serial(job: Pointer<'ASYNC_JOB'>): number;
  /** takes the oldest error off the caller's queue (0) or the runner's (1); 0 when empty */
  osa_take_error(runners: number, error: Pointer<'osa_error'>): number;
  /** calls a C callback */
  osa_call_callback(callback: FunctionPointer<'ASYNC_callback_fn'>, arg: Pointer<'void'>): number;
  /** bytes of C stack per job, before the first one */
  osa_set_stack_size(size: number): number;
  /** bytes of C stack per job */
  osa_get_stack_size(): number;
  /** pipe(3) */
  pipe(fds: Pointer<'int'>): number;
  /** eventfd(3) */
  eventfd(initial: number, flags: number): number;
  /** read(3) */
  read(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** write(3) */
  write(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** close(3) */
  close(fd: number): number;
  /** poll(3) */
  poll(fds: Pointer<'void'>, count: number, timeout: number): number;
  /** RAND_bytes(3) */
  RAND_bytes(buffer: Pointer<'void'>, size: number): number;
  /** EVP_PKEY_new(3) */
  EVP_PKEY_free(key: Pointer<'EVP_PKEY'>): void;
  /** EVP_PKEY_eq(3) */
  EVP_PKEY_eq(a: Pointer<'EVP_PKEY'>, b: Pointer<'EVP_PKEY'>): number;
  /** a key as PEM or DER; out is freed with osa_clear_free */
  osa_key_write(key: Pointer<'EVP_PKEY'>, form: number, out: Pointer<'osa_bytes'>): number;
  /** whether there is a private part, wherever it is */
  osa_key_has_private(key: Pointer<'EVP_PKEY'>): number;
  /** SubjectPublicKeyInfo as PEM or DER */
  osa_key_read_public(data: Pointer<'void'>, size: number): Pointer<'EVP_PKEY'>;
  /** whether a key is of an algorithm; 2 if its private part is JavaScript's */
  osa_key_is_a(key: Pointer<'EVP_PKEY'>, name: Pointer<'char'>): number;
  /** a key of provider held; frees JavaScript's side by itself if it fails */
  osa_held_key_new(public_key: Pointer<'EVP_PKEY'>, id: number, flags: number): Pointer<'EVP_PKEY'>;
}

/** What the test build exports beside that. */
export interface TestExports extends Exports {
  /** the test job of a number, one of TEST_JOB_ */
  test_function(index: number): FunctionPointer<'job_fn'>;
  /** calls a job function outside of a job */
  test_call(func: FunctionPointer<'job_fn'>, args: Pointer<'void'>): number;
  /** runs upstream's asynctest.c; its exit code */
  test_asynctest(): number;
  /** pauses and resumes one job from C, in one of TEST_CYCLES_; how often it did */
  test_cycles(where: number, count: number): number;
  /** from now on the allocations with these numbers fail, counted from 1; 0: none; how many were made since the last call */
  test_fail_malloc(first: number, last: number): number;
  /** how long a job runs between two pauses that only give the event loop a turn; 4 in the module that ships */
  test_slice(milliseconds: number): void;
  /** the most bytes that OpenSSL worked through between two turns since the last call: wasm/test/work.c */
  test_longest_stretch(): number;
}

/** What the module imports from module `host`. None may throw, except `fatal`. */
export interface Imports {
  /** fills from the host's CSPRNG; 0, or -1 when there is none */
  entropy(buffer: Pointer<'void'>, size: number): number;
  /** milliseconds: since 1970, or since any fixed moment */
  clock(monotonic: number): number;
  /** what C wrote to stdout (1) or stderr (2) */
  log(fd: number, text: Pointer<'void'>, size: number): void;
  /** the instance is over; throws */
  fatal(reason: number): void;
  /** an ASYNC_callback_fn that JavaScript set */
  callback(id: number): number;
  /** a cleanup function that JavaScript gave to set_wait_fd */
  fd_cleanup(ctx: Pointer<'ASYNC_WAIT_CTX'>, key: Pointer<'void'>, fd: number, custom_data: Pointer<'void'>): void;
  /** steps a job written in JavaScript */
  job_step(id: number, pause_result: number): number;
  /** an allocator that JavaScript gave to set_mem_functions */
  stack_alloc(size: Pointer<'size_t'>): Pointer<'void'>;
  /** and its counterpart */
  stack_free(stack: Pointer<'void'>): void;
  /** two virtual handles, read end first; negative errno as in all of the handle functions */
  handle_pipe(fds: Pointer<'int'>): number;
  /** eventfd */
  handle_event(initial: number, flags: number): number;
  /** a handle that is signalled after a while */
  handle_timer(milliseconds: number): number;
  /** bytes read, -EAGAIN when there is nothing */
  handle_read(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** bytes written */
  handle_write(fd: number, buffer: Pointer<'void'>, size: number): number;
  /** closes */
  handle_close(fd: number): number;
  /** the poll() bits that hold now */
  handle_events(fd: number): number;
  /** reads O_NONBLOCK with set -1, otherwise sets it */
  handle_nonblock(fd: number, set: number): number;
  /** 0 once all that was written has arrived, -EAGAIN before */
  handle_sync(fd: number): number;
  /** a long operation tells how far it is */
  progress(id: number, phase: number, count: number): number;
  /** asks the holder of a key; a handle that the answer can be read from, or a negative errno */
  key_request(request: Pointer<'osa_key_request'>): number;
  /** OpenSSL has freed the last reference to a key of provider held */
  key_free(id: number): void;
}
