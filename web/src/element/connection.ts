import { Api } from '../api.js';
import { Bridge } from '../bridge.js';
import { WebsiteTokens } from '../token.js';

/** Where the bridge is, who asks it, and in which language. */
export interface ConnectionSettings {
  /** Empty: where the script came from. */
  readonly endpoint: string;
  readonly tokenEndpoint: string;
  readonly locale: string;
}

/** The bridge as the element's attributes name it. Relative addresses are the page's. */
export function connect(settings: ConnectionSettings, scriptAddress: string): Bridge {
  const endpoint = new URL(settings.endpoint || scriptAddress, document.baseURI).href;
  const tokens = settings.tokenEndpoint
    ? new WebsiteTokens(new URL(settings.tokenEndpoint, document.baseURI).href, {
        fetch: (input, init) => fetch(input, init),
        now: Date.now,
      })
    : null;
  return new Bridge(new Api({ endpoint, locale: settings.locale, tokens }));
}

/**
 * Where to sign in, and come back to this page. `null` on a page of another origin: there, the website says who its
 * visitors are.
 */
export function signInAddress(bridge: Bridge): string | null {
  const address = new URL(bridge.api.address('/auth/login'));
  if (address.origin !== location.origin) return null;
  address.searchParams.set('return_to', location.pathname);
  return address.href;
}
