import { MusterPromote } from './element/muster-promote-element.js';

// The bridge serves this file, so it is where this file came from, unless `endpoint` says otherwise.
MusterPromote.scriptAddress = new URL(/* @vite-ignore */ '.', import.meta.url).href;
// A page may load the script twice; a name can be given once.
if (!customElements.get('muster-promote')) customElements.define('muster-promote', MusterPromote);
