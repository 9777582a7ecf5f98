/**
 * Which room of src/ may know which. Each rule's comment says why; the checker
 * prints it to whoever breaks the rule.
 */

/**
 * Rooms, and the rooms that each may import besides itself. A room is a folder of src/, a folder in one
 * (`render/arrange`), or one file at the top of src/. A room named whole includes the rooms in it.
 */
export const ROOMS = {
  model: {
    may: [],
    why: 'The model is what everything else is written against: it depends on nothing, so that it can be read, tested and kept stable alone.',
  },
  text: {
    may: [],
    why: 'Text metrics are pure arithmetic on strings, used before and after the layout; with no room behind them they give the same widths everywhere.',
  },
  formats: {
    may: ['model'],
    why: 'A format is read the same way whoever reads it (a diagram, a config, a policy, a source of facts): readers know YAML, JSON, XML or zip, and nothing of what it says.',
  },
  icons: {
    may: ['model', 'formats'],
    why: 'The catalogue is data about kinds. It must not learn how a diagram is laid out or drawn, or a new icon would mean a change of code.',
  },
  dsl: {
    may: ['model', 'icons'],
    why: 'A diagram file loads the constructors on every start: they make plain values, and pull in nothing that compiles, lays out or draws.',
  },
  sources: {
    may: ['model', 'formats', 'icons', 'dsl', 'index'],
    why: 'A source only turns its input into content, with the same constructors that authors use, and hands diagram files the running package; what happens to the content afterwards is not its business, so that every source is treated alike.',
  },
  graph: {
    may: ['model'],
    why: 'The graph room asks a database and keeps its answers as a file. What the answers mean is not its business: it carries any query alike.',
  },
  queries: {
    may: ['model'],
    why: 'Packs are read, checked and filtered as text, without a database: CI, where there is none, finds what is wrong with a query.',
  },
  inventory: {
    may: ['model'],
    why: 'What an estate is made of, whoever says so: importers write it, views and analyses read it, and neither shapes it.',
  },
  importers: {
    may: ['model', 'formats', 'inventory'],
    why: 'An importer knows one source of facts, and never a picture: what it asks, and what its answers mean.',
  },
  reconcile: {
    may: ['model', 'inventory'],
    why: 'Joining is pure, and knows no source by name: the same inventories give the same whole, whoever recorded them.',
  },
  views: {
    may: ['model', 'icons', 'inventory'],
    why: 'A view makes content, pure: the same facts give the same picture, whichever source they came from.',
  },
  reachability: {
    may: ['model', 'inventory'],
    why: 'Which paths are open follows from the inventory alone, pure: the same facts give the same answer, and neither a source nor a picture can bend it.',
  },
  compile: {
    may: ['model', 'icons'],
    why: 'Compiling is pure: content in, Diagram and diagnostics out. A digest that is signed must not depend on a source, a layout or a file.',
  },
  drawings: {
    may: ['model', 'formats', 'icons'],
    why: 'A drawing by hand is read as a drawing: neither what an estate holds nor how Cadastre draws may shape what is told of it.',
  },
  compare: {
    may: ['model'],
    why: 'A comparison is what an approver reads before signing: a function of two models and nothing else, so that what it says is all that the signature covers.',
  },
  'compare/drift': {
    may: ['model', 'inventory', 'reconcile'],
    why: 'Drift compares what is declared with what runs, pure: it joins the two by the keys by which sources are joined, and knows neither a file nor a source by name.',
  },
  rules: {
    may: ['model', 'icons'],
    why: 'A rule judges the model and nothing else: neither a clock, a file nor a picture may change what an assessor reads.',
  },
  'render/scene': {
    may: ['model', 'text'],
    why: 'A scene is what passes from the arrangement to the printer, with the sizes and colours that both go by: plain data, so that neither needs the other.',
  },
  'render/arrange': {
    may: ['model', 'icons', 'text', 'render/scene'],
    why: 'The arrangement decides what stands where and asks the layout through its port; it neither prints DOT nor draws.',
  },
  'render/dot': {
    may: ['model', 'text', 'render/scene'],
    why: 'The printer turns a scene into DOT text, the same bytes for the same scene: it runs no Graphviz and reads no file.',
  },
  'render/layout': {
    may: ['model'],
    why: 'The port around Graphviz takes DOT and gives SVG. Kept apart, another engine or version can replace it without a change elsewhere.',
  },
  'render/output': {
    may: ['model', 'text', 'formats'],
    why: 'Output cleans and encodes a finished picture: it decides nothing about the content.',
  },
  'render/drawio': {
    may: ['model', 'icons', 'render/scene'],
    why: 'The printer turns a scene into pages of draw.io, in the places of the finished SVG: the same bytes for the same scene.',
  },
  'render/sheets': {
    may: ['model'],
    why: 'Which elements stand on which sheet follows from the model alone; drawing a sheet is drawing a diagram.',
  },
  'render/overlay': {
    may: ['model', 'text', 'render/scene', 'render/arrange'],
    why: 'An overlay is the arrangement of one version with marks put into it: what compares the two versions is elsewhere, and so is what prints them.',
  },
  'render/linework': {
    may: ['model', 'text', 'render/scene'],
    why: 'The judge of lines reads the finished picture, as its readers do: what it took from the arrangement it could not contradict.',
  },
  render: {
    may: ['model', 'icons', 'text'],
    why: 'Rendering gets a Diagram and nothing of where it came from: the same diagram gives the same bytes anywhere.',
  },
  evidence: {
    may: ['model', 'formats', 'compare'],
    why: 'The chain of evidence knows commits, keys, files, digests and what changed between two models, never Graphviz: what a signature covers is bytes, whoever drew them.',
  },
  report: {
    may: ['model', 'evidence'],
    why: 'Reporters are pure functions from a result to text: any output of the tool can be tested without running it.',
  },
  app: {
    may: [
      'model',
      'formats',
      'icons',
      'sources',
      'graph',
      'queries',
      'drawings',
      'inventory',
      'importers',
      'reconcile',
      'views',
      'reachability',
      'compile',
      'compare',
      'rules',
      'render',
      'evidence',
    ],
    why: 'What the commands do: it composes the rooms and sees nearly all of them; commands and reports see it, not the other way round.',
  },
  cli: {
    may: ['app', 'report', 'model', 'sources/config', 'icons'],
    why: 'Commands are thin: they read arguments, call the app (or list the catalogue of icons) and print. Whoever uses the API can do all that the commands do.',
  },
};

export const TYPES_ONLY = [
  {
    from: 'report',
    to: 'evidence',
    why: 'A report words what was verified; verifying itself would make a second opinion.',
  },
];

/** Packages that exactly one file imports, and the room of that file. */
const ONE_FILE = {
  '@hpcc-js/wasm-graphviz': 'render/layout',
  '@resvg/resvg-js': 'render/output',
  pdfkit: 'render/output',
  sharp: 'render/output',
  yaml: 'formats',
  'neo4j-driver': 'graph',
  'simple-git': 'evidence/git',
  'web-tree-sitter': 'importers/terraform/hcl',
};

/** The files that read or write files. Each is named: a folder that is exempt as a whole fills up with them. */
const FILE_ACCESS = [
  'app/check/output-folder.ts',
  'app/check/repository-place.ts',
  'app/compile/compile-source.ts',
  'app/compile/estate-sources.ts',
  'app/compile/open-snapshot.ts',
  'app/diff/open-side.ts',
  'app/diff/revision-tree.ts',
  'app/diff/revision.ts',
  'app/drift/baseline.ts',
  'app/draw/drawing-cache.ts',
  'app/draw/old-sheets.ts',
  'app/draw/preview-folder.ts',
  'app/draw/publication.ts',
  'app/draw/published-in.ts',
  'app/draw/run-record.ts',
  'app/import/first-diagram.ts',
  'app/import/import-drawings.ts',
  'app/import/read-files.ts',
  'app/merge-snapshots/merge-snapshots.ts',
  'app/import/recorded-inventories.ts',
  'app/init/init.ts',
  'app/open-project.ts',
  'app/inventory/joined-estate.ts',
  'app/log/log.ts',
  'app/publish/draft-manifest.ts',
  'app/publish/inputs.ts',
  'app/publish/shard-manifest.ts',
  'app/query/lint.ts',
  'app/query/packs.ts',
  'app/snapshot/rule-names.ts',
  'app/snapshot/snapshot.ts',
  'app/verify/redraw.ts',
  'app/verify/verify.ts',
  'app/watch/orphaned.ts',
  'evidence/bundle/open-bundle.ts',
  'evidence/git/commit-files.ts',
  'evidence/git/git.ts',
  'evidence/git/work-file.ts',
  'evidence/history/merges.ts',
  'evidence/publications/checkout.ts',
  'evidence/publishing/checkout-state.ts',
  'evidence/publishing/journal.ts',
  'evidence/publishing/publication-commit.ts',
  'evidence/signatures/keygen-process.ts',
  'evidence/signatures/keygen.ts',
  'evidence/signatures/signing-key.ts',
  'icons/artwork.ts',
  'icons/custom.ts',
  'importers/terraform/hcl/parse.ts',
  'render/output/fonts.ts',
  'render/output/write.ts',
  'sources/config/config.ts',
  'sources/find.ts',
  'sources/typescript/evaluate.ts',
  'sources/typescript/hooks.ts',
  'sources/typescript/modules.ts',
  'sources/yaml/yaml.ts',
];

const escaped = (text) => text.replace(/[/.]/g, '\\$&');
const packagePath = (name) => `(^|/)node_modules/${escaped(name)}/`;
/** A room is a folder, or one file at the top of src/. */
const room = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

/** Rooms inside of a room have rules of their own. */
const inside = (name) => Object.keys(ROOMS).filter((other) => other.startsWith(`${name}/`));

const rooms = Object.entries(ROOMS).map(([name, { may, why }]) => ({
  name: `room-${name.replace('/', '-')}`,
  comment: why,
  severity: 'error',
  from: {
    path: `^src/${name}/`,
    ...(inside(name).length > 0 && { pathNot: room(inside(name)) }),
  },
  to: { path: '^src/', pathNot: room([name, ...may]) },
}));

const typesOnly = TYPES_ONLY.map(({ from, to, why }) => ({
  name: `types-only-${from.replace('/', '-')}-${to}`,
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
        pathNot: `^src/(${FILE_ACCESS.map(escaped).join('|')})$`,
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
