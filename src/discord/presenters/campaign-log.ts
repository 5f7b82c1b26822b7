import type { Said } from '../../domain/answer.js';
import type { AttemptOutcome } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { Messages } from '../../messages/messages.js';
import type { CampaignLog } from '../../services/campaign-log.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { csvOf } from './csv.js';
import { COLOUR, payload, type Payload } from './payload.js';

const LINES_PER_PAGE = 15;

/** Which page of which log; what a page button carries. */
export interface LogPage {
  readonly date: string;
  readonly outcome: string | undefined;
  /** From 1. */
  readonly page: number;
}

/** A page button's id and back; what it names is looked up and authorised again. */
export function logPageId({ date, outcome, page }: LogPage): string {
  return `${date}/${outcome ?? ''}/${String(page)}`;
}

export function parseLogPageId(id: string): LogPage {
  const [date = '', outcome = '', page = '1'] = id.split('/');
  return { date, outcome: outcome || undefined, page: Math.max(1, Number.parseInt(page, 10) || 1) };
}

/** One page of a campaign's log: for admins a line an attempt with its name, for promoters a line a count. */
export function presentLog(messages: Messages, log: CampaignLog, wanted: LogPage): Payload {
  const lines = log.lines
    ? log.lines.map((line) => {
        const name = line.displayName === null || line.displayName === '' ? '—' : line.displayName;
        const by = line.channel ? ` · ${messages.channelName(line.channel)}` : '';
        const at = `<t:${String(Math.floor(line.at / 1000))}:T>`;
        if (line.isSummary) return `${at} ${job(messages, line)} · ${what(messages, line)}`;
        return `${at} ${job(messages, line)} · ${name}${by} · ${what(messages, line)}`;
      })
    : log.counts.map((line) => `${String(line.count)} × ${job(messages, line)} · ${what(messages, line)}`);
  const pages = Math.max(1, Math.ceil(lines.length / LINES_PER_PAGE));
  const page = Math.min(wanted.page, pages);
  const shown = lines.slice((page - 1) * LINES_PER_PAGE, page * LINES_PER_PAGE);
  const { promote } = messages;
  return payload({
    embeds: [
      {
        title: promote.logTitle(log.campaign.date),
        color: COLOUR.quiet,
        description: [
          ...(log.note ? [messages.noteLine(log.note), ''] : []),
          ...(log.lines ? [] : [promote.logForAdminsOnly, '']),
          ...(shown.length > 0 ? shown : [messages.nothing.log(log.campaign.date)]),
        ].join('\n'),
        footer: { text: promote.logPage(page, pages) },
      },
    ],
    components: pages > 1 ? [pageRow(messages, { ...wanted, date: log.campaign.date, page }, pages)] : [],
  });
}

function job(messages: Messages, line: { jobType: string; isSummary: boolean }): string {
  return line.isSummary ? messages.turnout.logName : messages.jobName(line.jobType as JobType);
}

function what(
  messages: Messages,
  line: { outcome: AttemptOutcome; reason: string | null; errorCode: string | null },
): string {
  const outcome = line.outcome === 'retry' ? null : messages.outcome(line.outcome);
  const reason = line.reason === null ? null : messages.promote.reason(line.reason);
  const code = line.errorCode === null ? null : messages.errorCode(line.errorCode);
  return [outcome, reason, code].filter(Boolean).join(' · ');
}

function pageRow(messages: Messages, current: LogPage, pages: number): Payload['components'][number] {
  const turn = (label: string, page: number) => ({
    ...button(customId('promote-log', logPageId({ ...current, page })), label),
    disabled: page < 1 || page > pages,
  });
  return row(
    turn(messages.promote.olderPage, current.page - 1),
    turn(messages.promote.newerPage, current.page + 1),
  );
}

const LINE_COLUMNS = [
  'at',
  'job',
  'name',
  'user_id',
  'channel',
  'outcome',
  'reason',
  'error_code',
  'attempt',
  'final',
  'answer',
];

/** The words of the HTTP API. */
const ANSWER_IN_CSV: Record<Said, string> = {
  COMING: 'coming',
  LATE: 'later',
  NOT_TONIGHT: 'not_tonight',
  NONE: 'none',
};

/** The whole log as CSV, names only where the log has them. */
export function logCsv(log: CampaignLog): string {
  const rows = log.lines
    ? [
        LINE_COLUMNS,
        ...log.lines.map((line) => [
          new Date(line.at).toISOString(),
          csvJob(line),
          line.displayName ?? '',
          line.userId,
          line.channel satisfies ChannelType | null,
          line.outcome,
          line.reason,
          line.errorCode,
          line.attempt,
          line.isFinal,
          line.answer && ANSWER_IN_CSV[line.answer],
        ]),
      ]
    : [
        ['job', 'outcome', 'reason', 'error_code', 'count'],
        ...log.counts.map((line) => [csvJob(line), line.outcome, line.reason, line.errorCode, line.count]),
      ];
  return csvOf(rows);
}

function csvJob({ jobType, isSummary }: { jobType: string; isSummary: boolean }): string {
  return isSummary ? 'summary' : jobType;
}
