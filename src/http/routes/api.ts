import type { FastifyPluginAsync } from 'fastify';
import type { ServiceContext } from '../../services/context.js';
import { requireActor } from '../asking.js';
import { availabilityRoutes, type RouteSettings } from './availability.js';
import { calendarRoutes } from './calendar.js';
import { campaignRoutes } from './campaigns.js';
import { ANYBODY } from './documented.js';
import { insightRoutes } from './insights.js';
import { linkRoutes } from './links.js';
import { preferenceRoutes } from './preferences.js';
import { privacyRoutes } from './privacy.js';
import { promotionRoutes } from './promotions.js';
import { settingRoutes } from './settings.js';
import { standingCampaignRoutes } from './standing-campaigns.js';
import { standingRoutes } from './standing.js';

/** Every route under /api. `request.actor` is known in all of them, and what a cookie asks to change is guarded. */
export function apiRoutes(services: ServiceContext, settings: RouteSettings): FastifyPluginAsync {
  return async (app) => {
    // Before anything of the request is judged. A route is for signed-in people unless its document says otherwise.
    app.addHook('preValidation', (request, _reply, done) => {
      if (request.routeOptions.schema?.security !== ANYBODY) requireActor(request);
      done();
    });
    await app.register(availabilityRoutes(services, settings));
    await app.register(standingRoutes(services));
    await app.register(calendarRoutes(services));
    await app.register(preferenceRoutes(services));
    await app.register(linkRoutes(services));
    await app.register(promotionRoutes(services));
    await app.register(standingCampaignRoutes(services));
    await app.register(campaignRoutes(services));
    await app.register(insightRoutes(services));
    await app.register(privacyRoutes(services));
    await app.register(settingRoutes(services));
  };
}
