/** The thread in which diagrams are drawn: a big stack, and an end when time is up. */

import {
  type Begun,
  begin,
  type DrawInput,
  type DrawnPage,
  drawSheet,
  type SheetInput,
} from './draw.ts';
import { serve } from './layout/serve.ts';
import { loadGraphviz } from './layout/wasm.ts';

/** A diagram to begin, or a sheet that one was divided into. */
export type DrawTask = { readonly diagram: DrawInput } | { readonly sheet: SheetInput };

// Loads while the main thread reads the sources. A failure is reported at the first drawing.
loadGraphviz().catch(() => {});

serve(async (task: DrawTask): Promise<Begun | DrawnPage> => {
  const layout = await loadGraphviz();
  await layout.recover();
  return 'sheet' in task ? drawSheet(task.sheet, layout) : begin(task.diagram, layout);
});
