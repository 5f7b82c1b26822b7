import { arch, cpus, loadavg, platform, totalmem } from 'node:os';

/** What a run was made on: figures of two machines don't compare. */
export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** The load average over the minute before the run; of no use on Windows, where it is always 0. */
  readonly loadBefore: number;
}

/** A load beyond this means that others were using the machine. */
const QUIET = 1;

/** This machine, as it is now. */
export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    node: process.version,
    system: `${platform()} ${arch()}`,
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

/** A machine in one sentence. */
export function describe({ node, system, cpu, cores, memoryGiB, loadBefore }: Machine): string {
  const state = loadBefore < QUIET ? 'quiet' : 'loaded';
  return `Node ${node} on ${system}: ${cpu}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${state} (load average ${String(loadBefore)} before the run).`;
}
