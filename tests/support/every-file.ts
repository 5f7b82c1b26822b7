import { afterAll } from 'vitest';
import { endFile } from './at-end-of-file.js';

// vitest runs this for every file, whatever else its files share.
afterAll(endFile);
