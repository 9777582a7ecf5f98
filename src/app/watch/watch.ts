/** Watches a project, and says what changed. */

/** What diagrams are made from. */
const WATCHED = /\.(m?[jt]s|ya?ml|json|svg|png|ttf|otf)$/i;
const IGNORED = /(^|[\\/])(node_modules|\.git)([\\/]|$)/;

/** Editors write a file in several steps, and save several files at once. */
const PAUSE_MS = 80;

export interface WatchHandlers {
  readonly onReady: () => void;
  /** Absolute paths of what changed since the last call; called again when it is done, never meanwhile. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
}

/** Watches everything under the root but the output folder; never returns. */
export async function watchProject(
  root: string,
  out: string,
  { onReady, onChange }: WatchHandlers,
): Promise<never> {
  const { watch } = await import('chokidar');
  const inOutput = (path: string): boolean => path === out || path.startsWith(`${out}/`);
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path) => inOutput(path) || IGNORED.test(path),
  });
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  watcher.on('all', (_, path) => {
    if (!WATCHED.test(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(async () => {
        const paths = [...changed];
        changed.clear();
        if (paths.length > 0) await onChange(paths);
      });
    }, PAUSE_MS);
  });
  await new Promise<void>((ready) => watcher.once('ready', ready));
  onReady();
  return new Promise<never>(() => {});
}
