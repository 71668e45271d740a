import { relative, dirname } from "node:path"
import {
  createPotential,
  dataStatistics,
  elementsOf,
  resolveSpec,
  shortestDistances,
  symbolOf,
  unmetFunctions,
  type Configuration,
} from "@luthier/core"
import { Command } from "commander"
import { stringify } from "yaml"
import { dataSchema } from "../config/schema.ts"
import { demandOutput } from "../files/demand-output.ts"
import { writeWhole } from "../files/write-whole.ts"
import { readData } from "../run/read-data.ts"

/** `luthier init`: a commented config for a data file. */
export function initCommand(): Command {
  return new Command("init")
    .description("write a commented config for a data file")
    .argument("<data...>", "files of reference data")
    .option("-o, --out <file>", "where to write it (default: standard output)")
    .option("--force", "write over an existing file")
    .action(init)
}

async function init(files: readonly string[], { out, force = false }: { out?: string; force?: boolean }): Promise<void> {
  if (out !== undefined) await demandOutput(out, { endings: [".yaml", ".yml"], force })
  const { configurations } = await readData(files, dataSchema.parse({ train: [...files] }))
  const near = out === undefined ? files : files.map((file) => relative(dirname(out), file))
  const text = initialConfig(configurations.slice(), near)
  if (out === undefined) process.stdout.write(text)
  else await writeWhole(out, text)
}

/** The text of a first config: an embedded-atom potential where all elements are metals, pair potentials otherwise. */
function initialConfig(configurations: readonly Configuration[], files: readonly string[]): string {
  const elements = elementsOf(configurations.flatMap(({ structure }) => [...new Set(structure.numbers)])).map(symbolOf)
  const groups = Map.groupBy(configurations, ({ group }) => group)
  const has = (label: "energy" | "forces" | "stress"): boolean => configurations.some((configuration) => configuration[label] !== undefined)
  const counts = [...groups].map(([name, members]) => `#   ${name}: ${members.length}`)
  return `# ${configurations.length} configurations of ${elements.join(", ")}; by group:
${counts.join("\n")}
data:
  train: ${flow(files)}
  test: []                # files that are only predicted: list some, or errors are those of the training data
  keys: auto              # or { energy: REF_energy, forces: REF_forces }; null leaves a label out

potential:
${potentialLines(elements, configurations)}

objective:
  energy: ${has("energy")}
  forces: ${has("forces")}
  stress: ${has("stress")}            # \`luthier check\` tells whether the stresses agree with dE/dε
  sigma: estimate         # or { energy: 5 meV/atom, forces: 0.1 eV/Å, stress: 0.5 GPa }
  references: ${has("energy") ? "fit" : "none"}         # energies of free atoms: fit, profile, isolated, none, or { ${elements[0]}: -1.2 eV }
${has("stress") ? "  stressOffset: none      # fit: a constant stress per group, for data with a Pulay stress\n" : ""}
solver:
  kind: auto
  search: none            # or multi-start, cma-es, … where the start may lie in the wrong valley

seed: 1
`
}

function potentialLines(elements: readonly string[], configurations: readonly Configuration[]): string {
  if (elements.every((symbol) => metals.has(symbol))) {
    return `  kind: eam               # an embedded-atom potential, which suits metals
  elements: ${flow(elements)}
  cutoff: auto            # or such as 5.5 Å`
  }
  const names = elements.flatMap((a, i) => elements.slice(i).map((b) => `${a}-${b}`))
  const unmet = unmetPairs(names, configurations)
  const remark = "   # never within the cutoff in these data: keeps its starting values"
  const pairs = names.map((name) => `    ${name}: { form: lennard-jones }${unmet.has(name) ? remark : ""}`)
  return `  kind: pair              # one function for each pair of elements
  elements: ${flow(elements)}
  cutoff: auto            # or such as 8 Å
  pairs:
${pairs.join("\n")}`
}

/** Pairs of elements that the potential of the config would never meet in the data. */
function unmetPairs(names: readonly string[], configurations: readonly Configuration[]): ReadonlySet<string> {
  const pairs = Object.fromEntries(names.map((name) => [name, { form: "lennard-jones" }]))
  const potential = createPotential(resolveSpec({ kind: "pair", pairs }, dataStatistics(configurations)))
  const unmet = unmetFunctions(potential, shortestDistances(configurations))
  return new Set(unmet.map(({ name }) => name.replace("pair.", "")))
}

function flow(values: readonly string[]): string {
  return stringify(values, { collectionStyle: "flow", lineWidth: 0 }).trim()
}

const metals = new Set(
  (
    "Li Be Na Mg Al K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy " +
    "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Th U"
  ).split(" "),
)
