import type { Response } from 'light-my-request';
import type { TestBridge } from '../test-bridge.js';

/** What a browser does and we rely on: keeps cookies, sends them back, and follows where it is sent. */
export class Browser {
  constructor(
    private readonly bridge: TestBridge,
    readonly cookies = new Map<string, string>(),
  ) {}

  /** The same browser, whose requests another process gets. */
  at(bridge: TestBridge): Browser {
    return new Browser(bridge, this.cookies);
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask('GET', url, headers);
  }

  /** As a page of ours posts: with the header that no foreign page can send. */
  async post(url: string, payload?: object, headers: Record<string, string> = {}): Promise<Response> {
    const own = { origin: 'https://muster.example.org', 'x-requested-with': 'XMLHttpRequest' };
    return this.#ask('POST', url, { ...own, ...headers }, payload);
  }

  /** Begins a sign-in, goes to Discord's page, and comes back; resolves with the answer of the callback. */
  async signIn(returnTo = '/', headers: Record<string, string> = {}): Promise<Response> {
    return this.get(await this.comeBack(returnTo), headers);
  }

  /** The same without the last step: the address Discord sends the browser to. */
  async comeBack(returnTo = '/'): Promise<string> {
    const login = await this.get(`/auth/login?return_to=${encodeURIComponent(returnTo)}`);
    if (login.statusCode !== 302) throw new Error(`no way to Discord: ${login.body}`);
    const page = await fetch(String(login.headers.location), { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    return `${back.pathname}${back.search}`;
  }

  /** Whether it is signed in, and as whom. */
  async user(): Promise<string | null> {
    const answer = await this.get('/api/privacy');
    return answer.statusCode === 200 ? answer.json<{ user_id: string }>().user_id : null;
  }

  async #ask(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    payload?: object,
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.bridge.ask({
      method,
      url,
      payload,
      headers: { ...headers, ...(cookie !== '' && { cookie }) },
    });
    for (const { name, value, maxAge, expires } of answer.cookies) {
      const gone = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0);
      if (gone) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}
