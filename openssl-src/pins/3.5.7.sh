# shellcheck shell=bash disable=SC2034 # see pin.sh
# The fixes are those of 3.5.8. Those of 3.5.9 could not be had: tools/advisories says which are open.
OPENSSL_VERSION=3.5.7
OPENSSL_SHA256=a8c0d28a529ca480f9f36cf5792e2cd21984552a3c8e4aa11a24aa31aeac98e8

OPENSSL_FIXES_DEBIAN=3.5.7-1~deb13u2
OPENSSL_FIXES_SHA256=593a47654ead460a3b609503733f80bef552ff0802799d3b47784faacc50809f
OPENSSL_FIXES=(
  'Avoid-double-free-of-qrx-in-port_default_packet_handler.patch CVE-2026-18798'
  'Add-test-for-CVE-2026-63072.patch CVE-2026-63072'
  'Fix-heap-buffer-overflow-8-byte-OOB-write-in-AES-WRAP-PAD.patch CVE-2026-63072'
  'Add-test-for-CVE-2026-63076.patch CVE-2026-63076'
  'Fix-Remote-NULL-deref-in-ossl_cmp_calc_protection-via-cra.patch CVE-2026-63076'
  'Handle-signature_algorithms_cert-extension-in-key-only-co.patch CVE-2026-14457'
  'Avoid-full-read-buffer-allocation-when-buffering-DTLS-nex.patch CVE-2026-54874'
  'ssl-record-methods-dtls_meth.c-lower-the-unprocessed_rcds.patch CVE-2026-54874'
  'ssl-record-remove-dead-DTLS-processed_rcds-record-queue.patch CVE-2026-54874'
  'CMP-unexpected-sender-DN-used-as-format-string-in-ERR_rai.patch CVE-2026-63073'
  'Add-test-for-CVE-2026-63073.patch CVE-2026-63073'
  'Add-a-test-for-restricting-growth-in-cmp-cert-cache.patch CVE-2026-63074'
  'Fix-unbounded-cert-cache-growth-in-cmp.patch CVE-2026-63074'
  'Don-t-store-ACK-only-frames-in-TX-history-for-QUIC.patch CVE-2026-63075'
  'Check-the-tag-on-EVP_Cipher-finalize-Poly1305-and-OCB-AEA.patch CVE-2026-75803'
  'QUIC-server-limit-number-of-pending-QUIC-channels-connect.patch CVE-2026-14456'
)
