/* One question to the holder of a key: a virtual handle whose bytes are the answer. */
#include <errno.h>
#include <unistd.h>
#include "held.h"

static int refuse(const char *why)
{
    OSA_FAIL(ERR_R_OPERATION_FAIL, "the key is held by JavaScript: %s", why);
    return -1;
}

/* Reads to the end; a handle of one answer gives it as often as it is asked, piece by piece. */
static int read_answer(int fd, unsigned char *answer, size_t size)
{
    unsigned char more;
    size_t total = 0;

    for (;;) {
        ssize_t got = total < size ? read(fd, answer + total, size - total) : read(fd, &more, 1);

        if (got < 0)
            return -1;
        if (got == 0)
            return (int)total;
        total += (size_t)got;
        if (total > size)
            return (int)total;
    }
}

int osa_held_ask(const osa_held_key *key, osa_key_request *request, unsigned char *answer, size_t size)
{
    int fd, length, reason;

    if (key->id == 0)
        return refuse("this is its public part only");
    if (ASYNC_get_current_job() == NULL || osa_host_depth != 0)
        return refuse("it can only be used inside a job, which can pause; see ossl.run");
    request->id = key->id;
    OSA_HOST_CALL(fd, host_key_request(request));
    if (fd < 0)
        return refuse("it does not do this operation");
    length = read_answer(fd, answer, size);
    reason = errno;
    close(fd);   /* tells the holder when nobody waits any more */
    if (length >= 0)
        return length;
    OPENSSL_cleanse(answer, size);
    return refuse(reason == EINTR ? "the operation was cancelled"
                  : reason == EIO ? "its holder refused or failed"
                                  : "the job cannot pause here");
}
