import { ButtonStyle } from 'discord.js';
import type { CampaignStatus, OutcomeCounts } from '../../domain/campaign.js';
import type { Messages } from '../../messages/messages.js';
import type { CampaignView } from '../../services/campaign-status.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import { COLOUR, payload, type Payload } from './payload.js';

const BAR_LENGTH = 12;

const STATUS_COLOUR: Record<CampaignStatus, number> = {
  scheduled: COLOUR.planned,
  running: COLOUR.planned,
  sent: COLOUR.good,
  partial: COLOUR.attention,
  failed: COLOUR.bad,
  skipped: COLOUR.quiet,
  missed: COLOUR.attention,
  cancelled: COLOUR.quiet,
};

/** How a campaign stands: a bar per job, numbers, reasons; no names. `notes` stand above it. */
export function presentCampaign(
  messages: Messages,
  view: CampaignView,
  notes: readonly string[] = [],
): Payload {
  const { campaign, jobs } = view;
  const fields = jobs.map((job) => {
    const done = total(job.counts);
    const reasons = Object.entries(job.skippedByReason).map(
      ([reason, count]) => `${String(count)} × ${messages.promote.reason(reason)}`,
    );
    const lines = [
      `${bar(done, campaign.recipientCount)} ${messages.promote.jobLine(job.status, comesAt(job), done, campaign.recipientCount)}`,
      ...(job.endReason === null ? [] : [messages.promote.endReason(job.endReason)]),
      messages.promote.counts(job.counts),
      ...reasons,
    ];
    return { name: messages.promote.moment(job.jobType, job.runAt), value: lines.filter(Boolean).join('\n') };
  });
  const over = jobs.every(({ status }) => status !== 'pending' && status !== 'running');
  const hasFollowUp = jobs.some(({ jobType }) => jobType === 'follow_up');
  const allNotes = [
    ...notes,
    ...(hasFollowUp ? [] : [messages.notice({ code: 'no_follow_up' })]),
    ...(view.paused && !over ? [messages.promote.pausedNow] : []),
  ];
  return payload({
    embeds: [
      {
        title: messages.promote.title(campaign.status, campaign.request.dryRun),
        color: STATUS_COLOUR[campaign.status],
        description: [
          ...allNotes,
          messages.promote.recipients(campaign.recipientCount, campaign.channelsSummary),
          ...(view.late > 0 ? [messages.promote.signedUpSince(view.late)] : []),
        ].join('\n'),
        fields,
        footer: { text: messages.promote.footer(campaign.id) },
      },
    ],
    components: over
      ? []
      : [
          row(
            button(
              customId('promote-cancel', campaign.id),
              messages.promote.cancelCampaign,
              ButtonStyle.Danger,
            ),
          ),
        ],
  });
}

/** When it goes on; of a job that has not begun its planned moment, for the follow-up's is only set after the start. */
function comesAt({ startedAt, runAt, nextRunAt }: CampaignView['jobs'][number]): number {
  return startedAt === null ? runAt : nextRunAt;
}

function total(counts: OutcomeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function bar(done: number, all: number): string {
  const filled = all === 0 ? BAR_LENGTH : Math.floor((done / all) * BAR_LENGTH);
  return '▰'.repeat(filled) + '▱'.repeat(BAR_LENGTH - filled);
}
