/* CMS_encrypt(3), CMS_decrypt(3). */
#include "cms.h"

int osa_cms_encrypt(osa_cms_encrypt_args *args)
{
    STACK_OF(X509) *recipients = osa_read_certificates(&args->recipients);
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, args->cipher, NULL);
    BIO *content = osa_cms_content(&args->content, &args->flags), *out = osa_sink_open(&args->cms);
    CMS_ContentInfo *cms = NULL;
    int ok = recipients != NULL && cipher != NULL && content != NULL && out != NULL
        && (cms = CMS_encrypt(recipients, content, cipher, args->flags)) != NULL
        && osa_cms_write(cms, (int)args->form, content, &args->content, args->flags, out)
        && osa_source_ended(&args->content);

    ok = osa_sink_close(&args->cms, out, ok);
    CMS_ContentInfo_free(cms);
    BIO_free_all(content);
    EVP_CIPHER_free(cipher);
    OSSL_STACK_OF_X509_free(recipients);
    return ok;
}

int osa_cms_decrypt(osa_cms_decrypt_args *args)
{
    BIO *part, *out = osa_sink_open(&args->data);
    CMS_ContentInfo *cms = osa_cms_read(&args->cms, &part);
    X509 *certificate = osa_read_certificate(&args->certificate);
    int ok = cms != NULL && certificate != NULL && out != NULL
        && CMS_decrypt(cms, args->key, certificate, NULL, out, CMS_BINARY);

    ok = osa_sink_close(&args->data, out, ok);
    X509_free(certificate);
    CMS_ContentInfo_free(cms);
    BIO_free(part);
    return ok || osa_failed(ERR_LIB_CMS, CMS_R_DECRYPT_ERROR, "the content");
}
