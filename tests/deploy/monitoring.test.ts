import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { read } from '../docs/documents.js';

const RULES = 'deploy/prometheus/muster.rules.yml';
const DASHBOARD = 'deploy/grafana/muster.json';

/** What Muster tells Prometheus, beside what every Node process with prom-client does. */
const METRICS = [...read('src/observability/metrics.ts').matchAll(/'(muster_\w+)'/g)].map(
  ([, name]) => name ?? '',
);

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

/** The metrics of ours an expression asks for, without what a histogram adds to its name. */
const namesIn = (text: string): string[] =>
  (text.match(/\bmuster_[a-z_]+/g) ?? []).map((name) => name.replace(/_(bucket|sum|count)$/, ''));

describe('the alerts and the dashboard', () => {
  it('ask only for metrics Muster tells', () => {
    const asked = [
      ...rules.flatMap(({ expr }) => namesIn(expr)),
      ...dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr))),
    ];
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !METRICS.includes(name))).toEqual([]);
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
