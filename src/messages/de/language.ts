import type { Language } from '../language.js';
import { account } from './account.js';
import { kept } from './kept.js';
import { de } from './messages.js';
import { typed } from './typed.js';
import { web } from './web.js';

export const german: Language = { messages: de, typed, web, account, kept };
