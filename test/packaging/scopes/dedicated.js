import { work } from './work.js';

self.onmessage = ({ data }) => {
  work(data).then(
    (done) => self.postMessage(done),
    (error) => self.postMessage({ error: String(error) }),
  );
};
