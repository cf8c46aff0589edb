/* What the operations on CMS messages share: RFC 5652, and RFC 8551 for S/MIME. */
#ifndef OSA_CMS_H
#define OSA_CMS_H

#include <openssl/pem.h>   /* before cms.h, which then has its PEM functions */
#include <openssl/cms.h>
#include "operations/x509/x509.h"

/*
 * A message in DER, PEM or S/MIME, whichever it is. `content` gets what a multipart/signed message carries beside
 * its signature, NULL for any other. NULL with an error if it is none of them, or something follows DER.
 */
CMS_ContentInfo *osa_cms_read(const osa_source *source, BIO **content);

/*
 * Writes a message of a form. With CMS_STREAM its content is read meanwhile, and what is written is BER; without,
 * it is in the message already. `source` is where the content comes from: if that has failed, nothing is signed, but for a
 * detached signature in S/MIME.
 */
int osa_cms_write(CMS_ContentInfo *cms, int form, BIO *content, const osa_source *source, unsigned int flags, BIO *out);

/*
 * A source whose lines can be read at little cost: a descriptor's come byte by byte, each by a call of JavaScript.
 * Without content, CMS_STREAM is taken off the flags.
 */
BIO *osa_cms_content(const osa_source *source, uint32_t *flags);

#endif
