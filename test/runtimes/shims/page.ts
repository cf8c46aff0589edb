import { runInBrowser, tellFailure } from './in-browser.js';

runInBrowser().catch((error: unknown) => {
  tellFailure(String(error));
});
