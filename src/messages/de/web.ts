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

  standing: {
    title: 'Jede Woche',
    about:
      'Gilt acht Wochen lang an Tagen, für die du nicht geantwortet hast. Andere sehen es mit „wöchentlich“ markiert.',
    none: 'Keine Antwort',
    until: (day) => `Das gilt bis ${day} und endet dann, wenn du es nicht behältst.`,
    keep: '8 weitere Wochen behalten',
    awayTitle: 'Abwesend',
    lastDay: 'Letzter Tag',
    goAway: 'Ich bin abwesend',
    awayUntil: (day) => `Du bist abwesend bis einschließlich ${day}.`,
    back: 'Bin wieder da',
    cameBack: 'Schön, dass du wieder da bist: Deine wöchentlichen Antworten gelten wieder.',
    wentAway: (day, declined) =>
      `Gespeichert: Du bist abwesend bis ${day}.${declined === 0 ? '' : declined === 1 ? ' Deine Antwort für einen Tag ist jetzt ein Nein.' : ` Deine Antworten für ${declined} Tage sind jetzt ein Nein.`}`,
  },

  standingCampaigns: {
    title: 'Wöchentliche Einladungen',
    about: (threshold) =>
      `An diesen Tagen gehen die Einladungen von selbst hinaus, wenn eine halbe Stunde vor der Erinnerung oder bald danach ${threshold === 1 ? '1 Person eine Runde sucht' : `${threshold} eine Runde suchen`}. Promoter, die Bescheid möchten, dass es losgeht, erfahren es vorher, und jeder von ihnen kann Nein sagen.`,
    none: 'Es gehen keine Einladungen von selbst hinaus.',
    by: (name) => (name === null ? '' : `im Namen von ${name}`),
    also: (statuses) => `auch: ${statuses}`,
    noSession: 'an diesem Tag ist keine Runde geplant',
    until: (day) => `Das gilt bis ${day} und endet dann, wenn kein Promoter es behält.`,
    keep: '8 weitere Wochen behalten',
    stop: 'Für heute stoppen',
    remove: 'Entfernen',
    days: 'Tage in deinem Namen einstellen',
    set: 'Diese Tage einstellen',
    chooseDay: 'Wähle mindestens einen Tag.',
  },

  answers: {
    question: 'Kommst du heute Abend?',
    saidComing: 'Heute Abend: Du hast zugesagt.',
    saidLate: (time) => `Heute Abend: Du hast gesagt, dass du um ${time} da bist.`,
    saidNo: 'Heute Abend: Du hast abgesagt.',
    coming: 'Komme',
    lateBy: (minutes) => `${minutes} Min. später`,
    notTonight: 'Heute nicht',
  },

  preferences: {
    linkItFirst: 'erst verknüpfen',
    saveTimes: 'Zeiten speichern',
    title: 'Einladungen',
    optIn: 'Lade mich zu Runden ein, für die ich mich eintrage',
    optInHint:
      'Du bekommst eine Nachricht, wenn eine Runde ansteht, für die du dich eingetragen hast. Du kannst sie jederzeit abbestellen.',
    rests:
      'Deine Einladungen ruhen: Bei einem Dutzend hintereinander kam kein Lebenszeichen von dir. Deine Wahl bleibt, und irgendeine Antwort bringt sie zurück.',
    keep: 'Lade mich weiter ein',
    most: 'Einladungen in 7 Tagen',
    mostNone: 'Keine Grenze',
    mostOf: (most) => `Höchstens ${most}`,
    ask: 'Frag mich, ob ich spiele',
    askHint: (time) => `An Spieltagen um ${time}, solange du nicht geantwortet hast.`,
    askRests: 'Fünf blieben ohne Antwort, darum ruht sie, bis du für irgendeinen Tag antwortest.',
    ready: 'Sag mir Bescheid, wenn es losgeht',
    readyHint:
      'Einmal, sobald heute Abend genug dabei sind. Du kannst es aus der Nachricht heraus abbestellen.',
    sound: 'Einen Ton spielen, wenn es losgeht',
    soundHint:
      'Solange diese Seite offen ist: ein Ton, und die Uhrzeit im Titel des Tabs. Dein Browser spielt ihn, sobald du auf der Seite irgendwo geklickt hast.',
    playSound: 'Jetzt anhören',
    channel: 'Bevorzugter Kanal',
    dms: 'Direktnachrichten auf Discord',
    dmsHint: 'Ausgeschaltet bekommst du auf Discord nichts.',
    quiet: 'Ruhezeit',
    quietFrom: 'Von',
    quietUntil: 'Bis',
    quietNone: 'Keine: Du kannst jederzeit eingeladen werden.',
    quietAllDay: 'Ganztägig: Du wirst nie eingeladen.',
    quietBetween: (start, end) => `${start} bis ${end}: Dann wirst du nicht eingeladen.`,
    quietClear: 'Keine Ruhezeit',
    dmUnreachable:
      'Eine Direktnachricht an dich ließ sich nicht öffnen. Erlaube in Discord unter Privatsphäre-Einstellungen des Servers Direktnachrichten von Mitgliedern und blockiere Muster nicht. Schick dir dann einen Test.',
    dmLater:
      'Discord lässt Muster gerade keine Direktnachricht öffnen. Deine Wahl ist gespeichert, und deine Einstellungen stimmen: Muster versucht es wieder. Um sicherzugehen, schick dir in ein paar Minuten einen Test.',
    zone: 'Zeitzone',
    serverZone: (zone) => `Die des Servers (${zone})`,
    useBrowserZone: (zone) => `${zone} nehmen, die Zone dieses Geräts`,
    test: 'Schick mir einen Test',
    testing: 'Wird gesendet …',
  },

  links: {
    otherWays: 'Andere Wege',
    byHand: (channel) =>
      channel === 'telegram'
        ? 'Schick dem Bot das hier in einem privaten Chat:'
        : 'Schick das hier an die Nummer von Muster:',
    newCode: 'Neuer Code',
    title: 'Telegram und Signal',
    none: 'Nicht verknüpft',
    again:
      'Nicht verknüpft. Du hast es vor unserem Umzug hierher benutzt: Verknüpfe es neu, um dort Nachrichten zu bekommen.',
    linkedAs: (masked) => `Verknüpft: ${masked}`,
    link: 'Verknüpfen',
    unlink: 'Trennen',
    linkNamed: (channel) => `${channel} verknüpfen`,
    unlinkNamed: (channel) => `${channel} trennen`,
    encryptionOff:
      'Telegram und Signal lassen sich hier noch nicht verknüpfen: Ein Admin muss erst den Schlüssel setzen, der Adressen schützt.',
    how: (channel) =>
      channel === 'telegram'
        ? 'Öffne diesen Link auf deinem Handy (oder scanne den QR-Code) und drücke Start.'
        : 'Öffne diesen Link auf deinem Handy (oder scanne den QR-Code) und schick dorthin diesen Code:',
    open: 'Link öffnen',
    qr: (channel) => `QR-Code, der den Chat auf ${channel} öffnet`,
    expires: (time) => `Der Code gilt einmal, bis ${time}.`,
    expired: 'Dieser Code ist abgelaufen. Hol dir einen neuen.',
    waiting: 'Warte, bis deine Nachricht ankommt …',
    confirmed: (channel) => `${channel} ist verknüpft.`,
    unlinked: (channel) => `${channel} ist getrennt: Dorthin wird nichts mehr gesendet.`,
    secret: 'Gib ihn nicht weiter: Wer ihn abschickt, wird mit deinem Konto verknüpft.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
  },

  player: {
    playAs: 'Du spielst als',
    title: 'Dein Profil im Spiel',
    hint: 'Deine GUID und dein Name im Spiel. Den Namen sehen andere; an der GUID ist zu erkennen, ob du im Spiel bist.',
    linked: (name) => `Verknüpft: Du spielst als ${name}.`,
    guid: 'GUID',
    guidHint: '1 bis 64 Buchstaben, Ziffern, _ oder -',
    name: 'Name im Spiel',
    nameHint: 'Andere sehen ihn: 1 bis 32 Zeichen',
    link: 'Profil verknüpfen',
    change: 'Ändern',
    unlink: 'Trennen',
    unlinkQuestion:
      'Die Verknüpfung lösen? Dann kannst du nicht sagen, wann du spielst, und wirst nicht eingeladen.',
    unlinkYes: 'Ja, lösen',
    unlinkNo: 'Nein, behalten',
    unlinked: 'Dein Profil ist nicht mehr verknüpft.',
    unconfirmed:
      'Dein Profil ist verknüpft, aber noch nicht bestätigt. Verknüpfe es noch einmal für einen Code, oder bitte einen Admin.',
    prove:
      'Noch ein Schritt: Schreib diesen Code irgendwo in deinen Namen im Spiel, betritt den Spielserver, und prüfe dann.',
    proveUntil: (time) =>
      `Der Code gilt einmal, bis ${time}, und nur für dich. Kannst du nicht auf den Server, dann bitte einen Admin, dich zu bestätigen.`,
    adminConfirms: 'Dein Profil ist verknüpft. Ein Admin muss es bestätigen, bevor du antworten kannst.',
    check: 'Jetzt prüfen',
    checking: 'Wird geprüft …',
    confirmed: (name) => `Bestätigt: Du spielst als ${name}.`,
  },

  privacy: {
    title: 'Deine Daten',
    hint: 'Sieh sie an, nimm sie mit oder lösche sie. Adressen auf Telegram und Signal sind verschlüsselt und werden nie gezeigt.',
    show: 'Meine Daten ansehen',
    hide: 'Ausblenden',
    exportData: 'Herunterladen',
    exported: 'Die Datei liegt bei deinen Downloads.',
    erase: 'Meine Daten löschen',
    eraseTitle: 'Deine Daten löschen?',
    eraseText:
      'Deine Einstellungen, Verknüpfungen und Antworten werden sofort gelöscht, und du bekommst keine Nachrichten mehr. Das lässt sich nicht rückgängig machen; lade vorher eine Kopie herunter, wenn du eine willst. Frühere Nachrichten bleiben in den Summen, ohne Bezug zu dir. Bis morgen bleibt ein anonymer Prüfwert, damit dich eine schon geplante Nachricht nicht zweimal erreicht.',
    eraseConfirm: 'Meine Daten löschen',
    eraseKeep: 'Behalten',
    erased:
      'Deine Einstellungen, Verknüpfungen und Angaben sind gelöscht, und dir wird nichts mehr gesendet.',
  },
};
