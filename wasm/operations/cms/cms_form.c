/* Messages in DER, PEM and S/MIME: SMIME_read_CMS(3), SMIME_write_CMS(3), PEM_read_bio_CMS(3). */
#include <string.h>
#include "cms.h"

static const char pem_begin[] = "-----BEGIN ";

static int form_of(const void *data, size_t size)
{
    const char *at = data, *end = at + size;

    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    if (size > 0 && *(const char *)data == 0x30)
        return OSA_CMS_DER;
    if ((size_t)(end - at) >= sizeof(pem_begin) - 1 && memcmp(at, pem_begin, sizeof(pem_begin) - 1) == 0)
        return OSA_CMS_PEM;
    return OSA_CMS_SMIME;
}

static CMS_ContentInfo *read_der(const void *data, size_t size)
{
    const unsigned char *at = data;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);

    if (cms != NULL && at != (const unsigned char *)data + size) {
        CMS_ContentInfo_free(cms);
        cms = NULL;
        ERR_raise_data(ERR_LIB_CMS, ERR_R_PASSED_INVALID_ARGUMENT, "bytes behind the message");
    }
    return cms;
}

CMS_ContentInfo *osa_cms_read(const osa_source *source, BIO **content)
{
    BIO *all = osa_source_collect(source);
    CMS_ContentInfo *cms = NULL;
    char *data;
    long size;

    *content = NULL;
    if (all == NULL)
        return NULL;
    size = BIO_get_mem_data(all, &data);
    switch (form_of(data, (size_t)size)) {
    case OSA_CMS_DER:
        cms = read_der(data, (size_t)size);
        break;
    case OSA_CMS_PEM:
        cms = PEM_read_bio_CMS(all, NULL, NULL, NULL);
        break;
    default:
        cms = SMIME_read_CMS(all, content);
    }
    BIO_free(all);
    return cms;
}

BIO *osa_cms_content(const osa_source *source, uint32_t *flags)
{
    BIO *in = osa_source_open(source), *buffer;
    char first;

    if (in == NULL || (buffer = BIO_new(BIO_f_buffer())) == NULL) {
        BIO_free(in);
        return NULL;
    }
    BIO_push(buffer, in);
    /* there is nothing to stream, and OpenSSL's streaming would write nothing at all */
    if ((*flags & CMS_DETACHED) == 0 && BIO_buffer_peek(buffer, &first, 1) <= 0)
        *flags &= ~(uint32_t)CMS_STREAM;
    return buffer;
}

/* Copying takes a content that has broken off for one that has ended, and its last flush is what signs. */
static long refuse_broken(BIO *chain, int operation, const char *data, size_t size, int command, long number, int result,
                          size_t *processed)
{
    if (operation == BIO_CB_CTRL && command == BIO_CTRL_FLUSH
        && !osa_source_ended((const osa_source *)BIO_get_callback_arg(chain)))
        return 0;
    return result;
}

/* As i2d_CMS_bio_stream, which flushes once more: a signature that has failed would be asked for again. */
static int write_stream(BIO *out, CMS_ContentInfo *cms, BIO *content, const osa_source *source, unsigned int flags)
{
    BIO *chain = BIO_new_CMS(out, cms), *next;
    int ok = chain != NULL;

    if (ok) {
        BIO_set_callback_arg(chain, (char *)source);
        BIO_set_callback_ex(chain, refuse_broken);
        ok = SMIME_crlf_copy(content, chain, (int)flags);
    }
    for (; chain != NULL && chain != out; chain = next) {
        next = BIO_pop(chain);
        BIO_free(chain);
    }
    return ok;
}

static int write_base64(BIO *out, CMS_ContentInfo *cms, BIO *content, const osa_source *source, unsigned int flags)
{
    BIO *base64 = BIO_new(BIO_f_base64());
    int ok = base64 != NULL && BIO_push(base64, out) != NULL
        && ((flags & CMS_STREAM) != 0 ? write_stream(base64, cms, content, source, flags) : i2d_CMS_bio(base64, cms) > 0)
        && BIO_flush(base64) > 0;

    BIO_pop(base64);
    BIO_free(base64);
    return ok;
}

/* RFC 8551, 3.2 */
static int write_mail_header(BIO *out, const CMS_ContentInfo *cms)
{
    int type = OBJ_obj2nid(CMS_get0_type(cms));

    return BIO_printf(out, "MIME-Version: 1.0\n"
                           "Content-Type: application/pkcs7-mime; smime-type=%s; name=\"smime.p7m\"\n"
                           "Content-Transfer-Encoding: base64\n"
                           "Content-Disposition: attachment; filename=\"smime.p7m\"\n\n",
                      type == NID_pkcs7_signed      ? "signed-data"
                      : type == NID_pkcs7_enveloped ? "enveloped-data"
                                                    : "authEnveloped-data") > 0;
}

int osa_cms_write(CMS_ContentInfo *cms, int form, BIO *content, const osa_source *source, unsigned int flags, BIO *out)
{
    if (form == OSA_CMS_DER)
        return (flags & CMS_STREAM) != 0 ? write_stream(out, cms, content, source, flags) : i2d_CMS_bio(out, cms) > 0;
    if (form == OSA_CMS_PEM)
        return BIO_printf(out, "%sCMS-----\n", pem_begin) > 0 && write_base64(out, cms, content, source, flags)
            && BIO_puts(out, "-----END CMS-----\n") > 0;
    if ((flags & CMS_DETACHED) != 0)
        return SMIME_write_CMS(out, cms, content, (int)flags);
    return write_mail_header(out, cms) && write_base64(out, cms, content, source, flags);
}
