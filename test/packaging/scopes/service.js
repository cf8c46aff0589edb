import { work } from './work.js';

self.onmessage = ({ data, source }) => {
  work(data).then(
    (done) => source.postMessage(done),
    (error) => source.postMessage({ error: String(error) }),
  );
};
