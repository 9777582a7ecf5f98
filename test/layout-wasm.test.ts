import { describe, expect, it } from 'vitest';
import { asDot } from '../src/model/brands.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';

const cell = (path: string) =>
  asDot(`digraph{a[shape=none label=<<TABLE BORDER="0"><TR>
    <TD FIXEDSIZE="TRUE" WIDTH="40" HEIGHT="40"><IMG SCALE="TRUE" SRC="${path}"/></TD></TR></TABLE>>]}`);

describe('loadGraphviz', () => {
  it('draws, the same bytes each time, and is one instance', async () => {
    const graphviz = await loadGraphviz();
    expect(await loadGraphviz()).toBe(graphviz);
    const dot = asDot('digraph{a[pos="0,0"]; b[pos="90,0"]; a->b}');
    const svg = graphviz(dot, 'nop2', 'svg');
    expect(svg).toContain('<svg');
    expect(graphviz(dot, 'nop2', 'svg')).toBe(svg);
    expect(graphviz(dot, 'dot', 'plain')).toMatch(/^graph 1 /);
  });

  it('gives images their place', async () => {
    const graphviz = await loadGraphviz();
    const svg = graphviz(cell('x.svg'), 'dot', 'svg', [{ path: 'x.svg', width: 64, height: 64 }]);
    expect(svg).toMatch(/<image xlink:href="x.svg" width="36px" height="36px"/);
  });

  it('names a syntax error and a malformed label, and goes on', async () => {
    const graphviz = await loadGraphviz();
    expect(() => graphviz(asDot('digraph{a->'), 'dot', 'svg')).toThrow(
      expect.objectContaining({
        name: 'LayoutError',
        code: 'syntax',
        message: 'syntax error in line 1',
      }),
    );
    expect(() => graphviz(asDot('digraph{a[label=<<B>x</I>>]}'), 'dot', 'svg')).toThrow(
      expect.objectContaining({ code: 'syntax', message: 'malformed label in label of node a' }),
    );
    expect(() => graphviz(asDot(''), 'dot', 'svg')).toThrow(
      expect.objectContaining({ code: 'empty' }),
    );
    expect(graphviz(asDot('digraph{a}'), 'dot', 'svg')).toContain('</svg>');
  });

  it('works again after a crash', async () => {
    const graphviz = await loadGraphviz();
    const nested = `digraph{${Array.from({ length: 400 }, (_, i) => `subgraph cluster_${i}{`).join(
      '',
    )}a${'}'.repeat(400)}}`;
    expect(() => graphviz(asDot(nested), 'dot', 'svg')).toThrow(
      expect.objectContaining({ code: 'crash' }),
    );
    expect(() => graphviz(asDot('digraph{a}'), 'dot', 'svg')).toThrow(
      expect.objectContaining({ code: 'crash' }),
    );
    await Promise.all([graphviz.recover(), graphviz.recover()]);
    expect(graphviz(asDot('digraph{a}'), 'dot', 'svg')).toContain('</svg>');
  });
});
