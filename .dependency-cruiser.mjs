/**
 * Which room of src/ may know which. Each rule's comment says why; the checker
 * prints it to whoever breaks the rule.
 */

/** Rooms, and the rooms that each may import besides itself. */
const ROOMS = {
  model: {
    may: [],
    why: 'The model is what everything else is written against: it depends on nothing, so that it can be read, tested and kept stable alone.',
  },
  text: {
    may: [],
    why: 'Text metrics are pure arithmetic on strings, used before and after the layout; with no room behind them they give the same widths everywhere.',
  },
  icons: {
    may: ['model'],
    why: 'The catalogue is data about kinds. It must not learn how a diagram is laid out or drawn, or a new icon would mean a change of code.',
  },
  dsl: {
    may: ['model', 'icons'],
    why: 'A diagram file loads the constructors on every start: they make plain values, and pull in nothing that compiles, lays out or draws.',
  },
  sources: {
    may: ['model', 'icons', 'dsl', 'index'],
    why: 'A source only turns its input into content, with the same constructors that authors use, and hands diagram files the running package; what happens to the content afterwards is not its business, so that every source is treated alike.',
  },
  compile: {
    may: ['model', 'icons'],
    why: 'Compiling is pure: content in, Diagram and diagnostics out. A digest that is signed must not depend on a source, a layout or a file.',
  },
  graph: {
    may: ['model'],
    why: 'The graph room asks a database and keeps its answers as a file. What the answers mean is not its business: it carries any query alike.',
  },
  queries: {
    may: ['model'],
    why: 'Packs are read, checked and filtered as text, without a database: what is wrong with a query is told in CI, where there is none.',
  },
  derive: {
    may: ['model', 'icons'],
    why: 'A derivation says what it asks and makes content of the answers: pure, so that the recorded answers give the same picture without a database.',
  },
  scene: {
    may: ['model', 'text'],
    why: 'A scene is what passes from the arrangement to the printer, with the sizes and colours that both go by: plain data, so that neither needs the other.',
  },
  arrange: {
    may: ['model', 'icons', 'text', 'scene'],
    why: 'The arrangement decides what stands where and asks the layout through its port; it neither prints DOT nor draws.',
  },
  dot: {
    may: ['model', 'text', 'scene'],
    why: 'The printer turns a scene into DOT text, the same bytes for the same scene: it runs no Graphviz and reads no file.',
  },
  layout: {
    may: ['model'],
    why: 'The port around Graphviz takes DOT and gives SVG. Kept apart, another engine or version can replace it without a change elsewhere.',
  },
  output: {
    may: ['model', 'icons', 'text'],
    why: 'Output cleans and encodes a finished picture: it decides nothing about the content.',
  },
  evidence: {
    may: ['model'],
    why: 'The chain of evidence knows commits, keys, files and digests, never Graphviz: what a signature covers is bytes, whoever drew them.',
  },
  compare: {
    may: ['model'],
    why: 'A comparison is what an approver reads before signing: a function of two models and nothing else, so that what it says is all that the signature covers.',
  },
  rules: {
    may: ['model', 'icons'],
    why: 'A rule judges the model and nothing else: neither a clock, a file nor a picture may change what an assessor is told.',
  },
  report: {
    may: ['model', 'evidence'],
    why: 'Reporters are pure functions from a result to text: any output of the tool can be tested without running it.',
  },
  pipeline: {
    may: [
      'model',
      'text',
      'icons',
      'sources',
      'graph',
      'queries',
      'derive',
      'evidence',
      'compile',
      'compare',
      'rules',
      'dot',
      'layout',
      'output',
      'draw',
      'draw-worker',
      'config',
      'config-types',
      'pipeline',
    ],
    why: 'The pipeline composes the stages and sees nearly all rooms; commands and reports see it, not the other way round.',
  },
  cli: {
    may: ['pipeline', 'report', 'model', 'config', 'icons'],
    why: 'Commands are thin: they read arguments, call the pipeline (or list the catalogue of icons) and print. Whoever uses the API can do all that the commands do.',
  },
};

const TYPES_ONLY = [
  {
    from: 'output',
    to: 'icons',
    why: 'Output is handed the artwork it inlines; looking icons up itself would make a second opinion on what a kind looks like.',
  },
  {
    from: 'report',
    to: 'evidence',
    why: 'A report words what was verified; verifying itself would make a second opinion.',
  },
];

/** Packages that exactly one file imports, and the room of that file. */
const ONE_FILE = {
  '@hpcc-js/wasm-graphviz': 'layout',
  '@resvg/resvg-js': 'output',
  sharp: 'output',
  yaml: 'sources',
  'neo4j-driver': 'graph',
  'simple-git': 'evidence',
};

const escaped = (text) => text.replace(/[/.]/g, '\\$&');
const packagePath = (name) => `(^|/)node_modules/${escaped(name)}/`;
/** A room is a folder, or one file at the top of src/. */
const room = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const rooms = Object.entries(ROOMS).map(([name, { may, why }]) => ({
  name: `room-${name}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: room([name, ...may]) },
}));

const typesOnly = TYPES_ONLY.map(({ from, to, why }) => ({
  name: `types-only-${from}-${to}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: `^src/${to}/`, dependencyTypesNot: ['type-only'] },
}));

const oneFile = Object.entries(ONE_FILE).flatMap(([name, home]) => [
  {
    name: `one-file-${name}`,
    comment: `${name} appears in one file, which hides its quirks; two would handle them differently, and both would have to change with it.`,
    severity: 'error',
    from: { path: '^src/' },
    module: { path: packagePath(name), numberOfDependentsMoreThan: 1 },
  },
  {
    name: `home-of-${name}`,
    comment: `${name} belongs behind the interface of src/${home}: elsewhere it would load before it is needed.`,
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/${home}/` },
    to: { path: packagePath(name) },
  },
]);

export default {
  forbidden: [
    ...rooms,
    ...typesOnly,
    ...oneFile,
    {
      name: 'files-at-the-edges',
      comment:
        'Files are read and written at the edges only. A stage in between that reads a file can give another picture for the same model.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(sources|graph|icons|output|evidence|cli|pipeline)/|^src/(config|pipeline)\\.ts$',
      },
      to: { path: '^(node:)?fs(/promises)?$', dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment: 'Flow has one direction. Files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment:
        'A file that nothing imports is not tested by use: import it, make it an entry of scripts/build.mjs, or delete it.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment:
        'What src/ imports has to be there where the package is installed, types included: a dev dependency is not.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-undeclared-package',
      comment:
        'A package that only another one brings along goes away with that one: declare it in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-outside',
      comment:
        'The package ships what src/ makes: tests, scripts and diagrams are not there at run time.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|diagrams|dist|docs)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count too: knowing a type is knowing the room.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
