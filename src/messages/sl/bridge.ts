import type { BridgeTexts, RequestPart } from '../texts/bridge.js';
import { count } from './phrases.js';
import { form } from './words.js';

const PART: Readonly<Record<RequestPart, string>> = {
  body: 'V vsebini',
  querystring: 'V poizvedbi',
  params: 'V poti',
  headers: 'V glavah',
};

/** What the bridge says, in Slovenian. */
export const bridge: BridgeTexts = {
  signedOut: 'Prijave ni. Prijavi se z Discordom na /auth/login, nato poskusi znova.',
  notFound: 'Na tem naslovu ni ničesar. Kaj vse obstaja, našteva /openapi.json.',
  methodNotAllowed: (method, allowed) => `${method} tu ne deluje. Uporabi ${allowed}.`,
  malformedJson: 'Vsebina ni veljaven JSON. Pošlji en objekt JSON, na primer `{"status": "LOOKING"}`.',
  emptyBody:
    'Vsebina je prazna, čeprav vrsta vsebine obljublja JSON. Pošlji objekt JSON ali izpusti vrsto vsebine.',
  notJson: 'Vsebina mora biti JSON: pošlji jo z glavo `Content-Type: application/json`.',
  bodyTooLarge: (most) =>
    `Vsebina je prevelika. Pošlji največ ${count(most, 'bajt', 'bajta', 'bajte', 'bajtov')}.`,
  invalid: (part, field, reason) =>
    `${PART[part]} ${field === null ? 'nekaj ni v redu' : `„${field}“ ni v redu`}: ${reason}. Popravi in poskusi znova.`,
  badRequest:
    'Te zahteve ni bilo mogoče prebrati. Preveri njen naslov, glave in vsebino ter jo pošlji znova.',
  internalError:
    'Na naši strani je šlo nekaj narobe. Poskusi znova kasneje; če se ponavlja, adminu povej oznako v „instance“.',
  heldUp: 'Muster se je pravkar za nekaj časa ustavil; nič se ni spremenilo. Poskusi znova čez nekaj sekund.',
  tokenRefused:
    'Ta žeton (bearer) ni veljaven. Biti mora JWT, podpisan s HS256 in BRIDGE_JWT_SECRET, z Discord ID-jem v `sub`, „muster“ v `aud`, z `iat` ter z `exp`, ki še ni potekel in je največ 5 minut za njim. Izdaj novega.',
  tokensOff:
    'Žetoni (bearer) tu ne veljajo: BRIDGE_JWT_SECRET ni nastavljen. Nastavi ga lahko admin; do takrat se prijavi na /auth/login.',
  csrfHeader: 'Manjka glava `X-Requested-With: XMLHttpRequest`. Pošlji jo z vsako zahtevo, ki kaj spremeni.',
  foreignOrigin:
    'Ta stran tu ne sme ničesar spreminjati. Admin lahko njen izvor doda v BRIDGE_ALLOWED_ORIGINS.',
  tooManyRequests: (seconds) =>
    `Preveč zahtev. Poskusi znova čez ${count(seconds, 'sekundo', 'sekundi', 'sekunde', 'sekund')}.`,
  metricsRefused: (tokenSet) =>
    tokenSet
      ? 'Meritve so le za ta računalnik in za zahteve z METRICS_TOKEN v glavi `Authorization: Bearer <token>`.'
      : 'Meritve so le za ta računalnik. Admin lahko nastavi METRICS_TOKEN, da jih berejo tudi drugi.',
  notReady: (missing) => `Še ni pripravljeno: ${missing.join(', ')}.`,
  signIn: {
    off: (variables) =>
      `Prijava tu ni urejena: ${variables.join(', ')} ${form(variables.length, 'ni nastavljen', 'nista nastavljena', 'niso nastavljeni', 'ni nastavljenih')}. Dokler tega ne uredi admin, uporabi ukaze na Discordu.`,
    badReturnTo: '„return_to“ mora biti pot na tej strani, na primer /availability.',
    lost: 'Ta prijava se ni začela v tem brskalniku ali pa je trajala več kot 10 minut. Začni znova na /auth/login.',
    denied: 'Prijava je bila preklicana. Začni znova na /auth/login.',
    refused:
      'Discord te prijave ni sprejel; morda je bila njena stran odprta dvakrat. Začni znova na /auth/login.',
    unavailable: 'Discord trenutno ni dosegljiv. Čez minuto začni znova na /auth/login.',
  },
};
