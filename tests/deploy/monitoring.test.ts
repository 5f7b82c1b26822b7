import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Metrics } from '../../src/observability/metrics.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { read } from '../docs/documents.js';

const RULES = 'deploy/prometheus/muster.rules.yml';
const DASHBOARD = 'deploy/grafana/muster.json';

/** What `/metrics` tells, by the names it tells it under, and of each the kind. */
const told = new Map(
  Array.from(
    (await metrics().render()).matchAll(/^# TYPE (\w+) (\w+)$/gm),
    ([, name = '', kind = '']) => [name, kind] as const,
  ),
);
/** What of it is Muster's own, and not any Node process's. */
const METRICS = [...told.keys()].filter((name) => name.startsWith('muster_'));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const rules = (parse(read(RULES)) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  ({ rules: each }) => each,
);
const dashboard = JSON.parse(read(DASHBOARD)) as {
  panels: {
    id: number;
    title: string;
    description: string;
    gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    targets: { expr: string }[];
  }[];
};

function metrics(): Metrics {
  const nothing = {
    jobs: async () => ({ waiting: 0, due: 0 }),
    inFlight: () => 0,
    gatewayUp: () => true,
    promotionsPaused: async () => false,
    discordRefusals: () => 0,
    roles: () => [['gateway:0', true] as const],
  };
  return new Metrics(new SimpleEventBus(), nothing, '1.2.3', new SystemClock());
}

/** The metrics an expression asks for: ours, and those of the process Muster is. A histogram is asked for by its parts. */
const namesIn = (text: string): string[] =>
  (text.match(/\b(?:muster|nodejs|process)_\w+/g) ?? []).map((name) => {
    const whole = name.replace(/_(bucket|sum|count)$/, '');
    return told.get(whole) === 'histogram' ? whole : name;
  });

describe('the alerts and the dashboard', () => {
  it('ask only for metrics that /metrics tells', () => {
    const asked = [
      ...rules.flatMap(({ expr }) => namesIn(expr)),
      ...dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr))),
    ];
    expect(asked).toEqual(expect.arrayContaining(['nodejs_eventloop_lag_p99_seconds', 'muster_jobs_due']));
    expect(asked.filter((name) => !told.has(name))).toEqual([]);
  });

  it('between them leave none out', () => {
    const all = namesIn(read(RULES) + read(DASHBOARD));
    expect(METRICS.filter((name) => !all.includes(name))).toEqual([]);
  });
});

describe('each alert', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says how bad it is and what to do',
    (_, rule) => {
      expect(rule.alert).toMatch(/^Muster[A-Z]/);
      expect(['critical', 'warning', 'info']).toContain(rule.labels.severity);
      expect(rule.annotations.summary).not.toMatch(/\.$/);
      expect(rule.annotations.description).toMatch(/[.?]$/);
    },
  );

  it('has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

it('no two panels of the dashboard lie on each other, and each says what it shows', () => {
  const taken = new Set<string>();
  for (const { title, description, gridPos } of dashboard.panels) {
    expect(description, title).not.toBe('');
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.has(`${x},${y}`), title).toBe(false);
        taken.add(`${x},${y}`);
      }
    }
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  }
});
