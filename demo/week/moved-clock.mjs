/**
 * What the week's demo gives node beside the bot's program: its process lives so many milliseconds ahead of this machine
 * (`?ms=` in this file's address). Only what time it is moves; timers run as they always do. The bot itself has no such option.
 */
const aheadMs = Number(new URL(import.meta.url).searchParams.get('ms'));
const machine = Date;
const now = () => machine.now() + aheadMs;

globalThis.Date = new Proxy(machine, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new machine(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
machine.prototype.constructor = globalThis.Date;
