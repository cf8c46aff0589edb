/* Names and extensions, from the texts that JavaScript gives. */
#include <string.h>
#include "x509.h"

int osa_add_name(X509_NAME *name, const osa_bytes *pairs)
{
    const char *end = osa_list_end(pairs);

    for (const char *type = pairs->data; type < end;) {
        const char *value = type + strlen(type) + 1;

        if (!X509_NAME_add_entry_by_txt(name, type, MBSTRING_UTF8, (const unsigned char *)value, -1, -1, 0))
            return 0;
        type = value + strlen(value) + 1;
    }
    return 1;
}

int osa_make_extensions(X509 *issuer, X509 *subject, X509_REQ *request, const osa_bytes *pairs,
                        int (*add)(void *to, X509_EXTENSION *extension), void *to)
{
    const char *end = osa_list_end(pairs);
    X509V3_CTX ctx = { 0 };   /* X509V3_set_ctx does not set all of it */
    CONF *no_sections = NCONF_new(NULL);   /* some extensions insist on a place to look for sections */
    int ok = no_sections != NULL;

    X509V3_set_ctx(&ctx, issuer, subject, request, NULL, 0);
    X509V3_set_nconf(&ctx, no_sections);
    for (const char *name = pairs->data; ok && name < end;) {
        const char *value = name + strlen(name) + 1;
        X509_EXTENSION *extension = X509V3_EXT_nconf(NULL, &ctx, name, value);

        ok = extension != NULL && add(to, extension);
        if (extension != NULL && !ok)
            ERR_raise_data(ERR_LIB_X509V3, X509V3_R_INVALID_EXTENSION_STRING, "%s", name);
        X509_EXTENSION_free(extension);
        name = value + strlen(value) + 1;
    }
    NCONF_free(no_sections);
    return ok;
}
