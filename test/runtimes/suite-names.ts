import { suites } from '../conformance/index.js';

export const suiteNames = Object.keys(suites);
