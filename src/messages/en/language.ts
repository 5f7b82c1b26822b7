import type { Language } from '../language.js';
import { account } from './account.js';
import { kept } from './kept.js';
import { en } from './messages.js';
import { typed } from './typed.js';
import { web } from './web.js';

export const english: Language = { messages: en, typed, web, account, kept };
