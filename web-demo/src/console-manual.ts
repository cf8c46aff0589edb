/** The functions of ASYNC_start_job(3) and ASYNC_WAIT_CTX_new(3), and the calls for handles, as the manual writes them. */
/** How a value is shown. */
export type Shows = 'int' | 'address' | 'result' | 'status' | 'text' | 'nothing';

type Row = readonly [name: string, parameters: string, shows: Shows, about: string];

const START = 'ASYNC_start_job(3)';
const CONTEXT = 'ASYNC_WAIT_CTX_new(3)';
export const HANDLES = 'file descriptors';

const ctx = 'ASYNC_WAIT_CTX *ctx';
export const rows: Readonly<Record<string, readonly Row[]>> = {
  [START]: [
    [
      'ASYNC_start_job',
      `ASYNC_JOB **job, ${ctx}, int *ret, int (*func)(void *), void *args, size_t size`,
      'result',
      'starts func in a job, or resumes the paused job in *job',
    ],
    ['ASYNC_pause_job', '', 'int', 'pauses the running job; outside of one it does nothing'],
    ['ASYNC_get_current_job', '', 'address', 'the running job; NULL outside of one'],
    [
      'ASYNC_get_wait_ctx',
      'ASYNC_JOB *job',
      'address',
      'the wait context that a job was started with',
    ],
    [
      'ASYNC_init_thread',
      'size_t max_size, size_t init_size',
      'int',
      'sets how many jobs there may be, and makes some beforehand',
    ],
    ['ASYNC_cleanup_thread', '', 'nothing', 'frees the pool of jobs'],
    ['ASYNC_block_pause', '', 'nothing', 'makes ASYNC_pause_job do nothing in the running job'],
    ['ASYNC_unblock_pause', '', 'nothing', 'takes back one ASYNC_block_pause'],
    ['ASYNC_is_capable', '', 'int', '1: jobs can pause here'],
    [
      'ASYNC_set_mem_functions',
      'alloc, free',
      'int',
      'sets where stacks come from; NULL keeps what is there',
    ],
    [
      'ASYNC_get_mem_functions',
      'alloc *, free *',
      'nothing',
      'writes the allocators in force to two cells',
    ],
  ],
  [CONTEXT]: [
    ['ASYNC_WAIT_CTX_new', '', 'address', 'a new wait context'],
    ['ASYNC_WAIT_CTX_free', ctx, 'nothing', 'frees it, and calls the cleanups that are left'],
    [
      'ASYNC_WAIT_CTX_set_wait_fd',
      `${ctx}, const void *key, OSSL_ASYNC_FD fd, void *custom_data, void (*cleanup)()`,
      'int',
      'adds a handle to wait for under a key',
    ],
    [
      'ASYNC_WAIT_CTX_get_fd',
      `${ctx}, const void *key, OSSL_ASYNC_FD *fd, void **custom_data`,
      'int',
      'writes the newest handle under a key',
    ],
    [
      'ASYNC_WAIT_CTX_get_all_fds',
      `${ctx}, OSSL_ASYNC_FD *fd, size_t *numfds`,
      'int',
      'writes all handles, and how many; with fd NULL only counts',
    ],
    [
      'ASYNC_WAIT_CTX_get_changed_fds',
      `${ctx}, OSSL_ASYNC_FD *addfd, size_t *numaddfds, OSSL_ASYNC_FD *delfd, size_t *numdelfds`,
      'int',
      'what was added and deleted since the last resume',
    ],
    [
      'ASYNC_WAIT_CTX_clear_fd',
      `${ctx}, const void *key`,
      'int',
      'stops waiting for the handle under a key',
    ],
    [
      'ASYNC_WAIT_CTX_set_callback',
      `${ctx}, ASYNC_callback_fn callback, void *arg`,
      'int',
      'sets what C calls when an operation is complete',
    ],
    [
      'ASYNC_WAIT_CTX_get_callback',
      `${ctx}, ASYNC_callback_fn *callback, void **arg`,
      'int',
      'writes the callback and its argument',
    ],
    [
      'ASYNC_WAIT_CTX_set_status',
      `${ctx}, int status`,
      'int',
      'tells the host how the operation stands',
    ],
    ['ASYNC_WAIT_CTX_get_status', ctx, 'status', 'the status; it carries over from job to job'],
  ],
  [HANDLES]: [
    ['eventfd', 'unsigned int initial, int flags', 'int', 'a handle with a count'],
    ['pipe', 'int *fds', 'int', 'writes the two ends of a pipe to two ints'],
    ['read', 'int fd, void *buffer, size_t size', 'int', 'bytes read; -1 if there are none yet'],
    ['write', 'int fd, const void *buffer, size_t size', 'int', 'bytes written'],
    ['close', 'int fd', 'int', 'closes a handle'],
    ['callCallback', 'ASYNC_callback_fn callback, void *arg', 'int', 'calls a callback as C does'],
  ],
};
