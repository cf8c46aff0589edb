// The functions of ASYNC_start_job(3) and ASYNC_WAIT_CTX_new(3), and the calls for handles, a line each:
//
//   SHOWS NAME(PARAMETER, …): what it does
//
// SHOWS is how the value is shown. A parameter in brackets may be left out.

export const HANDLES = 'file descriptors';

export const manual: Readonly<Record<string, readonly string[]>> = {
  'ASYNC_start_job(3)': [
    'result ASYNC_start_job(ASYNC_JOB **job, ASYNC_WAIT_CTX *ctx, int *ret, int (*func)(void *), void *args, size_t size): starts func in a job, or resumes the paused job in *job',
    'int ASYNC_pause_job(): pauses the running job; outside of one it does nothing',
    'address ASYNC_get_current_job(): the running job; NULL outside of one',
    'address ASYNC_get_wait_ctx(ASYNC_JOB *job): the wait context that a job was started with',
    'int ASYNC_init_thread(size_t max_size, size_t init_size): sets how many jobs there may be, and makes some beforehand',
    'nothing ASYNC_cleanup_thread(): frees the pool of jobs',
    'nothing ASYNC_block_pause(): makes ASYNC_pause_job do nothing in the running job',
    'nothing ASYNC_unblock_pause(): takes back one ASYNC_block_pause',
    'int ASYNC_is_capable(): 1: jobs can pause here',
    'int ASYNC_set_mem_functions(alloc, free): sets where stacks come from; NULL keeps what is there',
    'nothing ASYNC_get_mem_functions(alloc *, free *): writes the allocators in force to two cells',
  ],
  'ASYNC_WAIT_CTX_new(3)': [
    'address ASYNC_WAIT_CTX_new(): a new wait context',
    'nothing ASYNC_WAIT_CTX_free(ASYNC_WAIT_CTX *ctx): frees it, and calls the cleanups that are left',
    'int ASYNC_WAIT_CTX_set_wait_fd(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD fd, void *custom_data, void (*cleanup)()): adds a handle to wait for under a key',
    'int ASYNC_WAIT_CTX_get_fd(ASYNC_WAIT_CTX *ctx, const void *key, OSSL_ASYNC_FD *fd, void **custom_data): writes the newest handle under a key',
    'int ASYNC_WAIT_CTX_get_all_fds(ASYNC_WAIT_CTX *ctx, OSSL_ASYNC_FD *fd, size_t *numfds): writes all handles, and how many; with fd NULL only counts',
    'int ASYNC_WAIT_CTX_get_changed_fds(ASYNC_WAIT_CTX *ctx, OSSL_ASYNC_FD *addfd, size_t *numaddfds, OSSL_ASYNC_FD *delfd, size_t *numdelfds): what was added and deleted since the last resume',
    'int ASYNC_WAIT_CTX_clear_fd(ASYNC_WAIT_CTX *ctx, const void *key): stops waiting for the handle under a key',
    'int ASYNC_WAIT_CTX_set_callback(ASYNC_WAIT_CTX *ctx, ASYNC_callback_fn callback, void *arg): sets what C calls when an operation is complete',
    'int ASYNC_WAIT_CTX_get_callback(ASYNC_WAIT_CTX *ctx, ASYNC_callback_fn *callback, void **arg): writes the callback and its argument',
    'int ASYNC_WAIT_CTX_set_status(ASYNC_WAIT_CTX *ctx, int status): tells the host how the operation stands',
    'status ASYNC_WAIT_CTX_get_status(ASYNC_WAIT_CTX *ctx): the status; it carries over from job to job',
  ],
  [HANDLES]: [
    'int eventfd(unsigned int initial, int flags): a handle with a count',
    'int pipe(int *fds): writes the two ends of a pipe to two ints',
    'int read(int fd, void *buffer, size_t size): bytes read; -1 if there are none yet',
    'int write(int fd, const void *buffer, size_t size): bytes written',
    'int close(int fd): closes a handle',
    'int callCallback(ASYNC_callback_fn callback, void *arg): calls a callback as C does',
  ],
};
