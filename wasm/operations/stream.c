/*
 * Where an operation's bytes come from and go to. A stream of JavaScript is a virtual handle: OpenSSL's BIO of a
 * descriptor reads and writes it, and the job pauses whenever it would block.
 */
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "operation.h"
#include "async/yield.h"

BIO *osa_memory_open(const void *data, size_t size)
{
    if (size > INT32_MAX) {   /* OpenSSL would look for a zero at their end */
        ERR_raise_data(ERR_LIB_BIO, BIO_R_LENGTH_TOO_LONG, "%zu bytes at once; give them as a stream", size);
        return NULL;
    }
    return BIO_new_mem_buf(data == NULL ? "" : data, (int)size);
}

BIO *osa_source_open(const osa_source *source)
{
    return source->fd > 0 ? BIO_new_fd(source->fd, BIO_NOCLOSE) : osa_memory_open(source->data, source->size);
}

/* A BIO of a handle fails without a word, and what the stream threw is the cause of an error only. */
static int stream_failed(const char *which)
{
    if (!osa_job_is_cancelled())
        ERR_raise_data(ERR_LIB_BIO, ERR_R_SYS_LIB, "the stream of bytes %s failed", which);
    return 0;
}

int osa_source_ended(const osa_source *source)
{
    char more;

    return source->fd <= 0 || read(source->fd, &more, 1) == 0 || stream_failed("to read");
}

static int each_piece_of_stream(int fd, int (*use)(void *, const void *, size_t), void *arg)
{
    unsigned char *buffer = OPENSSL_malloc(OSA_CHUNK);
    ssize_t got = 0;
    int ok = buffer != NULL;

    while (ok && (got = read(fd, buffer, OSA_CHUNK)) > 0)
        ok = use(arg, buffer, (size_t)got) && osa_worked((uint32_t)got / 64);
    OPENSSL_clear_free(buffer, OSA_CHUNK);
    return ok && (got == 0 || stream_failed("to read"));
}

int osa_each_piece(const osa_source *source, int (*use)(void *, const void *, size_t), void *arg)
{
    int ok = 1;

    if (source->fd > 0)
        return each_piece_of_stream(source->fd, use, arg);
    for (size_t at = 0, piece; ok && at < source->size; at += piece) {
        piece = source->size - at < OSA_CHUNK ? source->size - at : OSA_CHUNK;
        ok = use(arg, (const char *)source->data + at, piece) && osa_worked((uint32_t)piece / 64);
    }
    return ok;
}

static int append(void *all, const void *data, size_t size) { return BIO_write(all, data, (int)size) == (int)size; }

BIO *osa_source_collect(const osa_source *source)
{
    BIO *all;

    if (source->fd <= 0)
        return osa_source_open(source);
    all = BIO_new(BIO_s_mem());
    if (all == NULL || osa_each_piece(source, append, all))
        return all;
    BIO_free(all);
    return NULL;
}

int osa_as_whole(const osa_source *source, int (*use)(void *, const void *, size_t), void *arg)
{
    BIO *all;
    char *data;
    size_t size;
    int ok;

    if (source->fd <= 0)
        return use(arg, source->data, source->size);
    if ((all = osa_source_collect(source)) == NULL)
        return 0;
    size = (size_t)BIO_get_mem_data(all, &data);
    ok = use(arg, data, size);
    BIO_free(all);
    return ok;
}

int osa_take_bio(BIO *memory, osa_bytes *out)
{
    char *data;
    long size = memory == NULL ? 0 : BIO_get_mem_data(memory, &data);
    int ok = memory != NULL && (out->data = OPENSSL_malloc(size > 0 ? (size_t)size : 1)) != NULL;

    if (ok) {
        memcpy(out->data, data, (size_t)size);
        out->size = (size_t)size;
    }
    BIO_free(memory);
    return ok;
}

BIO *osa_sink_open(const osa_sink *sink)
{
    return sink->fd > 0 ? BIO_new_fd(sink->fd, BIO_NOCLOSE) : BIO_new(BIO_s_mem());
}

int osa_sink_close(const osa_sink *sink, BIO *out, int ok)
{
    struct pollfd state = { .fd = sink->fd };

    if (ok && sink->fd <= 0)
        return osa_take_bio(out, sink->bytes);
    BIO_free(out);
    if (sink->fd <= 0)
        return 0;
    /* a failure may have been the stream's, which has an error by itself only now */
    if (ok ? fsync(sink->fd) != 0 : poll(&state, 1, 0) > 0 && (state.revents & POLLERR) != 0)
        return stream_failed("to write");
    return ok;
}
