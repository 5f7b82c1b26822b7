import type { Route } from './context.js';

/** The route for a request, and its parameters. */
export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by method and path. Literal parts win over parameters in the same place. */
export class Router {
  readonly #compiled: { route: Route; pattern: RegExp; names: string[] }[];

  constructor(routes: readonly Route[]) {
    this.#compiled = [...routes]
      .sort((a, b) => a.name.split(':').length - b.name.split(':').length)
      .map((route) => ({
        route,
        pattern: new RegExp(`^${route.name.replace(/:\w+/g, '([^/]+)')}/?$`),
        names: [...route.name.matchAll(/:(\w+)/g)].map((match) => match[1] ?? ''),
      }));
  }

  /** The route of a request, if there is one. `path` is without `/api` and version. */
  find(method: string, path: string): Found | undefined {
    const decoded = path.split('/').map(decodeURIComponent).join('/');
    for (const { route, pattern, names } of this.#compiled) {
      const match = pattern.exec(`${method} ${decoded}`);
      if (!match) continue;
      const params = Object.fromEntries(names.map((name, n) => [name, match[n + 1] ?? '']));
      return { route, params };
    }
    return undefined;
  }
}
