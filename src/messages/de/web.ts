import type { WebTexts } from '../texts/web.js';
import { words } from './words.js';

/** The German wording of the web pages. */
export const web: WebTexts = {
  ...words,
  otherReason: 'anderer Grund',
  players: (count) => (count === 1 ? '1 Person' : `${count} Personen`),

  common: {
    close: 'Schließen',
    cancel: 'Abbrechen',
    retry: 'Noch einmal versuchen',
    save: 'Speichern',
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert.',
    loading: 'Wird geladen …',
    signIn: 'Anmelden',
    signOut: 'Abmelden',
  },

  trouble: {
    network: 'Muster ist nicht erreichbar. Prüfe deine Verbindung und versuche es erneut.',
    timeout: 'Muster hat nicht rechtzeitig geantwortet. Versuche es erneut; nichts geschieht doppelt.',
    malformed:
      'Muster hat eine Antwort gegeben, die diese Seite nicht versteht. Versuche es später noch einmal.',
    token:
      'Diese Website konnte Muster nicht sagen, wer du bist. Melde dich dort neu an und versuche es erneut.',
    signedOut: 'Du bist abgemeldet. Melde dich an, um weiterzumachen.',
    tooMany: (seconds) => `Versuche es in ${seconds} s noch einmal.`,
    server: 'Bei Muster ist etwas schiefgegangen. Versuche es später noch einmal.',
    stale: 'Muster ist gerade nicht erreichbar; diese Zahlen sind vielleicht alt. Neuer Versuch läuft …',
  },

  refusals: {
    no_session: 'Für heute ist keine Runde geplant. Gib einen Beginn an, um trotzdem zu spielen.',
    start_too_near: 'Dieser Beginn ist vorbei oder weniger als zwei Minuten entfernt. Wähle einen späteren.',
    invalid_note:
      'Eine Notiz ist eine Zeile mit höchstens 140 Zeichen, ohne Links, Erwähnungen und Formatierung.',
    role_unknown: 'Diese Rolle gibt es auf dem Server nicht.',
    not_a_member:
      'Du bist nicht auf dem Discord-Server dieser Community. Tritt ihm bei und lade diese Seite neu.',
    not_linked: 'Verknüpfe zuerst dein Profil im Spiel.',
    link_not_confirmed: 'Dein Profil ist verknüpft, muss aber erst bestätigt werden.',
    not_promoter: 'Das dürfen nur Promoter. Frag einen Admin dieses Servers.',
    directory_unavailable:
      'Discord antwortet nicht, also wurde nichts geändert. Versuche es in einer Minute noch einmal.',
    asked_too_often: 'Das hast du gerade sehr oft gemacht.',
    promotions_disabled: 'Einladungen sind hier gerade ausgeschaltet. Ein Admin kann sie einschalten.',
    after_start:
      'Die Runde von heute hat schon begonnen. Gib einen späteren Beginn an, oder lade morgen ein.',
    nobody_to_call:
      'Für heute ist niemand einzuladen. Eingeladen wird, wer sich eingetragen und die Einladungen eingeschaltet hat; du kannst auch Verfügbare und Unentschlossene dazunehmen.',
    already_promoted: 'Du hast für heute schon eingeladen, mit anderer Auswahl.',
    cooldown: 'Für heute wurde schon eingeladen (höchstens eine Kampagne am Tag).',
    standing_not_found:
      'Hier gibt es keine wöchentlichen Einladungen mehr. Lade die Seite neu, um zu sehen, was es gibt.',
    campaign_not_found: 'Hier ist nichts mehr. Lade die Seite neu, um zu sehen, was es gibt.',
    campaign_over: 'Das ist schon vorbei; es wurde nichts geändert.',
    evening_over: 'Diese Runde ist vorbei: Antworten dafür gelten nicht mehr.',
    no_session_tonight: 'Für heute ist keine Runde geplant, also gibt es nichts, wozu du kommen könntest.',
    notify_needed:
      'Inzwischen wurde jemand eingeladen. Sag noch einmal, ob du absagen willst, und ob sie davon erfahren.',
    more_not_now:
      'Wer einspringen kann, lässt sich von einer Viertelstunde vor dem Beginn bis eine halbe Stunde danach fragen.',
    invalid_more: 'Such nach 1 bis 10 weiteren.',
    no_standbys: 'Es ist niemand mehr da, der einspringen könnte.',
    more_dry_run: 'Das ist ein Probelauf, der niemanden einlädt.',
    more_cancelled: 'Diese Einladungen sind abgebrochen, also wird niemand mehr gefragt.',
    date_past: 'Dieser Tag ist vorbei. Lade diese Seite neu und wähle noch einmal.',
    date_too_far: 'Dieser Tag ist zu weit weg. Wähle einen früheren.',
    invalid_timezone: 'Diese Zeitzone kennt Muster nicht. Wähle eine andere aus der Liste.',
    invalid_cap: 'Wähl eine Zahl von 1 bis 14.',
    invalid_time: 'Gib eine Uhrzeit an, etwa 22:30.',
    quiet_hours_incomplete: 'Ruhezeiten brauchen Anfang und Ende. Lass beides leer, um keine zu haben.',
    invalid_guid: 'Das sieht nicht nach einer GUID aus: Sie hat 1 bis 64 Buchstaben, Ziffern, _ oder -.',
    invalid_player_name: 'Gib einen sichtbaren Namen mit 1 bis 32 Zeichen ein.',
    guid_taken:
      'Diese GUID ist schon mit einem anderen Discord-Konto verknüpft. Wenn sie dir gehört, löse sie zuerst dort, oder frag einen Admin.',
    link_not_found: 'Diese Verknüpfung gibt es nicht mehr.',
    proof_too_soon: 'Zu viele Versuche.',
    said_no_since:
      'Du hast dazu inzwischen Nein gesagt, also wurde nichts gespeichert. Wenn du es doch willst, mach es noch einmal.',
    changed_too_often:
      'Das hast du heute sehr oft geändert. Versuche es morgen noch einmal; ausschalten und trennen geht immer.',
    proof_expired:
      'Dein Code ist abgelaufen: Er gilt einmal, für 30 Minuten und 10 Prüfungen. Verknüpfe dein Profil noch einmal für einen neuen.',
    proof_not_seen:
      'Gerade ist niemand mit deinem Code auf dem Spielserver. Tritt mit dem Code im Namen bei, warte, bis du drin bist, und prüfe noch einmal; oder lass dich von einem Admin bestätigen.',
    game_server_silent:
      'Der Spielserver antwortet gerade nicht. Versuch es in einer Weile noch einmal, oder lass dich von einem Admin bestätigen.',
    channel_not_configured:
      'Dieser Kanal ist hier nicht eingerichtet. Wähle einen anderen, oder bitte einen Admin, ihn einzurichten.',
    encryption_off:
      'Telegram und Signal lassen sich hier noch nicht verknüpfen. Bitte einen Admin, sie einzurichten.',
    link_too_soon: 'Du hast gerade einen Code bekommen.',
    test_too_soon: 'Du hast gerade einen Test bekommen.',
    no_channel:
      'Nichts erreicht dich: Schalte Direktnachrichten auf Discord ein, oder verknüpfe Telegram oder Signal.',
    sign_in_off: 'Die Anmeldung ist noch nicht eingerichtet. Nutze /availability auf Discord.',
    token_refused: 'Die Anmeldung dieser Website ist abgelaufen. Lade die Seite neu.',
  },

  promote: {
    button: 'Für heute Abend einladen',
    title: 'Für heute Abend einladen',
    whySignIn: 'Melde dich an, um andere einzuladen.',
    who: 'Wer eine Nachricht bekommt',
    includeLooking: 'Sucht eine Runde',
    includeAvailable: 'Verfügbar',
    includeMaybe: 'Vielleicht',
    always: 'immer',
    start: 'Beginn um',
    startHint: (zone) =>
      `${zone === null ? '' : `Nach den Uhren von ${zone}. `}Leer lassen für die übliche Zeit.`,
    note: 'Eine eigene Zeile',
    noteHint: 'Steht mit deinem Namen in Erinnerung und Startnachricht. Eine Zeile, ohne Links.',
    dryRun: 'Probelauf',
    dryRunHint: 'Spielt den Abend nur für dich durch; sonst bekommt niemand eine Nachricht.',
    previewTitle: 'Vorschau',
    previewUpdating: 'Wird aktualisiert …',
    previewUpdated: (count) =>
      count === 1
        ? 'Vorschau aktualisiert: 1 Person bekäme eine Nachricht.'
        : `Vorschau aktualisiert: ${count} Personen bekämen eine Nachricht.`,
    nobody: 'Niemand bekäme eine Nachricht.',
    byChannel: (count, channel) => `${count} auf ${channel}`,
    notIncluded: (count) => `${count} verfügbar oder vielleicht, nicht dabei.`,
    includeThem: 'Dazunehmen',
    when: 'Wann',
    yourTime: 'Deine Zeit',
    campaignTime: (zone) => `Zeit der Runde (${zone})`,
    noReminder: 'der Zeitpunkt ist vorbei',
    noFollowUp: 'ausgeschaltet',
    followUpAbout: (time) => `etwa ${time}`,
    recipients: 'Empfänger',
    name: 'Name',
    says: 'Status',
    via: 'Über',
    standbys: (count) => `Können einspringen: ${count}`,
    standbysHint: 'Eine Nachricht bekommen sie nur, wenn du um den Beginn herum Ersatz suchst.',
    noStandbys: 'Nicht dabei:',
    leftOut: 'Ausgelassen',
    nobodyLeftOut: 'Niemand wird ausgelassen.',
    texts: 'Was die Spieler bekommen',
    wordedFor: 'Wortlaut auf',
    buttons: 'Knöpfe darunter',
    lastSend: (time) => `Die letzte Nachricht geht etwa um ${time} hinaus.`,
    confirm: 'Bestätigen',
    confirmDryRun: 'Probelauf bestätigen',
    confirming: 'Wird angelegt …',
    showExisting: 'Einladungen von heute zeigen',
    another: 'Eine weitere vorbereiten',
  },

  progress: {
    title: 'Die Einladungen von heute',
    dryRun: 'Probelauf',
    scheduledBy: (name) =>
      name === null
        ? 'Für heute Abend sind Einladungen geplant.'
        : `${name} hat Einladungen für heute Abend geplant.`,
    pingedBy: (name) =>
      name === null ? 'Für heute Abend wurde eingeladen.' : `${name} hat für heute Abend eingeladen.`,
    replayed: 'Das hattest du schon geplant; so steht es darum.',
    created: 'Geplant. Die Nachrichten gehen von selbst hinaus; du kannst dieses Fenster schließen.',
    headline: ({ status, dryRun, reached, of }) => {
      switch (status) {
        case 'scheduled':
          return 'Geplant';
        case 'running':
          return 'Geht gerade hinaus';
        case 'sent':
        case 'partial':
          return dryRun
            ? 'Der Probelauf ist vorbei'
            : `Eingeladen für heute · ${reached}\u00a0von\u00a0${of} erreicht`;
        case 'failed':
          return 'Niemand war zu erreichen';
        case 'skipped':
          return 'Niemand wurde eingeladen';
        case 'missed':
          return 'Zu spät: Niemand wurde eingeladen';
        case 'cancelled':
          return reached === 0 ? 'Abgesagt' : `Abgesagt · ${reached} von ${of} waren schon erreicht`;
      }
    },
    signedUpSince: (count) =>
      `Seitdem dazugekommen: ${count}. Dafür geht keine Nachricht hinaus, denn die waren schon geplant.`,
    promoterNotAsked:
      'Es suchten weniger als das Minimum ein Spiel. Die Frage danach kam per Direktnachricht vielleicht nicht an: Es geht weiter.',
    droppedOut: (count) =>
      count === 1
        ? '1 Person hatte zugesagt und kommt doch nicht.'
        : `${count} hatten zugesagt und kommen doch nicht.`,
    jobLine: (status, done, total) => `${status} · ${done} von ${total}`,
    standbysLine: (status, asked, wanted) => `${status} · ${asked} gefragt, ${wanted} gesucht`,
    waitsUntil: (time) => `wartet bis ${time}`,
    bar: (job) => `Fortschritt: ${job}`,
    ended: ({ nudge, dryRun, reached, unclear, failed, present, leftOut }) => {
      const done = dryRun ? 'hätten eine Nachricht bekommen' : nudge ? 'erinnert' : 'erreicht';
      const parts: [number, string][] = [
        [reached, done],
        [unclear, 'unklar'],
        [failed, 'nicht erreicht'],
        [present, 'schon da'],
        [leftOut, nudge ? 'nicht erwartet' : 'ausgelassen'],
      ];
      const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
      return shown.length === 0 ? 'Fertig' : `Fertig: ${shown.join(', ')}`;
    },
    cancelledInTime: 'Abgesagt, bevor jemand eine Nachricht bekam.',
    cancel: 'Einladungen absagen',
    cancelling: 'Wird abgesagt …',
    cancelQuestion: 'Absagen? Was gesendet ist, lässt sich nicht zurückholen; mehr geht nicht hinaus.',
    cancelYes: 'Ja, absagen',
    cancelNo: 'Nein, behalten',
    cancelledFollowUp: 'Es geht keine Nachricht mehr hinaus. Die Startnachricht war schon hinaus.',
    callOffQuestion: (reached) =>
      `${reached === 1 ? 'Eine Person wurde' : `${reached} Leute wurden`} schon eingeladen. Sollen sie erfahren, dass die Runde heute ausfällt?`,
    callOffTell: (reached) =>
      reached === 1 ? 'Der eingeladenen Person Bescheid geben' : `Den ${reached} Eingeladenen Bescheid geben`,
    callOffQuietly: 'Still absagen',
    callOffBack: 'Zurück',
    calledOff: (told) =>
      told === 1
        ? 'Abgesagt: Die eingeladene Person erfährt es.'
        : `Abgesagt: Die ${told} Eingeladenen erfahren es.`,
    callStandby: 'Ersatz suchen',
    callingStandby: 'Wird gesucht …',
    moreCalled: (paused) =>
      `${paused ? 'Sobald das Senden weitergeht, wird gefragt' : 'Es wird gefragt'}, wer einspringen kann, bis noch jemand kommt.`,
  },

  page: {
    startsIn: (hours, minutes) => `in ${hours > 0 ? `${hours} h ` : ''}${minutes} min`,
    startedAgo: (minutes) => `hat vor ${minutes} min begonnen`,
    signedInAs: (name) => `Angemeldet als ${name}`,
    statusHints: {
      LOOKING: 'immer eingeladen',
      AVAILABLE: 'wenn noch welche fehlen',
      MAYBE: 'nur wenn „Vielleicht“ gefragt ist',
      NOT_PLAYING: 'keine Einladung',
    },
    waitsForSignIn: 'Melde dich an, um zu antworten.',
    waitsForLink: 'Verknüpfe dein Profil im Spiel, um zu antworten.',
    waitsForConfirm: 'Dein Profil muss bestätigt werden, bevor du antworten kannst.',
    signInOff: 'Die Anmeldung ist noch nicht eingerichtet. Nutze /availability auf Discord.',
    willSaveSignedIn: (day, status) => `Melde dich an, dann wird „${status}“ für ${day} gespeichert.`,
    willSaveLinked: (day, status) => `Verknüpfe dein Profil, dann wird „${status}“ für ${day} gespeichert.`,
    toPlayer: 'Profil verknüpfen',
    title: (time) => `Heute Abend, ${time}`,
    skip: 'Zum Inhalt springen',
    signedOutText:
      'Melde dich an, um zu sagen, wann du spielst. Muster sieht nur deine Discord-ID und schreibt nie in deinem Namen.',
    signInDiscord: 'Mit Discord anmelden',
    tonight: 'Einladungen von heute',
    settings: 'Einstellungen',
    showSettings: 'Einstellungen anzeigen',
    calendar: 'Kalender',
    insights: 'Auswertung',
    showInsights: 'Auswertung anzeigen',
    today: 'Heute',
    tomorrow: 'Morgen',
    question: (day) => `Spielst du am ${day}?`,
    saved: (day, status) => `Gespeichert für ${day}: ${status}.`,
    takeBack: 'Löschen',
    takeBackNamed: (day) => `Antwort für ${day} löschen`,
    tookBack: (day) => `Gelöscht: Für ${day} gibt es keine Antwort von dir.`,
    weeklyAnswer: (status) => `Deine wöchentliche Antwort: ${status}.`,
    ifAtLeast: (number) => `Dabei, wenn ${number} es sind`,
    savedIfAtLeast: (day, number) =>
      `Gespeichert für ${day}: vielleicht, und dabei, sobald es ${number} sind.`,
    awayThen: 'An diesem Tag bist du abwesend.',
    moreDays: 'Weitere Tage anzeigen',
    fewerDays: 'Weniger Tage anzeigen',
    week: 'Die Woche auf einen Blick',
    weekDay: (day, counts) => `${day}: ${counts}`,
    showMonth: 'Monat zeigen',
    showWeek: 'Woche zeigen',
    monthBefore: 'Einen Monat zurück',
    monthAfter: 'Einen Monat weiter',
    monthMine: (status) => `Du hast gesagt: ${status}.`,
    nobodyYet: 'noch niemand',
    names: 'Wer dabei ist',
    namesForLinked: 'Verknüpfe dein Profil im Spiel, um Namen zu sehen.',
    ready: (looking, threshold) => `${looking} wollen spielen, ${threshold} braucht es: Es geht los.`,
    readyTitle: (time) => `Es geht los um ${time}`,
    notReady: (looking, threshold) =>
      `${looking} von ${threshold} wollen spielen: ${threshold - looking === 1 ? 'noch eine Person fehlt' : `noch ${threshold - looking} fehlen`}.`,
    signInFailed: (why) =>
      ({
        denied: 'Die Anmeldung wurde abgebrochen.',
        unavailable:
          'Discord antwortet gerade nicht; du bist nicht angemeldet. Versuche es in einer Minute noch einmal.',
        lost: 'Diese Anmeldung hat zu lange gedauert oder begann in einem anderen Fenster. Versuche es noch einmal.',
        off: 'Die Anmeldung ist noch nicht eingerichtet. Nutze /availability auf Discord.',
      })[why] ??
      'Discord hat diese Anmeldung nicht angenommen. Versuche es noch einmal; bleibt es dabei, sag es einem Admin.',
  },
};
