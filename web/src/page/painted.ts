/**
 * Resolves once the browser has painted what is on the page by now. At once in a hidden tab, where nothing is painted before
 * somebody looks.
 */
export function painted(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}
