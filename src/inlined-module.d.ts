/** dist/openssl-async.wasm; the bundler puts it there. */
declare module 'openssl-async-module-in-base64' {
  const base64: string;
  export default base64;
}
