/** `npm run settings`: writes .env.example and docs/settings.md from the schema of the environment. */
import { writeFileSync } from 'node:fs';
import { envExample } from '../src/config/env-example.js';
import { settingsDocument } from './settings-document.js';

writeFileSync(new URL('../.env.example', import.meta.url), envExample());
writeFileSync(new URL('../docs/settings.md', import.meta.url), settingsDocument());
