// A worker of the pool that throws when it is told to.
import './openssl-async/pool-worker.js';

self.addEventListener('message', ({ data }) => {
  if (data === 'die') throw new Error('This worker dies');
});
