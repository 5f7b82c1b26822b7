import type { AccountTexts } from '../texts/account.js';

/** The German wording of the page for those who are signed in. */
export const account: AccountTexts = {
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
