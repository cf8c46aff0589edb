import { sign } from '../src/sign.js';

sign().then(({ isValid }) => postMessage(isValid));
