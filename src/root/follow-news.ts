import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { EventBus } from '../domain/events.js';
import { newsOf, type NewsWire } from '../domain/news.js';
import { reloadSettings } from '../services/change-settings.js';
import { loadOwnStarts } from '../services/load-own-starts.js';
import type { ServiceContext } from '../services/context.js';

/**
 * Tells other processes what happens here, and has this one look again at what they tell of. What happened elsewhere is no event
 * here: log, metrics and alerts would count it twice.
 */
export function followNews(
  { news, events }: { readonly news: NewsWire; readonly events: EventBus },
  { dispatcher, services }: { readonly dispatcher: Dispatcher; readonly services: ServiceContext },
): void {
  const look = (again: (context: ServiceContext) => Promise<void>): void => {
    again(services).catch((error: unknown) => {
      events.emit({ type: 'background_error', where: 'news', error });
    });
  };
  events.on((event) => {
    const told = newsOf(event);
    if (told) news.tell(told);
  });
  news.on((heard) => {
    const { type } = heard;
    if (type === 'settings_changed' || type === 'missed') look(reloadSettings);
    if (type === 'campaign_created' || type === 'campaign_cancelled' || type === 'missed')
      look(loadOwnStarts);
    dispatcher.hear(heard);
  });
}
