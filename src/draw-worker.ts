/** The thread in which large diagrams are drawn: a big stack, and an end when time is up. */

import { draw, type DrawInput, type Drawing } from './draw.ts';
import { serve } from './layout/serve.ts';
import { loadGraphviz } from './layout/wasm.ts';

serve(async (input: DrawInput): Promise<Drawing> => {
  const layout = await loadGraphviz();
  await layout.recover();
  return draw(input, layout);
});
