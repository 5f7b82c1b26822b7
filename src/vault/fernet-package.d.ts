/** The part of the `fernet` package that we use; it brings no types of its own. */
declare module 'fernet' {
  interface Secret {
    readonly signingKeyHex: string;
    readonly encryptionKeyHex: string;
  }
  interface Token {
    encode(): string;
    decode(): string;
  }
  const fernet: {
    Secret: new (key: string) => Secret;
    Token: new (options: { secret: Secret; ttl: 0; token?: string; message?: string }) => Token;
  };
  // eslint-disable-next-line muster/no-default-export -- a CommonJS package's exports are its default
  export default fernet;
}
