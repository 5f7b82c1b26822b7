import type { BridgeTexts, RequestPart } from '../texts/bridge.js';

const PART: Readonly<Record<RequestPart, string>> = {
  body: 'Im Inhalt',
  querystring: 'In der Abfrage',
  params: 'Im Pfad',
  headers: 'In den Kopfzeilen',
};

/** What the bridge says, in German. */
export const bridge: BridgeTexts = {
  signedOut:
    'Du bist nicht angemeldet. Melde dich unter /auth/login mit Discord an, und versuch es dann noch einmal.',
  notFound: 'Unter dieser Adresse gibt es nichts. Was es gibt, steht in /openapi.json.',
  methodNotAllowed: (method, allowed) => `${method} geht hier nicht. Möglich: ${allowed}.`,
  malformedJson: 'Der Inhalt ist kein gültiges JSON. Schick ein JSON-Objekt, etwa `{"status": "LOOKING"}`.',
  emptyBody:
    'Der Inhalt ist leer, obwohl der Inhaltstyp JSON verspricht. Schick ein JSON-Objekt, oder lass den Inhaltstyp weg.',
  notJson: 'Der Inhalt muss JSON sein: Schick ihn mit der Kopfzeile `Content-Type: application/json`.',
  bodyTooLarge: (most) => `Der Inhalt ist zu groß. Schick höchstens ${most} Bytes.`,
  invalid: (part, field, reason) =>
    `${field === null ? `${PART[part]} stimmt etwas nicht` : `${PART[part]} stimmt „${field}“ nicht`}: ${reason}. Berichtige das, und versuch es noch einmal.`,
  badRequest:
    'Diese Anfrage ließ sich nicht lesen. Prüf ihre Adresse, ihre Kopfzeilen und ihren Inhalt, und schick sie noch einmal.',
  internalError:
    'Bei uns ist etwas schiefgegangen. Bitte versuch es später noch einmal; bleibt es so, nenn einem Admin die Kennung in „instance“.',
  heldUp:
    'Muster wurde gerade aufgehalten; es wurde nichts geändert. Bitte versuch es in ein paar Sekunden noch einmal.',
  tokenRefused:
    'Dieses Bearer-Token ist ungültig. Es muss ein JWT sein, mit HS256 unter BRIDGE_JWT_SECRET signiert, mit einer Discord-ID als `sub`, „muster“ als `aud`, mit `iat`, und mit einem `exp`, das noch nicht vorbei ist und höchstens 5 Minuten danach liegt. Stell ein neues aus.',
  tokensOff:
    'Bearer-Tokens gelten hier nicht: BRIDGE_JWT_SECRET ist nicht gesetzt. Ein Admin kann es setzen; melde dich bis dahin unter /auth/login an.',
  csrfHeader:
    'Die Kopfzeile `X-Requested-With: XMLHttpRequest` fehlt. Schick sie mit jeder Anfrage, die etwas ändert.',
  foreignOrigin:
    'Diese Seite darf hier nichts ändern. Ein Admin kann ihren Ursprung in BRIDGE_ALLOWED_ORIGINS eintragen.',
  tooManyRequests: (seconds) =>
    `Zu viele Anfragen. Bitte versuch es in ${seconds} Sekunde${seconds === 1 ? '' : 'n'} noch einmal.`,
  metricsRefused: (tokenSet) =>
    tokenSet
      ? 'Metriken gibt es nur für diesen Rechner selbst, und für alle, die METRICS_TOKEN in der Kopfzeile `Authorization: Bearer <Token>` schicken.'
      : 'Metriken gibt es nur für diesen Rechner selbst. Ein Admin kann METRICS_TOKEN setzen, dann können auch andere sie lesen.',
  notReady: (missing) => `Noch nicht bereit: ${missing.join(', ')}.`,
  signIn: {
    off: (variables) =>
      `Die Anmeldung ist hier nicht eingerichtet: ${variables.join(', ')} ${variables.length === 1 ? 'ist' : 'sind'} nicht gesetzt. Ein Admin kann das ändern; benutz bis dahin die Befehle auf Discord.`,
    badReturnTo: '„return_to“ muss ein Pfad dieser Seite sein, etwa /availability.',
    lost: 'Diese Anmeldung hat nicht dieser Browser begonnen, oder sie hat länger als 10 Minuten gedauert. Beginn noch einmal unter /auth/login.',
    denied: 'Die Anmeldung wurde abgebrochen. Beginn noch einmal unter /auth/login.',
    refused:
      'Discord hat diese Anmeldung nicht angenommen; vielleicht wurde die Seite zweimal geöffnet. Beginn noch einmal unter /auth/login.',
    unavailable:
      'Discord ist gerade nicht erreichbar. Bitte beginn in einer Minute noch einmal unter /auth/login.',
  },
};
