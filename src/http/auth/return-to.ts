/**
 * The path to go to after signing in, or `null` for anything that could lead off this site: another origin in
 * whatever spelling browsers take for one (`//evil`, `/\evil`), control characters, or no path at all.
 */
export function localPath(returnTo: string): string | null {
  // Browsers drop tabs and line ends from addresses and read a backslash as a slash; neither belongs in a path.
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(returnTo) || returnTo.includes('\\')) return null;
  const here = 'http://here.invalid';
  const url = URL.canParse(returnTo, here) ? new URL(returnTo, here) : null;
  // As it is resolved: `/x/..//evil` is a path that resolves to `//evil`.
  return url?.origin === here && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}${url.hash}`
    : null;
}
