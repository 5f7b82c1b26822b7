/** `npm run licences`: writes docs/licences.md from package-lock.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { licencesDocument, type Lockfile } from './licences-document.js';

const root = new URL('../', import.meta.url);
const lockfile = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as Lockfile;
writeFileSync(new URL('docs/licences.md', root), licencesDocument(lockfile));
