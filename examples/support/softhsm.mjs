// A SoftHSM token in a temporary folder, with keys made inside of it that can't be taken out. For trying things
// out, and for the tests: a real token is set up with the tools of whoever sold it.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { findSoftHsm } from './find-softhsm.mjs';

const hex = (text) => Buffer.from(text, 'hex');

/** How a pair of keys is made: mechanism, key type, and what the public key's template says. */
const rsa = (bits) => [
  pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN,
  pkcs11js.CKK_RSA,
  [
    { type: pkcs11js.CKA_MODULUS_BITS, value: bits },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: hex('010001') },
  ],
];
const ec = (parameters, mechanism = pkcs11js.CKM_EC_KEY_PAIR_GEN, type = pkcs11js.CKK_EC) => [
  mechanism,
  type,
  [{ type: pkcs11js.CKA_EC_PARAMS, value: hex(parameters) }],
];
// PKCS #11 v3.0's numbers, which the binding has no names for
const edwards = (parameters) => ec(parameters, 0x1055, 0x40);

const kinds = {
  'RSA-2048': rsa(2048),
  'P-256': ec('06082a8648ce3d030107'),
  'P-384': ec('06052b81040022'),
  'P-521': ec('06052b81040023'),
  secp256k1: ec('06052b8104000a'),
  Ed25519: edwards('06032b6570'),
  Ed448: edwards('06032b6571'),
  X25519: edwards('06032b656e'),
  X448: edwards('06032b656f'),
};

/**
 * Makes the token. From then on this process, and those that it starts, see this token only.
 *
 * @returns `library`, `label`, `pin`, `conf`: for whoever opens it; `generate`, `add` and `edit`: while nobody has it open;
 *   `remove`: to be called in the end
 */
export function makeToken({ label = 'openssl-async', pin = randomUUID() } = {}) {
  const library = findSoftHsm();
  if (!library) throw new Error('SoftHSM is not installed; on Debian: apt-get install softhsm2');
  const folder = mkdtempSync(join(tmpdir(), 'openssl-async-softhsm-'));
  const conf = join(folder, 'softhsm2.conf');
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(
    conf,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env.SOFTHSM2_CONF = conf;
  const token = {
    library,
    label,
    pin,
    conf,
    /** Makes a pair of keys of a kind, each attribute to be changed by `attributes`. */
    generate: (kind, name, attributes = {}) =>
      session(token, (module, opened) => generate(module, opened, kind, name, attributes)),
    /** Sets up another token beside it, with the same PIN. */
    add: (other) => withModule(library, (module) => initialize(module, other, pin)),
    /** Hands out a session that may write: `edit((module, session) => …)`. */
    edit: (work) => session(token, work),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  withModule(library, (module) => initialize(module, label, pin));
  return token;
}

function withModule(library, work) {
  const module = new pkcs11js.PKCS11();
  module.load(library);
  module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  try {
    return work(module);
  } finally {
    module.C_Finalize();
  }
}

/** Sets up the first token that nobody has set up yet. */
function initialize(module, label, pin) {
  const soPin = randomUUID();
  const slot = module
    .C_GetSlotList(true)
    .find((each) => !(module.C_GetTokenInfo(each).flags & pkcs11js.CKF_TOKEN_INITIALIZED));
  module.C_InitToken(slot, soPin, label.padEnd(32));
  const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  module.C_Login(session, pkcs11js.CKU_SO, soPin);
  module.C_InitPIN(session, pin);
  module.C_Logout(session);
  module.C_CloseSession(session);
}

function session({ label, library, pin }, work) {
  return withModule(library, (module) => {
    const slot = module
      .C_GetSlotList(true)
      .find((each) => module.C_GetTokenInfo(each).label.trimEnd() === label);
    const opened = module.C_OpenSession(
      slot,
      pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION,
    );
    module.C_Login(opened, pkcs11js.CKU_USER, pin);
    return work(module, opened);
  });
}

function generate(module, opened, kind, { id, label }, attributes) {
  const [mechanism, type, parameters] = kinds[kind];
  const common = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_KEY_TYPE, value: type },
    { type: pkcs11js.CKA_LABEL, value: label },
    ...(id ? [{ type: pkcs11js.CKA_ID, value: Buffer.from(id) }] : []),
  ];
  const isRsa = type === pkcs11js.CKK_RSA;
  const privateOnly = {
    [pkcs11js.CKA_PRIVATE]: true,
    [pkcs11js.CKA_SENSITIVE]: true,
    [pkcs11js.CKA_EXTRACTABLE]: false,
    [pkcs11js.CKA_SIGN]: true,
    ...(isRsa ? { [pkcs11js.CKA_DECRYPT]: true } : { [pkcs11js.CKA_DERIVE]: true }),
    ...attributes,
  };
  module.C_GenerateKeyPair(
    opened,
    { mechanism, parameter: null },
    [...common, ...parameters, { type: pkcs11js.CKA_VERIFY, value: true }],
    [
      ...common,
      ...Object.entries(privateOnly).map(([name, value]) => ({ type: Number(name), value })),
    ],
  );
}
