import { connect, diagram, group, type Kind, node } from 'cadastre';

const room = (kind: Kind, name: string, description: string) => node(kind, name, { description });
const stage = (name: string, rooms: ReturnType<typeof node>[]) =>
  group('generic:group', name, rooms);

const author = node('generic:code', 'diagrams/', { description: 'Files in TypeScript and YAML' });
const neo4j = node('brand:neo4j', 'Neo4j', { description: 'Filled by Cartography' });
const files = node('generic:document', 'files', {
  description: 'State, plans, code, templates, CLI answers, tables',
});
const out = node('generic:folder', 'out/', { description: 'Pictures, models, manifest' });

const dsl = room('generic:function', 'dsl', 'Constructors that diagram files call');
const sources = room('generic:file', 'sources', 'Loads files; errors have positions');

const queries = room('generic:note', 'queries', 'Query packs and their linter');
const graph = room('generic:database', 'graph', 'Queries Neo4j, records the answers');
const importers = room('generic:function', 'importers', 'What the answers of a source mean');
const inventory = room('generic:storage', 'inventory', 'What an estate is made of');
const reconcile = room('generic:function', 'reconcile', 'Several inventories as one');
const reachability = room('generic:workflow', 'reachability', 'Which paths are open, and why');
const views = room('generic:dashboard', 'views', 'From an inventory to content');

const compile = room('generic:process', 'compile', 'Identity, order, links, checks');

const arrange = room('generic:dashboard', 'arrange', 'Where everything stands');
const dot = room('generic:document', 'dot', 'Prints the scene');
const layout = room('generic:workflow', 'layout', 'The port around Graphviz');
const output = room('generic:printer', 'output', 'Self-contained SVG, JPG, PNG, PDF');

const compare = room('generic:process', 'compare', 'What changed, in words');
const drift = room('generic:process', 'drift', 'What is declared against what runs');
const rules = room('generic:process', 'rules', 'What an assessor looks for');
const evidence = room('generic:certificate', 'evidence', 'Signed history, approvals');
const report = room('generic:note', 'report', 'Results as text and pages');

export default diagram('Architecture of Cadastre', {
  description: 'The main rooms of src/ and what passes between them',
  legend: 'none',
  content: [
    author,
    neo4j,
    files,
    stage('Recorded: from the estate to content', [
      queries,
      graph,
      importers,
      inventory,
      reconcile,
      reachability,
      views,
    ]),
    stage('Written: from a file to content', [dsl, sources]),
    stage('Compiled', [compile]),
    stage('Drawn: from the Diagram to pictures', [arrange, dot, layout, output]),
    stage('Proved: what stands up in an audit', [compare, drift, rules, evidence, report]),
    out,
  ],
  links: [
    connect(author, dsl, { label: 'calls' }),
    connect(author, sources, { label: 'files' }),
    connect(dsl, sources, { label: 'content' }),
    connect(sources, compile, { label: 'content' }),
    connect(neo4j, graph, { label: 'rows' }),
    connect(queries, graph, { label: 'Cypher' }),
    connect(graph, importers, { label: 'snapshot' }),
    connect(files, importers, { label: 'files' }),
    connect(importers, inventory, { label: 'facts' }),
    connect(inventory, reconcile, { label: 'Inventory' }),
    connect(reconcile, views, { label: 'Inventory' }),
    connect(reconcile, reachability, { label: 'Inventory' }),
    connect(views, compile, { label: 'content' }),
    connect(compile, arrange, { label: 'Diagram' }),
    connect(arrange, dot, { label: 'scene' }),
    connect(dot, layout, { label: 'DOT' }),
    connect(layout, output, { label: 'raw SVG' }),
    connect(output, evidence, { label: 'pictures' }),
    connect(compile, compare, { label: 'Diagram' }),
    connect(compile, rules, { label: 'Diagram' }),
    connect(reachability, rules, { label: 'paths' }),
    connect(reachability, report, { label: 'paths' }),
    connect(compare, report, { label: 'words' }),
    connect(reconcile, drift, { label: 'Inventory' }),
    connect(compile, drift, { label: 'Diagram' }),
    connect(drift, report, { label: 'differences' }),
    connect(rules, report, { label: 'findings' }),
    connect(evidence, report, { label: 'verdicts' }),
    connect(evidence, out, { label: 'signed commit' }),
  ],
});
