// What an AudioWorklet's scope lacks of what the package uses, the least of each: a page that wants OpenSSL there
// brings the like. Random numbers come from the page, since the scope has none.
const utf8 = {
  encode(text) {
    const escaped = encodeURIComponent(text);
    const bytes = [];
    for (let at = 0; at < escaped.length; at++) {
      if (escaped[at] === '%') {
        bytes.push(parseInt(escaped.slice(at + 1, at + 3), 16));
        at += 2;
      } else bytes.push(escaped.charCodeAt(at));
    }
    return Uint8Array.from(bytes);
  },
  decode(bytes = []) {
    const hex = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`);
    return decodeURIComponent(hex.join(''));
  },
};
globalThis.TextEncoder ??= class {
  encode = utf8.encode;
};
globalThis.TextDecoder ??= class {
  decode = utf8.decode;
};

class Signal extends EventTarget {
  aborted = false;
  reason = undefined;
  throwIfAborted() {
    if (this.aborted) throw this.reason;
  }
}
globalThis.AbortController ??= class {
  signal = new Signal();
  abort(reason = new Error('aborted')) {
    if (this.signal.aborted) return;
    Object.assign(this.signal, { aborted: true, reason });
    this.signal.dispatchEvent(new Event('abort'));
  }
};

globalThis.performance ??= { now: () => Date.now() };
globalThis.queueMicrotask ??= (task) => void Promise.resolve().then(task);

/** Two ports of one channel, which only the page can make. The package waits for its turn with one. */
export const channels = [];
globalThis.MessageChannel ??= class {
  constructor() {
    const [port1, port2] = channels.pop();
    Object.assign(this, { port1, port2 });
  }
};

export const entropy = [];
globalThis.crypto ??= {
  getRandomValues(bytes) {
    if (entropy.length < bytes.length) throw new Error('The page gave too few random bytes');
    bytes.set(entropy.splice(0, bytes.length));
    return bytes;
  },
};
