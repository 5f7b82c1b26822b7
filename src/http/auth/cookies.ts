import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Our two cookies. Where the bridge is reached by https they are Secure and carry the prefix `__Host-`, which keeps
 * neighbouring names from setting them.
 */
export class Cookies {
  readonly #secure: boolean;

  constructor(
    publicUrl: string,
    private readonly name: 'muster_session' | 'muster_sign_in',
    /** How long the browser keeps it. */
    private readonly lastsMs: number,
  ) {
    this.#secure = publicUrl.startsWith('https:');
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.#fullName];
  }

  write(reply: FastifyReply, value: string): void {
    reply.setCookie(this.#fullName, value, { ...this.#options, maxAge: Math.floor(this.lastsMs / 1000) });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#fullName, this.#options);
  }

  get #fullName(): string {
    return this.#secure ? `__Host-${this.name}` : this.name;
  }

  get #options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure } as const;
  }
}
