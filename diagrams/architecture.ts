import { connect, diagram, group, type Kind, node } from 'cadastre';

const room = (kind: Kind, name: string, description: string) => node(kind, name, { description });

const author = node('generic:code', 'diagrams/', { description: 'Files in TypeScript and YAML' });
const sources = room('generic:file', 'sources', 'Loads files, every mistake at its place');
const dsl = room('generic:function', 'dsl', 'Constructors that diagram files call');
const compile = room('generic:process', 'compile', 'Identity, order, links, checks');
const arrange = room('generic:dashboard', 'arrange', 'Where everything stands, how lines run');
const dot = room('generic:document', 'dot', 'Prints the scene');
const layout = room('generic:workflow', 'layout', 'The port around Graphviz');
const output = room('generic:printer', 'output', 'SVG that stands alone, JPG, PNG, files');
const graph = room('generic:database', 'graph', 'Asks Neo4j, keeps the answers as a file');
const derive = room('generic:function', 'derive', 'Recorded answers to content');
const queries = room('generic:note', 'queries', 'Query packs and their linter');
const compare = room('generic:process', 'compare', 'What changed, in words');
const rules = room('generic:process', 'rules', 'What an assessor goes by');
const evidence = room('generic:certificate', 'evidence', 'Signed history, approvals, manifest');
const neo4j = node('brand:neo4j', 'Neo4j', { description: 'Filled by Cartography' });
const out = node('generic:folder', 'out/', { description: 'Pictures and models' });
const text = room('generic:note', 'text', 'Widths of text without a font');
const icons = room('generic:storage', 'icons', 'Kinds, artwork, sanitiser');

const reading = group('generic:group', 'From a file to a Diagram', [dsl, sources, compile]);
const recording = group('generic:group', 'From the estate to content', [queries, graph, derive]);
const proving = group('generic:group', 'What stands up in an audit', [compare, rules, evidence]);
const setting = group('generic:group', 'From the Diagram to a scene', [text, arrange, dot]);
const drawing = group('generic:group', 'From the scene to pictures', [layout, icons, output]);

export default diagram('Architecture of Cadastre', {
  description: 'The rooms of src/ and what passes between them',
  legend: 'none',
  content: [author, neo4j, recording, reading, setting, drawing, proving, out],
  links: [
    connect(author, dsl, { label: 'calls' }),
    connect(author, sources, { label: 'files' }),
    connect(dsl, sources, { label: 'content' }),
    connect(sources, compile, { label: 'content' }),
    connect(neo4j, graph, { label: 'rows' }),
    connect(queries, graph, { label: 'Cypher' }),
    connect(graph, derive, { label: 'snapshot' }),
    connect(derive, compile, { label: 'content' }),
    connect(compile, compare, { label: 'Diagram' }),
    connect(compile, rules, { label: 'Diagram' }),
    connect(rules, evidence, { label: 'findings' }),
    connect(compare, evidence, { label: 'words' }),
    connect(evidence, out, { label: 'manifest' }),
    connect(compile, arrange, { label: 'Diagram' }),
    connect(text, arrange, { label: 'widths' }),
    connect(arrange, dot, { label: 'scene' }),
    connect(dot, layout, { label: 'DOT' }),
    connect(layout, arrange, { label: 'places', constraint: false, style: { line: 'dashed' } }),
    connect(layout, output, { label: 'raw SVG' }),
    connect(icons, output, { label: 'artwork' }),
    connect(output, out, { label: 'SVG, JPG, PNG' }),
  ],
});
