/* Lists of fields: how C gives JavaScript an object taken apart. */
#include "fields.h"

int osa_put(BIO *out, char tag, const void *data, size_t size)
{
    unsigned char head[5] = { (unsigned char)tag, (unsigned char)size, (unsigned char)(size >> 8),
                              (unsigned char)(size >> 16), (unsigned char)(size >> 24) };

    return BIO_write(out, head, sizeof(head)) == (int)sizeof(head)
        && (size == 0 || BIO_write(out, data, (int)size) == (int)size);
}

int osa_put_bio(BIO *out, char tag, BIO *text)
{
    char *data;
    size_t size = (size_t)BIO_get_mem_data(text, &data);
    int ok = osa_put(out, tag, data, size);

    return BIO_reset(text) > 0 && ok;
}
