/** A limit on how many tasks run at once. */

/** At most `most` tasks at a time, in the order in which they come. */
export function turns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await task();
    } finally {
      const go = waiting.shift();
      if (go) go();
      else running--;
    }
  };
}
