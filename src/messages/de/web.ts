import type { WebTexts } from '../texts/web.js';
import { words } from './words.js';

/** The German wording of the web pages. */
export const web: WebTexts = {
  ...words,
  otherReason: 'anderer Grund',
  refusals: {
    not_linked: 'Verknüpfe zuerst dein Profil im Spiel.',
    link_not_confirmed: 'Dein Profil ist verknüpft, muss aber erst bestätigt werden.',
    not_promoter: 'Das dürfen nur Promoter. Frag einen Admin dieses Servers.',
    promotions_disabled: 'Einladungen sind hier gerade ausgeschaltet. Ein Admin kann sie einschalten.',
    after_start: 'Die Runde von heute hat schon begonnen. Morgen vor dem Start kannst du wieder einladen.',
    nobody_to_call:
      'Für heute ist niemand einzuladen. Eingeladen wird, wer sich eingetragen und die Einladungen eingeschaltet hat; du kannst auch Verfügbare und Unentschlossene dazunehmen.',
    already_promoted: 'Du hast für heute schon eingeladen, mit anderer Auswahl.',
    cooldown: 'Für heute wurde schon eingeladen (höchstens eine Kampagne am Tag).',
    campaign_not_found: 'Hier ist nichts mehr. Lade die Seite neu, um zu sehen, was es gibt.',
    campaign_over: 'Das ist schon vorbei; es wurde nichts geändert.',
    quiet_hours_incomplete: 'Ruhezeiten brauchen Anfang und Ende. Lass beides leer, um keine zu haben.',
    invalid_guid: 'Das sieht nicht nach einer GUID aus: Sie hat 1 bis 64 Buchstaben, Ziffern, _ oder -.',
    invalid_player_name: 'Gib einen sichtbaren Namen mit 1 bis 32 Zeichen ein.',
    guid_taken:
      'Diese GUID ist schon mit einem anderen Discord-Konto verknüpft. Wenn sie dir gehört, löse sie zuerst dort, oder frag einen Admin.',
    link_not_found: 'Diese Verknüpfung gibt es nicht mehr.',
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
    no_channel:
      'Nichts erreicht dich: Schalte Direktnachrichten auf Discord ein, oder verknüpfe Telegram oder Signal.',
  },
  players: (count) => (count === 1 ? '1 Person' : `${count} Personen`),

  common: {
    close: 'Schließen',
    cancel: 'Abbrechen',
    retry: 'Erneut versuchen',
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
    signedOut: 'Du bist nicht mehr angemeldet. Melde dich an, dann geht es hier weiter.',
    tooMany: (seconds) => `Das war etwas zu schnell. Versuche es in ${seconds} s noch einmal.`,
    server: 'Bei Muster ist etwas schiefgegangen. Versuche es später noch einmal.',
    stale:
      'Muster ist gerade nicht erreichbar; diese Zahlen sind vielleicht alt. Es wird von selbst weiter versucht.',
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
    jobLine: (status, done, total) => `${status} · ${done} von ${total}`,
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
    cancelled: 'Abgesagt. Es gehen keine Nachrichten mehr hinaus.',
    cancelledFollowUp: 'Die Nachfass-Nachricht ist abgesagt. Die Startnachricht war schon hinaus.',
    none: 'Für heute Abend wurde noch niemand eingeladen.',
  },

  page: {
    title: 'Wann spielen wir?',
    tagline: 'Sag, wann du spielen willst und ob du eingeladen werden darfst.',
    skip: 'Zum Inhalt springen',
    signedOutTitle: 'Wer spielt heute Abend?',
    signedOutText:
      'Melde dich mit Discord an, um zu sagen, wann du spielen willst. Muster erfährt dort, wer du bist, und sonst nichts; es schreibt nie in deinem Namen.',
    signInDiscord: 'Mit Discord anmelden',
    tonight: 'Heute Abend',
    today: 'Heute',
    tomorrow: 'Morgen',
    question: (day) => `Spielst du am ${day}?`,
    saved: (day, status) => `Gespeichert für ${day}: ${status}.`,
    takeBack: 'Zurücknehmen',
    takeBackNamed: (day) => `Zurücknehmen, was du für ${day} gesagt hast`,
    tookBack: (day) => `Zurückgenommen: Für ${day} hast du nichts gesagt.`,
    moreDays: 'Die Tage danach zeigen',
    fewerDays: 'Die Tage danach verbergen',
    week: 'Die Woche auf einen Blick',
    weekDay: (day, counts) => `${day}: ${counts}`,
    nobodyYet: 'noch niemand',
    names: 'Wer was gesagt hat',
    namesForLinked: 'Namen sehen nur Mitglieder mit verknüpftem Profil.',
    linkFirst: 'Verknüpfe unten dein Profil im Spiel, dann kannst du sagen, wann du spielst.',
    ready: (looking, threshold) =>
      `Genug für eine Runde: ${looking} suchen eine Runde, ${threshold} braucht es.`,
    notReady: (looking, threshold) => `${looking} von ${threshold}, die es braucht, suchen eine Runde.`,
    signInFailed: (why) =>
      why === 'denied'
        ? 'Du hast Discord nicht erlaubt, Muster zu sagen, wer du bist; du bist also nicht angemeldet.'
        : why === 'unavailable'
          ? 'Discord hat nicht geantwortet; du bist also nicht angemeldet. Versuche es später noch einmal.'
          : 'Discord hat diese Anmeldung nicht angenommen. Versuche es noch einmal; bleibt es dabei, sag es einem Admin.',
  },

  preferences: {
    title: 'Wie du eingeladen wirst',
    optIn: 'Ladet mich zum Spielen ein',
    optInHint:
      'Du bekommst eine Nachricht, wenn eine Runde läuft, für die du dich eingetragen hast. Jede Nachricht hat einen Ausweg.',
    channel: 'Wo zuerst',
    dms: 'Direktnachrichten auf Discord',
    dmsHint: 'Ausgeschaltet wird dir auf Discord nichts gesendet.',
    quiet: 'Ruhezeit',
    quietFrom: 'Von',
    quietUntil: 'Bis',
    quietNone: 'Keine: Du darfst jederzeit eingeladen werden.',
    quietAllDay: 'Ganztägig: Du wirst nie eingeladen.',
    quietBetween: (start, end) => `${start} bis ${end}: Dann wirst du nicht eingeladen.`,
    quietClear: 'Keine Ruhezeit',
    dmUnreachable:
      'Eine Direktnachricht an dich ließ sich nicht öffnen. Erlaube in Discord unter Privatsphäre-Einstellungen des Servers Direktnachrichten von Mitgliedern und blockiere Muster nicht. Schick dir dann einen Test.',
    dmLater:
      'Discord lässt Muster gerade keine Direktnachricht öffnen. Deine Wahl ist gespeichert, und an deinen Einstellungen liegt es nicht: Muster versucht es von selbst wieder, wenn es dich das nächste Mal einlädt. Um vorher sicherzugehen, schick dir in ein paar Minuten einen Test.',
    zone: 'Zeitzone',
    serverZone: (zone) => `Die des Servers (${zone})`,
    useBrowserZone: (zone) => `${zone} nehmen, die Zone dieses Geräts`,
    test: 'Schick mir einen Test',
    testing: 'Wird gesendet …',
  },

  links: {
    title: 'Telegram und Signal',
    none: 'Nicht verknüpft',
    linkedAs: (masked) => `Verknüpft: ${masked}`,
    link: 'Verknüpfen',
    unlink: 'Trennen',
    linkNamed: (channel) => `${channel} verknüpfen`,
    unlinkNamed: (channel) => `${channel} trennen`,
    encryptionOff:
      'Telegram und Signal lassen sich hier noch nicht verknüpfen: Ein Admin muss erst den Schlüssel setzen, der Adressen schützt.',
    how: (channel) =>
      channel === 'telegram'
        ? 'Scanne den Code mit dem Gerät, auf dem du Telegram hast, oder öffne den Link, und drücke Start. Oder schick dem Bot das hier in einem privaten Chat:'
        : 'Scanne den Code mit dem Gerät, auf dem du Signal hast, oder öffne den Link, und schick dorthin das hier und sonst nichts:',
    open: 'Link öffnen',
    qr: (channel) => `QR-Code, der den Chat auf ${channel} öffnet`,
    expires: (time) => `Es gilt einmal, bis ${time}.`,
    expired: 'Dieses Token ist abgelaufen. Lass dir ein neues geben.',
    waiting: 'Warte, bis deine Nachricht ankommt …',
    confirmed: (channel) => `${channel} ist verknüpft.`,
    unlinked: (channel) => `${channel} ist getrennt: Dorthin wird nichts mehr gesendet.`,
    secret: 'Wer es abschickt, wird mit deinem Konto verknüpft: Zeig es niemandem.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
  },

  player: {
    title: 'Dein Profil im Spiel',
    hint: 'Wer du im Spiel bist. Andere sehen es, und du brauchst es, um zu sagen, wann du spielst.',
    linked: (name) => `Verknüpft: Du spielst als ${name}.`,
    isLinked: 'Dein Profil ist verknüpft.',
    guid: 'GUID',
    guidHint: '1 bis 64 Buchstaben, Ziffern, _ oder -',
    name: 'Name im Spiel',
    nameHint: 'Andere sehen ihn: 1 bis 32 Zeichen',
    link: 'Profil verknüpfen',
    change: 'Profil ändern',
    unlink: 'Verknüpfung lösen',
    unlinkQuestion:
      'Die Verknüpfung lösen? Ohne Profil kannst du nicht sagen, wann du spielst, und wirst nicht eingeladen.',
    unlinkYes: 'Ja, lösen',
    unlinkNo: 'Nein, behalten',
    unlinked: 'Dein Profil ist nicht mehr verknüpft.',
    unconfirmed:
      'Dein Profil ist verknüpft, zählt aber noch nicht: Es muss bestätigt werden. Verknüpfe es noch einmal, um einen Code dafür zu bekommen, oder bitte einen Admin.',
    prove:
      'Noch ein Schritt: Schreib diesen Code irgendwo in deinen Namen im Spiel, betritt den Spielserver, und prüfe dann.',
    proveUntil: (time) =>
      `Der Code gilt einmal, bis ${time}, und nur für dich. Kannst du nicht auf den Server, dann bitte einen Admin, dich zu bestätigen.`,
    adminConfirms: 'Dein Profil ist verknüpft. Es zählt, sobald ein Admin es bestätigt hat.',
    check: 'Jetzt prüfen',
    checking: 'Wird geprüft …',
    confirmed: (name) => `Bestätigt: Du spielst als ${name}.`,
  },

  privacy: {
    title: 'Was über dich gespeichert ist',
    hint: 'Sieh es an, nimm es mit oder lass es löschen. Adressen auf Telegram und Signal sind verschlüsselt und werden nie gezeigt.',
    show: 'Zeigen, was gespeichert ist',
    hide: 'Wieder verbergen',
    exportData: 'Als Datei exportieren',
    exported: 'Die Datei liegt bei deinen Downloads.',
    erase: 'Meine Daten löschen',
    eraseTitle: 'Löschen, was über dich gespeichert ist?',
    eraseText:
      'Deine Einstellungen, Verknüpfungen und Angaben werden sofort gelöscht, und du wirst nicht mehr eingeladen. Das lässt sich nicht rückgängig machen; exportiere vorher eine Kopie, wenn du eine willst. Was früher gesendet wurde, bleibt unter einem zufälligen Platzhalter gezählt, und bis morgen bleibt ein Prüfwert von dir, damit niemand durch Löschen zweimal eingeladen wird.',
    eraseConfirm: 'Meine Daten löschen',
    eraseKeep: 'Behalten',
    erased:
      'Deine Einstellungen, Verknüpfungen und Angaben sind gelöscht, und dir wird nichts mehr gesendet.',
    fields: {
      user_id: 'Discord-Id',
      player_link: 'Profil im Spiel',
      channel_links: 'Verknüpfte Kanäle',
      preferences: 'Einstellungen',
      availability: 'Angaben zu Tagen',
      contacts: 'Wer dich angeschrieben hat, und warum',
      campaigns: 'Kampagnen, die du gestartet hast',
      history: 'Verknüpfungen und Zustimmung',
      player_guid: 'GUID',
      player_name: 'Name im Spiel',
      allow_promotions: 'Wird eingeladen',
      consented_at: 'Zugestimmt am',
      preferred_channel: 'Wo zuerst',
      discord_dms: 'Direktnachrichten auf Discord',
      discord_dm_channel_id: 'Id der Direktnachricht',
      telegram_linked: 'Telegram verknüpft',
      signal_linked: 'Signal verknüpft',
      quiet_hours: 'Ruhezeit',
      start: 'von',
      end: 'bis',
      timezone: 'Zeitzone',
      locale: 'Sprache',
      dry_run: 'Probelauf',
    },
    actions: {
      player_linked: 'Profil im Spiel verknüpft',
      player_verified: 'Profil bestätigt',
      player_unlinked: 'Verknüpfung mit dem Profil im Spiel entfernt',
      channel_linked: 'Kanal verknüpft',
      channel_unlinked: 'Kanal getrennt',
      consent_given: 'Einladungen zugestimmt',
      consent_withdrawn: 'Zustimmung zu Einladungen zurückgenommen',
    },
    you: 'du',
    yes: 'ja',
    no: 'nein',
  },
};
