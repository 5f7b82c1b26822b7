/** How browsers tell when weeks begin (ECMA-402's Intl.Locale Info): by a function, and some still by a property. */
interface WithWeek {
  getWeekInfo?(): { readonly firstDay: number };
  readonly weekInfo?: { readonly firstDay: number };
}

/** Dates and times as the reader writes them. Instants are ISO 8601 or milliseconds; dates `YYYY-MM-DD`. */
export class Formats {
  /** What was made to write with, by what it writes: making one takes a hundred times as long as writing. */
  readonly #made = new Map<string, Intl.DateTimeFormat>();

  constructor(
    private readonly locale: string,
    /** The viewer's zone, as their browser has it. */
    readonly zone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone,
  ) {}

  /** A time of day, such as 21:00, in the viewer's zone or another. */
  time(instant: string | number, zone: string = this.zone): string {
    return this.#format({ hour: '2-digit', minute: '2-digit', timeZone: zone }, new Date(instant));
  }

  /** Whether the viewer's clocks show the same at an instant as those of another zone. */
  showsTimeOf(zone: string, instant: string | number): boolean {
    return this.time(instant) === this.time(instant, zone);
  }

  /** With the weekday where the viewer's day isn't `date`: they live a day ahead or behind. */
  timeBeside(date: string, instant: string | number, zone: string = this.zone): string {
    const local = this.#format({ timeZone: zone }, new Date(instant), 'en-CA');
    if (local === date) return this.time(instant, zone);
    const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone } as const;
    return this.#format(options, new Date(instant));
  }

  dateTime(instant: string | number): string {
    return this.#format({ dateStyle: 'medium', timeStyle: 'short', timeZone: this.zone }, new Date(instant));
  }

  /** A text for Discord as its apps would show it: `<t:…>` is a moment in the reader's time. */
  moments(text: string): string {
    return text.replaceAll(/<t:(\d+)(?::(\w))?>/g, (_, seconds: string, style?: string) => {
      const instant = Number(seconds) * 1000;
      return style === 't' ? this.time(instant) : this.dateTime(instant);
    });
  }

  /** "Monday, 23 November". */
  day(date: string): string {
    return this.#format({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }, noon(date));
  }

  /** "Monday"; 0 is Sunday. */
  weekday(number: number): string {
    // The 4th of January 2026 was a Sunday.
    return this.#format({ weekday: 'long', timeZone: 'UTC' }, noon(daysAfter('2026-01-04', number)));
  }

  /** "Mon"; 0 is Sunday. */
  shortWeekday(number: number): string {
    return this.#format({ weekday: 'short', timeZone: 'UTC' }, noon(daysAfter('2026-01-04', number)));
  }

  /** The day the reader's weeks begin with; 0 is Sunday. Monday where the browser doesn't know. */
  get firstWeekday(): number {
    const locale = new Intl.Locale(this.locale) as Intl.Locale & WithWeek;
    const { firstDay } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { firstDay: 1 };
    return firstDay % 7;
  }

  /** "November 2026", of any date in it. */
  month(date: string): string {
    return this.#format({ month: 'long', year: 'numeric', timeZone: 'UTC' }, noon(date));
  }

  /** "Mon 23". */
  shortDay(date: string): { weekday: string; day: string } {
    return {
      weekday: this.#format({ weekday: 'short', timeZone: 'UTC' }, noon(date)),
      day: this.#format({ day: 'numeric', timeZone: 'UTC' }, noon(date)),
    };
  }

  /** "Telegram, Signal and Discord". */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(parts);
  }

  #format(options: Intl.DateTimeFormatOptions, moment: Date, locale = this.locale): string {
    try {
      return this.#writing(options, locale).format(moment);
    } catch (error) {
      // A zone this browser doesn't know: UTC is told as UTC rather than nothing at all.
      if (!(error instanceof RangeError) || options.timeZone === 'UTC') throw error;
      return this.#format({ ...options, timeZone: 'UTC', timeZoneName: 'short' }, moment, locale);
    }
  }

  #writing(options: Intl.DateTimeFormatOptions, locale: string): Intl.DateTimeFormat {
    const key = `${locale} ${JSON.stringify(options)}`;
    const made = this.#made.get(key) ?? new Intl.DateTimeFormat(locale, options);
    this.#made.set(key, made);
    return made;
  }
}

/** The date so many days after another. */
export function daysAfter(date: string, days: number): string {
  const moment = noon(date);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** The first character of a sentence that begins with a word of the tables. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function noon(date: string): Date {
  return new Date(`${date}T12:00:00.000Z`);
}
