import { work } from './work.js';

self.onconnect = ({ ports: [port] }) => {
  work().then(
    (done) => port.postMessage(done),
    (error) => port.postMessage({ error: String(error) }),
  );
};
