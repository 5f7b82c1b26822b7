import type { Language } from '../language.js';
import { account } from './account.js';
import { kept } from './kept.js';
import { sl } from './messages.js';
import { typed } from './typed.js';
import { web } from './web.js';

export const slovenian: Language = { messages: sl, typed, web, account, kept };
