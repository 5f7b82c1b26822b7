import { html, nothing, type TemplateResult } from 'lit';
import type { Preview } from '../../../src/contract/promotions.js';
import type { WebTexts } from '../../../src/messages/texts/web.js';
import { capital, type Formats } from '../format.js';
import { type ChosenChannel, messagesView } from './messages-view.js';
import { moon } from './moon.js';
import { channelsLine, reasonsView } from './summary-view.js';

/** What a campaign would be: how many, when, who, who not, and the texts, worded as the chosen channel carries them. */
export function previewView(
  preview: Preview,
  texts: WebTexts,
  formats: Formats,
  chosen: ChosenChannel,
  include: () => void,
): TemplateResult {
  const { promote } = texts;
  const { recipient_count: count, excluded, notices } = preview;
  const { status_not_included: notIncluded = 0, ...others } = excluded;
  const leftOut = Object.values(others).some((number) => number > 0);
  return html`<div class="answer" part="preview">
    <p class="headline">
      ${
        count === 0
          ? html`<strong>${promote.nobody}</strong>`
          : html`<strong class="total">${count}</strong>
              <span
                >${texts.players(count).replace(/^\d+\s*/, '')}:
                ${channelsLine(preview.channels_summary, texts, formats)}</span
              >`
      }
    </p>
    ${notices.map(({ detail }) => html`<p class="note warn">${detail}</p>`)}
    ${scheduleView(preview, texts, formats)}
    ${
      count === 0
        ? nothing
        : html`<section>
            <h3 id="who">${promote.recipients}</h3>
            ${peopleView(preview.recipients_preview, 'who', texts)}
          </section>`
    }
    ${standbysView(preview, texts)}
    <section>
      <h3>${promote.leftOut}</h3>
      ${
        notIncluded === 0
          ? nothing
          : html`<p class="not-included">
              ${promote.notIncluded(notIncluded)}
              <button class="button quiet" type="button" part="include" @click=${include}>
                ${promote.includeThem}
              </button>
            </p>`
      }
      ${leftOut ? reasonsView(others, texts) : nothing}
      ${leftOut || notIncluded > 0 ? nothing : html`<p class="muted">${promote.nobodyLeftOut}</p>`}
    </section>
    ${messagesView(preview, texts, formats, chosen)}
  </div>`;
}

function scheduleView(preview: Preview, texts: WebTexts, formats: Formats): TemplateResult {
  const { promote, job } = texts;
  const { campaign_date: date, timezone: zone, schedule, forecast } = preview;
  const elsewhere = !formats.showsTimeOf(zone, schedule.start_at);
  const row = (name: string, at: string | null, otherwise: string, about = false): TemplateResult => {
    const told = (zoneOf?: string): string => {
      if (at === null) return otherwise;
      const time = formats.timeBeside(date, at, zoneOf);
      return about ? promote.followUpAbout(time) : time;
    };
    return html`<tr>
      <th scope="row">${capital(name)}</th>
      <td>${told()}</td>
      ${elsewhere ? html`<td>${told(zone)}</td>` : nothing}
    </tr>`;
  };
  return html`<section>
    <h3>${promote.when}</h3>
    <table part="schedule">
      <thead>
        <tr>
          <td></td>
          <th scope="col">${promote.yourTime}</th>
          ${elsewhere ? html`<th scope="col">${breakable(promote.campaignTime(zone))}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${row(job.reminder, schedule.reminder_at, promote.noReminder)}
        ${row(job.start, schedule.start_at, '')}
        ${row(job.follow_up, schedule.follow_up_at, promote.noFollowUp, true)}
      </tbody>
    </table>
    ${
      forecast.last_send_at === null
        ? nothing
        : html`<p class="hint">${promote.lastSend(formats.time(forecast.last_send_at))}</p>`
    }
  </section>`;
}

/** A zone's name may be broken after its slash. */
function breakable(text: string): TemplateResult {
  return html`${text.split('/').map((part, index) => html`${index === 0 ? nothing : html`/<wbr />`}${part}`)}`;
}

/** Those who may be called where some are missing, and what keeps others from being among them. */
function standbysView(
  { standby_count: count, standbys_preview: people, standbys_excluded: others }: Preview,
  texts: WebTexts,
): TemplateResult | typeof nothing {
  const { promote } = texts;
  const keptOut = Object.values(others).some((number) => number > 0);
  if (count === 0 && !keptOut) return nothing;
  return html`<section class="standbys" part="standbys">
    <h3 id="standbys">${promote.standbys(count)}</h3>
    ${count === 0 ? nothing : html`<p class="hint">${promote.standbysHint}</p>`}
    ${count === 0 ? nothing : peopleView(people, 'standbys', texts)}
    ${keptOut ? html`<p class="hint">${promote.noStandbys}</p>` : nothing}
    ${keptOut ? reasonsView(others, texts) : nothing}
  </section>`;
}

function peopleView(
  people: Preview['recipients_preview'],
  labelledBy: string,
  texts: WebTexts,
): TemplateResult {
  const { promote } = texts;
  // It scrolls by itself, so the keyboard has to get into it.
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${labelledBy}>
    <table>
      <thead>
        <tr>
          <th scope="col">${promote.name}</th>
          <th scope="col">${promote.says}</th>
          <th scope="col">${promote.via}</th>
        </tr>
      </thead>
      <tbody>
        ${people.map(
          ({ display_name: name, status, weekly, selected_channel: channel }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>
                <span class="says"
                  >${moon(status)}
                  <span class="word">${texts.status[status]}</span
                  >${weekly ? html` <span class="muted">(${texts.weekly})</span>` : nothing}</span
                >
              </td>
              <td>${texts.channel[channel]}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
