import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Waits for `work` while collecting garbage again and again, as in a process that lives for months. */
export async function whileCollecting<T>(work: Promise<T>): Promise<T> {
  const collecting = setInterval(collect, 10);
  try {
    return await work;
  } finally {
    clearInterval(collecting);
  }
}
