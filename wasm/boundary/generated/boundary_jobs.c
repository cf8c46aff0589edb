/* Generated from the lists in wasm/boundary/ by npm run generate; do not edit. */
#include "async/internal.h"
#include "boundary/generated/boundary_operations.h"

int osa_digest_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_digest(args));
}

int osa_hmac_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_hmac(args));
}

int osa_kdf_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_kdf(args));
}

int osa_sign_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_sign(args));
}

int osa_verify_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_verify(args));
}

int osa_sign_digest_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_sign_digest(args));
}

int osa_verify_digest_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_verify_digest(args));
}

int osa_encrypt_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_encrypt(args));
}

int osa_decrypt_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_decrypt(args));
}

int osa_derive_bits_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_derive_bits(args));
}

int osa_encapsulate_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_encapsulate(args));
}

int osa_decapsulate_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_decapsulate(args));
}

int osa_generate_key_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_generate_key(args));
}

int osa_import_key_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_import_key(args));
}

int osa_export_key_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_export_key(args));
}

int osa_key_members_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_key_members(args));
}

int osa_key_from_members_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_key_from_members(args));
}

int osa_read_pkcs12_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_read_pkcs12(args));
}

int osa_write_pkcs12_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_write_pkcs12(args));
}

int osa_create_request_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_create_request(args));
}

int osa_create_certificate_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_create_certificate(args));
}

int osa_parse_certificate_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_parse_certificate(args));
}

int osa_parse_request_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_parse_request(args));
}

int osa_verify_chain_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_verify_chain(args));
}

int osa_create_crl_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_create_crl(args));
}

int osa_parse_crl_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_parse_crl(args));
}

int osa_cms_sign_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_cms_sign(args));
}

int osa_cms_verify_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_cms_verify(args));
}

int osa_cms_encrypt_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_cms_encrypt(args));
}

int osa_cms_decrypt_job(void *args)
{
    osa_begin_operation();
    return osa_end_operation(osa_cms_decrypt(args));
}
