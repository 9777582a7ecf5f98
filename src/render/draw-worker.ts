/** The thread in which diagrams are drawn: a big stack, and an end when time is up. */

import { type DrawInput, type Drawing, draw } from './draw.ts';
import { serve } from './layout/serve.ts';
import { loadGraphviz } from './layout/wasm.ts';

// Loads while the main thread reads the sources. A failure is reported at the first drawing.
loadGraphviz().catch(() => {});

serve(async (input: DrawInput): Promise<Drawing> => {
  const layout = await loadGraphviz();
  await layout.recover();
  return draw(input, layout);
});
