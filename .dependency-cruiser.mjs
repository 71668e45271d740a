// What each layer of the core may import besides itself (docs: architecture). Imports point down only.
const layers = {
  failure: [],
  random: [],
  units: ["failure"],
  kernels: ["failure"],
  linalg: ["failure", "kernels"],
  solve: ["failure", "random", "linalg"],
  atoms: ["failure", "units"],
  formula: ["failure", "kernels"],
  graph: ["failure", "kernels", "atoms"],
  io: ["failure", "units", "atoms"],
  potentials: ["failure", "units", "kernels", "linalg", "atoms", "graph", "formula"],
  dynamics: ["failure", "units", "kernels", "atoms", "graph", "formula", "potentials"],
  properties: ["failure", "units", "kernels", "linalg", "solve", "atoms", "graph", "potentials", "dynamics"],
  observables: ["failure", "units", "kernels", "atoms", "graph", "potentials"],
  objective: ["failure", "random", "units", "kernels", "atoms", "graph", "linalg", "solve", "potentials", "properties", "observables"],
  inference: ["failure", "linalg", "solve", "potentials"],
  fit: [
    "failure",
    "random",
    "units",
    "kernels",
    "atoms",
    "graph",
    "linalg",
    "solve",
    "potentials",
    "observables",
    "objective",
    "inference",
  ],
  audit: ["failure", "units", "kernels", "atoms", "graph", "linalg", "potentials", "observables", "objective"],
  export: ["failure", "units", "kernels", "atoms", "graph", "potentials"],
  report: ["failure", "units", "kernels", "atoms", "graph", "linalg", "potentials", "observables", "objective", "inference", "fit"],
  testing: ["failure", "units", "kernels", "linalg", "solve", "atoms", "graph", "io", "formula", "potentials"],
}
const core = "^packages/core/src"
const outside = "(\\.test\\.ts$|/fixtures/)"

const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `layer-${layer}`,
  severity: "error",
  from: { path: `${core}/${layer}/`, pathNot: outside },
  to: { path: `${core}/`, pathNot: `${core}/(${[layer, ...below].join("|")})/` },
}))

export default {
  forbidden: [
    ...layerRules,
    {
      name: "every-folder-is-a-layer",
      comment: "a new folder of the core says in the table above what it may import",
      severity: "error",
      from: { path: `${core}/[^/]+/`, pathNot: `${core}/(${Object.keys(layers).join("|")})/` },
      to: {},
    },
    {
      name: "no-circular",
      comment: "of types neither: what two files need of each other belongs in a third",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-knows-no-app",
      severity: "error",
      from: { path: "^packages/core" },
      to: { path: "^packages/(cli|studio)|node_modules/luthier/" },
    },
    {
      name: "core-is-browser-safe",
      severity: "error",
      from: { path: core, pathNot: outside },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-by-its-entries",
      comment: "an app sees the public entries only",
      severity: "error",
      from: { path: "^packages/cli" },
      to: { path: `${core}/`, pathNot: `${core}/((testing|report)/)?index\\.ts$` },
    },
    {
      name: "runs-know-no-commands",
      severity: "error",
      from: { path: "^packages/cli/src/(?!commands/|command-line\\.ts)" },
      to: { path: "^packages/cli/src/commands/" },
    },
    { name: "all-imports-resolve", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.base.json" },
    parser: "swc",
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["source", "types", "import", "node", "default"] },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(dist|assembly)/" },
  },
}
