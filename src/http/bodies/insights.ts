import type { Insights as InsightsBody } from '../../contract/insights.js';
import { FEWEST_TOLD } from '../../domain/answer.js';
import type { Shortfall } from '../../domain/shortfall.js';
import { FEWEST_EVENINGS } from '../../domain/weekdays.js';
import { INSIGHT_WEEKS, type EveningInsight, type Insights } from '../../services/insights.js';

/** The insights as they go over the wire. */
export function insightsBody({ evenings, why, standbys, weekdays, threshold }: Insights): InsightsBody {
  return {
    weeks: INSIGHT_WEEKS,
    threshold,
    evenings: evenings.map(eveningBody),
    why: why && { evenings: why.evenings, partly: why.partly, ...whyBody(why.shortfall) },
    standbys,
    weekdays: [...weekdays.weekdays],
    fewest_evenings: FEWEST_EVENINGS,
    fewest_people: FEWEST_TOLD,
    best_weekday: weekdays.best?.weekday ?? null,
  };
}

function eveningBody({ turnout, answers, why, standbys }: EveningInsight): InsightsBody['evenings'][number] {
  return {
    date: turnout.date,
    expected: turnout.expected,
    in_voice: turnout.inVoice,
    on_server: turnout.onServer,
    joined: turnout.joined,
    answers: answers && {
      coming: answers.coming,
      later: answers.later,
      not_tonight: answers.notTonight,
      none: answers.none,
      dropped_out: answers.droppedOut,
    },
    why: why && whyBody(why),
    standbys,
  };
}

function whyBody(why: Shortfall): NonNullable<InsightsBody['evenings'][number]['why']> {
  return {
    quiet_hours: why.quietHours,
    pings_off: why.pingsOff,
    own_limit: why.ownLimit,
    unreachable: why.unreachable,
    said_no: why.saidNo,
    dropped_out: why.droppedOut,
    no_answer: why.noAnswer,
    said_nothing: why.saidNothing,
  };
}
