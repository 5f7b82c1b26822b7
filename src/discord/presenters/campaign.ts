import { type APIEmbedField, ButtonStyle } from 'discord.js';
import { isAnswered } from '../../domain/answer.js';
import type { CampaignStatus, OutcomeCounts } from '../../domain/campaign.js';
import { mostFirst } from '../../domain/most-first.js';
import { standbysLeft } from '../../domain/standbys.js';
import type { Messages } from '../../messages/messages.js';
import type { CampaignView } from '../../services/campaign-status.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { COLOUR, payload, type Payload } from './payload.js';

const BAR_LENGTH = 12;

/** How a campaign stands: a bar per job, numbers, reasons; no names. `notes` stand above it. */
export function presentCampaign(
  messages: Messages,
  view: CampaignView,
  notes: readonly string[] = [],
): Payload {
  const { campaign, jobs } = view;
  const { promote } = messages;
  const isOver = jobs.every(({ status }) => status !== 'pending' && status !== 'running');
  const hasFollowUp = jobs.some(({ jobType }) => jobType === 'follow_up');
  const allNotes = [
    ...notes,
    ...(hasFollowUp ? [] : [messages.notice({ code: 'no_follow_up' })]),
    ...(view.paused && !isOver ? [promote.pausedNow] : []),
    ...(view.notAsked ? [promote.tooFew.notAsked] : []),
  ];
  const buttons = [
    // When standbys may be called, says whoever presses too early or too late.
    ...(standbysLeft(campaign, jobs) > 0
      ? [button(customId('promote-more', campaign.id), promote.callStandby)]
      : []),
    ...(isOver
      ? []
      : [button(customId('promote-cancel', campaign.id), promote.cancelCampaign, ButtonStyle.Danger)]),
  ];
  const cancelledInTime = campaign.status === 'cancelled' && jobs.every(({ counts }) => isNobody(counts));
  return payload({
    embeds: [
      {
        title: titleOf(messages, view),
        color: colourOf(view),
        description: [
          promote.session(campaign.startAt),
          ...(cancelledInTime
            ? [promote.cancelledInTime]
            : [
                ...allNotes,
                promote.recipients(campaign.recipientCount, campaign.channelsSummary),
                ...(isAnswered(view.answers) ? [promote.answers(view.answers)] : []),
                ...(view.droppedOut > 0 ? [promote.droppedOut(view.droppedOut)] : []),
                ...(view.late > 0 ? [promote.signedUpSince(view.late)] : []),
              ]),
        ].join('\n'),
        fields: cancelledInTime
          ? []
          : jobs.map((job) => fieldOf(messages, job, job.wanted ?? campaign.recipientCount)),
        footer: { text: promote.footer(campaign.id) },
      },
    ],
    components: buttons.length === 0 ? [] : [row(...buttons)],
  });
}

type JobView = CampaignView['jobs'][number];

/** What went out says at once how many it reached, of those who were written to. */
function titleOf({ promote }: Messages, { campaign, counts }: CampaignView): string {
  const { status, request } = campaign;
  const title = promote.title(status, request.dryRun);
  const wentOut = !request.dryRun && (status === 'sent' || status === 'partial');
  return wentOut ? `${title} · ${promote.reached(counts.sent, writtenTo(counts))}` : title;
}

/** One closed door is no trouble of the evening; most of them are. */
function colourOf({ campaign, counts }: CampaignView): number {
  if (campaign.status !== 'partial') return STATUS_COLOUR[campaign.status];
  return counts.sent * 2 >= writtenTo(counts) ? COLOUR.good : COLOUR.attention;
}

const STATUS_COLOUR: Record<Exclude<CampaignStatus, 'partial'>, number> = {
  scheduled: COLOUR.planned,
  running: COLOUR.planned,
  sent: COLOUR.good,
  failed: COLOUR.bad,
  skipped: COLOUR.quiet,
  missed: COLOUR.attention,
  cancelled: COLOUR.quiet,
};

function fieldOf(messages: Messages, job: JobView, recipients: number): APIEmbedField {
  const { jobType, status, counts, endReason, runAt } = job;
  const { promote } = messages;
  const line = promote.jobLine({
    jobType,
    status,
    at: comesAt(job),
    counts,
    leftOut: mostFirst(job.skippedByReason),
    total: recipients,
    wanted: job.wanted,
  });
  const lines = [
    // A bar of what was cancelled would say that it was done.
    ...(status === 'cancelled' ? [] : [bar(total(counts), recipients)]),
    line,
    ...(endReason === null ? [] : [promote.endReason(endReason)]),
  ];
  return { name: promote.moment(jobType, runAt), value: lines.join('\n') };
}

/** When it goes on; of a job that has not begun its planned moment, for the follow-up's is only set after the start. */
function comesAt({ startedAt, runAt, nextRunAt }: JobView): number {
  return startedAt === null ? runAt : nextRunAt;
}

/** Nobody was written to, and nobody may have been. */
function isNobody(counts: OutcomeCounts): boolean {
  return writtenTo(counts) + counts.simulated === 0;
}

function writtenTo({ sent, failed, unknown }: OutcomeCounts): number {
  return sent + failed + unknown;
}

function total(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** More may be done than were wanted: of standbys, others are called where the first do not come. */
function bar(done: number, all: number): string {
  const filled = all === 0 ? BAR_LENGTH : Math.floor((Math.min(done, all) / all) * BAR_LENGTH);
  return '▰'.repeat(filled) + '▱'.repeat(BAR_LENGTH - filled);
}
