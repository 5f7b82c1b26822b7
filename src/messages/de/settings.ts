import { echo } from '../echo.js';
import type { SettingsTexts } from '../texts/settings.js';
import { QUOTES } from './quotes.js';

export const settings: SettingsTexts = {
  title: 'Einstellungen',
  intro:
    'Eine Änderung gilt sofort, für alles außer Kampagnen, die es schon gibt: Die behalten ihre Zeiten. Ein Wert mit 🔒 steht in der Umgebung, mit der Muster gestartet wurde, und lässt sich nur dort ändern.',
  names: {
    start_time: 'Beginn der Session',
    reminder_time: 'Erinnerung',
    session_plan: 'Spielplan',
    question_time: 'Frage nach dem Abend',
    promoter_role_ids: 'Promoter-Rollen',
    availability_session_ready_threshold: 'So viele Leute machen eine Session bereit',
    session_minimum: 'So viele braucht eine Runde mindestens',
    voice_channel_ids: 'Sprachkanäle, die zählen',
    game_join_address: 'Adresse des Spiels',
    followup_channel_id: 'Kanal für die Zusammenfassung',
    board_channel_id: 'Kanal für die Tafel',
    board_time: 'Uhrzeit der Tafel',
    alert_channel_id: 'Kanal für Warnungen',
    global_cooldown: 'Insgesamt eine Kampagne am Tag',
    followup_delay_seconds: 'Nachfrage nach (Sekunden)',
    dry_run_default: 'Probelauf, wenn nichts anderes gesagt wird',
    voice_check_enabled: 'Nachsehen, wer im Sprachkanal ist',
    server_check_enabled: 'Nachsehen, wer auf dem Spielserver ist',
  },
  hints: {
    start_time: 'HH:MM, etwa 21:00. Vor 06:00 gehört er zum Abend davor.',
    reminder_time: 'HH:MM, etwa 20:45, vor dem Beginn.',
    session_plan: 'Etwa: tue 21:00, sun 20:00 reminder 19:30. Keiner: jeden Tag zum Beginn oben.',
    question_time: 'HH:MM: wann gefragt wird, wer gefragt werden will. Keine: niemand wird gefragt.',
    promoter_role_ids: 'Wer eine dieser Rollen hat, darf einladen. Bis zu 25.',
    availability_session_ready_threshold: 'Wie viele ein Spiel suchen müssen: 1 bis 1000.',
    session_minimum:
      'Suchen zur Erinnerung weniger, wird gefragt, wer eingeladen hat: absagen? 0 bis 1000; 0: nie.',
    voice_channel_ids:
      'Bis zu 25; verlinkt wird der erste. Keiner: alle außer dem AFK-Kanal, verlinkt wird der vollste.',
    game_join_address:
      'Wie man ins Spiel kommt, etwa: connect play.example.org:27960. Steht in jeder Einladung.',
    followup_channel_id: 'Wohin die Zusammenfassung nach der Nachfrage geht. Keiner: nirgendwohin.',
    board_channel_id:
      'Wo die Tafel jedes Spieltags von selbst erscheint, und dass es losgeht. Keiner: nichts davon.',
    board_time: 'HH:MM, etwa 10:00: Dann erscheint die Tafel, an Tagen mit Runde.',
    alert_channel_id: 'Wo Störungen gemeldet werden, die jemanden brauchen. Keiner: nirgends.',
    global_cooldown: 'Nein: eine Kampagne am Tag für jeden Promoter.',
    followup_delay_seconds: 'Von der letzten Startnachricht bis zum Blick, wer fehlt: 0 bis 900.',
    dry_run_default: 'Ob /promote create ein Probelauf ist, wenn der Promoter nichts sagt.',
    voice_check_enabled: 'Ist dies und der Spielserver aus, gibt es keine Nachfrage.',
    server_check_enabled: 'Dafür muss ein Spielserver in der Umgebung stehen.',
  },
  source: (source, variable) =>
    ({ environment: `🔒 fest durch \`${variable}\``, settings: 'hier gesetzt', default: 'Vorgabe' })[source],
  none: 'keiner',
  yes: 'Ja',
  no: 'Nein',
  choose: 'Eine Einstellung ändern …',
  fixed: '🔒 fest in der Umgebung',
  choosePlaceholder: 'Auswählen …',
  field: 'Wert',
  toDefault: 'Zurück zur Vorgabe',
  byId: 'Schreib Ids, durch Kommas getrennt; auf Discord wählst du sie mit `/settings` nach Namen aus.',
  back: 'Zurück',
  openAgain: 'Korrigieren',
  typed: (text) => `Eingegeben: ${echo(text, QUOTES)}`,
};
