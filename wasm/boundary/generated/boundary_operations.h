/* Generated from the lists in wasm/boundary/ by npm run generate; do not edit. */
#ifndef OSA_BOUNDARY_OPERATIONS_H
#define OSA_BOUNDARY_OPERATIONS_H

#include "boundary/generated/boundary.h"

/* EVP_DigestInit(3) */
typedef struct osa_digest_args {
    const char *algorithm;
    uint32_t length;
    osa_source data;
    osa_bytes *digest;
} osa_digest_args;
int osa_digest(osa_digest_args *args);
int osa_digest_job(void *args);

/* EVP_MAC(3) */
typedef struct osa_hmac_args {
    const char *hash;
    osa_bytes key;
    osa_source data;
    osa_bytes *mac;
} osa_hmac_args;
int osa_hmac(osa_hmac_args *args);
int osa_hmac_job(void *args);

/* EVP_KDF(3) */
typedef struct osa_kdf_args {
    const char *algorithm;
    const char *hash;
    osa_bytes numbers;
    osa_bytes password;
    osa_bytes key;
    osa_bytes salt;
    osa_bytes info;
    osa_bytes secret;
    osa_bytes associated_data;
    uint32_t length;
    osa_bytes *derived;
} osa_kdf_args;
int osa_kdf(osa_kdf_args *args);
int osa_kdf_job(void *args);

/* EVP_DigestSign(3) */
typedef struct osa_sign_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_source data;
    osa_bytes *signature;
} osa_sign_args;
int osa_sign(osa_sign_args *args);
int osa_sign_job(void *args);

/* EVP_DigestVerify(3) */
typedef struct osa_verify_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_source data;
    osa_bytes signature;
    int *valid;
} osa_verify_args;
int osa_verify(osa_verify_args *args);
int osa_verify_job(void *args);

/* EVP_PKEY_sign(3) */
typedef struct osa_sign_digest_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *signature;
} osa_sign_digest_args;
int osa_sign_digest(osa_sign_digest_args *args);
int osa_sign_digest_job(void *args);

/* EVP_PKEY_verify(3) */
typedef struct osa_verify_digest_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes signature;
    int *valid;
} osa_verify_digest_args;
int osa_verify_digest(osa_verify_digest_args *args);
int osa_verify_digest_job(void *args);

/* EVP_PKEY_encrypt(3) */
typedef struct osa_encrypt_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *ciphertext;
} osa_encrypt_args;
int osa_encrypt(osa_encrypt_args *args);
int osa_encrypt_job(void *args);

/* EVP_PKEY_decrypt(3) */
typedef struct osa_decrypt_args {
    EVP_PKEY *key;
    osa_bytes options;
    osa_bytes data;
    osa_bytes *plaintext;
} osa_decrypt_args;
int osa_decrypt(osa_decrypt_args *args);
int osa_decrypt_job(void *args);

/* EVP_PKEY_derive(3) */
typedef struct osa_derive_bits_args {
    EVP_PKEY *key;
    EVP_PKEY *peer;
    osa_bytes *secret;
} osa_derive_bits_args;
int osa_derive_bits(osa_derive_bits_args *args);
int osa_derive_bits_job(void *args);

/* EVP_PKEY_encapsulate(3) */
typedef struct osa_encapsulate_args {
    EVP_PKEY *key;
    osa_bytes *ciphertext;
    osa_bytes *secret;
} osa_encapsulate_args;
int osa_encapsulate(osa_encapsulate_args *args);
int osa_encapsulate_job(void *args);

/* EVP_PKEY_decapsulate(3) */
typedef struct osa_decapsulate_args {
    EVP_PKEY *key;
    osa_bytes ciphertext;
    osa_bytes *secret;
} osa_decapsulate_args;
int osa_decapsulate(osa_decapsulate_args *args);
int osa_decapsulate_job(void *args);

/* EVP_PKEY_generate(3) */
typedef struct osa_generate_key_args {
    const char *algorithm;
    osa_bytes options;
    uint32_t progress;
    EVP_PKEY **key;
} osa_generate_key_args;
int osa_generate_key(osa_generate_key_args *args);
int osa_generate_key_job(void *args);

/* OSSL_DECODER(3) */
typedef struct osa_import_key_args {
    osa_bytes data;
    osa_bytes password;
    int *wanted;
    EVP_PKEY **key;
} osa_import_key_args;
int osa_import_key(osa_import_key_args *args);
int osa_import_key_job(void *args);

/* PKCS8_encrypt(3) */
typedef struct osa_export_key_args {
    EVP_PKEY *key;
    uint32_t form;
    const char *cipher;
    const char *hash;
    uint32_t iterations;
    uint32_t scrypt_n;
    uint32_t scrypt_r;
    uint32_t scrypt_p;
    osa_bytes password;
    osa_bytes *encoded;
} osa_export_key_args;
int osa_export_key(osa_export_key_args *args);
int osa_export_key_job(void *args);

/* EVP_PKEY_gettable_params(3) */
typedef struct osa_key_members_args {
    EVP_PKEY *key;
    osa_bytes names;
    osa_bytes *members;
} osa_key_members_args;
int osa_key_members(osa_key_members_args *args);
int osa_key_members_job(void *args);

/* EVP_PKEY_fromdata(3) */
typedef struct osa_key_from_members_args {
    const char *algorithm;
    osa_bytes public_members;
    osa_bytes private_members;
    int *problem;
    EVP_PKEY **key;
} osa_key_from_members_args;
int osa_key_from_members(osa_key_from_members_args *args);
int osa_key_from_members_job(void *args);

/* PKCS12_parse(3) */
typedef struct osa_read_pkcs12_args {
    osa_bytes data;
    osa_bytes password;
    osa_bytes *friendly_name;
    osa_bytes *certificate;
    osa_bytes *certificates;
    EVP_PKEY **key;
} osa_read_pkcs12_args;
int osa_read_pkcs12(osa_read_pkcs12_args *args);
int osa_read_pkcs12_job(void *args);

/* PKCS12_create(3) */
typedef struct osa_write_pkcs12_args {
    osa_keys keys;
    osa_bytes certificate;
    osa_bytes certificates;
    const char *friendly_name;
    osa_bytes password;
    const char *cipher;
    uint32_t iterations;
    const char *mac;
    const char *hash;
    int *problem;
    osa_bytes *encoded;
} osa_write_pkcs12_args;
int osa_write_pkcs12(osa_write_pkcs12_args *args);
int osa_write_pkcs12_job(void *args);

/* X509_REQ_sign(3) */
typedef struct osa_create_request_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes subject;
    osa_bytes extensions;
    osa_bytes *request;
} osa_create_request_args;
int osa_create_request(osa_create_request_args *args);
int osa_create_request_job(void *args);

/* X509_sign(3) */
typedef struct osa_create_certificate_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes subject;
    osa_bytes issuer;
    osa_bytes public_key;
    osa_bytes request;
    osa_bytes serial;
    const char *not_before;
    const char *not_after;
    osa_bytes extensions;
    osa_bytes copied;
    int *problem;
    osa_bytes *certificate;
} osa_create_certificate_args;
int osa_create_certificate(osa_create_certificate_args *args);
int osa_create_certificate_job(void *args);

/* d2i_X509(3) */
typedef struct osa_parse_certificate_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_certificate_args;
int osa_parse_certificate(osa_parse_certificate_args *args);
int osa_parse_certificate_job(void *args);

/* d2i_X509(3) */
typedef struct osa_parse_request_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_request_args;
int osa_parse_request(osa_parse_request_args *args);
int osa_parse_request_job(void *args);

/* X509_verify_cert(3) */
typedef struct osa_verify_chain_args {
    osa_bytes certificate;
    osa_bytes trusted;
    osa_bytes untrusted;
    osa_bytes crls;
    const char *purpose;
    const char *hostname;
    const char *email;
    const char *ip;
    const char *at;
    uint32_t crl_check;
    uint32_t auth_level;
    int *code;
    int *depth;
    osa_bytes *reason;
    osa_bytes *current;
    osa_bytes *chain;
} osa_verify_chain_args;
int osa_verify_chain(osa_verify_chain_args *args);
int osa_verify_chain_job(void *args);

/* X509_CRL_sign(3) */
typedef struct osa_create_crl_args {
    EVP_PKEY *key;
    const char *digest;
    osa_bytes options;
    osa_bytes issuer;
    const char *last_update;
    const char *next_update;
    const char *number;
    osa_bytes revoked;
    int *problem;
    osa_bytes *crl;
} osa_create_crl_args;
int osa_create_crl(osa_create_crl_args *args);
int osa_create_crl_job(void *args);

/* d2i_X509(3) */
typedef struct osa_parse_crl_args {
    osa_bytes der;
    osa_bytes *fields;
} osa_parse_crl_args;
int osa_parse_crl(osa_parse_crl_args *args);
int osa_parse_crl_job(void *args);

/* CMS_sign(3) */
typedef struct osa_cms_sign_args {
    osa_keys keys;
    osa_bytes certificates;
    const char *digest;
    osa_bytes options;
    uint32_t flags;
    uint32_t form;
    osa_source content;
    osa_sink cms;
} osa_cms_sign_args;
int osa_cms_sign(osa_cms_sign_args *args);
int osa_cms_sign_job(void *args);

/* CMS_verify(3) */
typedef struct osa_cms_verify_args {
    osa_source cms;
    osa_bytes certificates;
    osa_bytes trusted;
    uint32_t flags;
    osa_source content;
    osa_sink data;
} osa_cms_verify_args;
int osa_cms_verify(osa_cms_verify_args *args);
int osa_cms_verify_job(void *args);

/* CMS_encrypt(3) */
typedef struct osa_cms_encrypt_args {
    osa_bytes recipients;
    const char *cipher;
    uint32_t flags;
    uint32_t form;
    osa_source content;
    osa_sink cms;
} osa_cms_encrypt_args;
int osa_cms_encrypt(osa_cms_encrypt_args *args);
int osa_cms_encrypt_job(void *args);

/* CMS_decrypt(3) */
typedef struct osa_cms_decrypt_args {
    EVP_PKEY *key;
    osa_bytes certificate;
    osa_source cms;
    osa_sink data;
} osa_cms_decrypt_args;
int osa_cms_decrypt(osa_cms_decrypt_args *args);
int osa_cms_decrypt_job(void *args);

#endif
