/** What may be known at once. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, within the call where it need not be waited for. */
export function whenKnown<T, R>(value: Soon<T>, go: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(go) : go(value);
}
