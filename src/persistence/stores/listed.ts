import { type JobType, kindOf } from '../../domain/message-kinds.js';

const LISTED = `r.tier = 'recipient'`;
const STANDBY = `r.tier = 'standby'`;
/** A standby whom the campaign has called, or may have. */
const CALLED_STANDBY = `(${STANDBY} AND EXISTS (SELECT 1 FROM notifications_ledger s
  WHERE s.recipient_id = r.id AND s.campaign_id = r.campaign_id AND s.kind = 'call'
    AND s.state IN ('sending', 'sent', 'unknown')))`;

/**
 * Whom of a campaign's list (`r`) a job of a kind is about, as a condition: those it lists; or its standbys; or of these those
 * it has called as well, where a message comes to everybody it reached.
 */
export function isAbout(jobType: JobType): () => string {
  const { whom } = kindOf(jobType);
  if (whom === 'standbys') return () => STANDBY;
  return () => (whom === 'reached' ? `(${LISTED} OR ${CALLED_STANDBY})` : LISTED);
}
