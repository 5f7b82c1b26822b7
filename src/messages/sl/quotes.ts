import type { Quotes } from '../echo.js';

export const QUOTES: Quotes = ['„', '“'];
