import { symbols } from "../../../../atoms/elements.ts"
import { parseYaml } from "../yaml/parse-yaml.ts"
import { YamlField } from "../yaml/yaml-fields.ts"
import type { NamedText } from "../yaml/yaml-node.ts"
import {
  embeddingForms,
  type ExpandedRadials,
  innerCutoffs,
  radialBases,
  type RadialBasisName,
  type TabulatedRadials,
  type Yace,
  type YaceBond,
  type YaceEmbedding,
  type YaceFunction,
} from "../yace.ts"
import { fileLimits } from "./limits.ts"

/**
 * Reads a `.yace` file (LAMMPS `pair_style pace`, https://docs.lammps.org/pair_pace.html). Keys it does not know, such as
 * `metadata`, are left to whoever wrote them.
 *
 * @throws Failure with line and column.
 */
export function readYace(source: NamedText): Yace {
  const root = new YamlField(source, parseYaml(source), "")
  if (root.isList) throw root.failure("a .yace file begins with `elements: [...]`, not with a list")
  const elements = readElements(root.get("elements"))
  const count = elements.length
  const references = root.get("E0").numbers(count)
  const embeddings = byElement(root.get("embeddings"), elements).map(readEmbedding)
  const bonds = readBonds(root.get("bonds"), count)
  // A file whose radial functions are tables has no use for it.
  const step = bonds.every(({ radials }) => radials.kind === "tabulated") ? 1 : readStep(root.get("deltaSplineBins"), bonds)
  const functions = byElement(root.get("functions"), elements).map((list, centre) =>
    list.items().map((entry) => readFunction(entry, centre, embeddings[centre].terms.length, bonds, count)),
  )
  return { elements, references, step, embeddings, bonds, functions }
}

function readElements(field: YamlField): string[] {
  const items = field.items()
  if (items.length === 0) throw field.failure("no element is named")
  const names = items.map((item) => item.text())
  items.forEach((item, k) => {
    if (symbols.indexOf(names[k]) < 1)
      throw item.failure(`no element is called ${names[k]}`, "elements are named by their chemical symbols")
    if (names.indexOf(names[k]) < k) throw item.failure(`element ${names[k]} is named twice`)
  })
  return names
}

/** The values of the keys 0, 1, … of a mapping. */
function byElement(field: YamlField, elements: readonly string[]): readonly YamlField[] {
  for (const [name, value] of field.entries()) {
    if (elements[Number(name)] === undefined)
      throw value.failure(`${field.name} has an entry for element ${name}, but there are ${elements.length}, counted from 0`)
  }
  return elements.map((_, mu) => field.get(`${mu}`))
}

function readEmbedding(field: YamlField): YaceEmbedding {
  const densities = field.get("ndensity").integer(1, fileLimits.densities)
  const values = field.get("FS_parameters").numbers(2 * densities)
  return {
    form: field.get("npoti").oneOf(embeddingForms),
    terms: Array.from({ length: densities }, (_, p) => ({ prefactor: values[2 * p], exponent: values[2 * p + 1] })),
    coreCutoff: field.get("rho_core_cutoff").number(),
    coreWidth: field.get("drho_core_cutoff").notNegative(),
  }
}

function readBonds(field: YamlField, count: number): YaceBond[] {
  const found = new Map(field.entries().map(([name, value]) => [name, value] as const))
  const bonds: YaceBond[] = []
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) bonds.push(readBond(found.get(`[${i}, ${j}]`) ?? field.get(`[${i}, ${j}]`)))
  }
  const other = bonds.findIndex(({ radials }) => radials.kind !== bonds[0].radials.kind)
  if (other >= 0) {
    const name = `[${Math.floor(other / count)}, ${other % count}]`
    throw field
      .get(name)
      .failure("radial functions of ACE.jl and of other bases stand in one file", "LAMMPS takes one or the other for all bonds")
  }
  const odd = bonds.findIndex(({ inner }) => inner !== bonds[0].inner)
  if (odd >= 0) {
    const name = `[${Math.floor(odd / count)}, ${odd % count}]`
    throw field
      .get(name)
      .failure(
        `inner_cutoff_type is ${bonds[odd].inner} here, but ${bonds[0].inner} for [0, 0]`,
        "LAMMPS knows one for all bonds: the last; make them the same",
      )
  }
  return bonds
}

function readStep(field: YamlField, bonds: readonly YaceBond[]): number {
  const step = field.positive()
  const rows = Math.max(...bonds.map(({ cutoff }) => cutoff)) / step
  if (rows > fileLimits.bins)
    throw field.failure(`deltaSplineBins is ${step}, which makes tables of ${Math.round(rows)} rows`, "0.001 is usual")
  return step
}

function readBond(field: YamlField): YaceBond {
  const name = field.get("radbasename")
  const cutoff = field.get("rcut").positive()
  if (name.text().startsWith("ACE.jl")) {
    const core = { corePrefactor: 0, coreDecay: 1, coreWidth: 0, inner: "density", innerCutoff: 0, innerWidth: 0 } as const
    return { radials: readTabulated(field), cutoff, ...core }
  }
  const radials = readExpanded(field, name.oneOf(radialBases))
  const inner = field.find("inner_cutoff_type")?.oneOf(innerCutoffs) ?? "density"
  const innerWidth = field.find("dcut_in")
  if (inner === "zbl" && !(innerWidth && innerWidth.number() > 0)) {
    throw (innerWidth ?? field).failure(
      "dcut_in must be positive for inner_cutoff_type zbl",
      "it is the range over which the energy changes over to ZBL",
    )
  }
  return {
    radials,
    cutoff,
    corePrefactor: field.get("prehc").number(),
    coreDecay: field.get("lambdahc").number(),
    coreWidth: radials.cutoffWidth,
    inner,
    innerCutoff: field.find("rcut_in")?.number() ?? 0,
    innerWidth: innerWidth?.notNegative() ?? 0,
  }
}

function readExpanded(field: YamlField, basis: RadialBasisName): ExpandedRadials {
  const shape = [
    field.get("nradmax").integer(0, fileLimits.radial),
    field.get("lmax").integer(0, fileLimits.l) + 1,
    field.get("nradbasemax").integer(1, fileLimits.radial),
  ] as const
  const rows = field.get("radcoefficients").list(shape[0])
  const coefficients = Float64Array.from(rows.flatMap((row) => row.list(shape[1]).flatMap((line) => line.numbers(shape[2]))))
  const parameters = field.get("radparameters")
  const [parameter] = parameters.items()
  if (!parameter) throw parameters.failure("radparameters is empty")
  return { kind: "expanded", basis, parameter: parameter.number(), cutoffWidth: field.get("dcut").notNegative(), shape, coefficients }
}

function readTabulated(field: YamlField): TabulatedRadials {
  const count = field.get("nradial").integer(1, fileLimits.radial)
  const bins = field.get("nbins").integer(2, fileLimits.bins)
  const columns = (name: string): Float64Array[] => {
    const lists = field.get(name)
    return Array.from({ length: count }, (_, n) => Float64Array.from(lists.get(`${n}`).numbers(bins + 1)))
  }
  return { kind: "tabulated", bins, values: columns("splinenodalvals"), slopes: columns("splinenodalderivs") }
}

/** Numbers of n and of l that functions of higher rank may have, and of n that those of rank 1 may have. */
function radialLimits({ radials }: YaceBond): readonly [number, number, number] {
  return radials.kind === "expanded" ? radials.shape : [radials.values.length, fileLimits.l + 1, radials.values.length]
}

function readFunction(field: YamlField, centre: number, densities: number, bonds: readonly YaceBond[], count: number): YaceFunction {
  const rank = field.get("rank").integer(1, fileLimits.rank)
  const combinations = field.get("num_ms_combs").integer(1, fileLimits.combinations)
  const mu0 = field.get("mu0")
  if (mu0.integer(0, count - 1) !== centre) throw mu0.failure(`mu0 is ${mu0.text()} among the functions of element ${centre}`)
  const ndensity = field.get("ndensity")
  if (ndensity.number() !== densities)
    throw ndensity.failure(`ndensity is ${ndensity.text()}, but ${densities} in the embedding of element ${centre}`)
  const [mus, ns, ls] = [field.get("mus"), field.get("ns"), field.get("ls")]
  const species = mus.integers(rank, 0, count - 1)
  const found = { species, ns: ns.integers(rank, 1, fileLimits.radial), ls: ls.integers(rank, 0, fileLimits.l) }
  // A longer basis of one bond is that of all.
  const most = Math.max(...bonds.map((bond) => radialLimits(bond)[2]))
  species.forEach((neighbour, t) => {
    const { radials } = bonds[centre * count + neighbour]
    const shape = radialLimits(bonds[centre * count + neighbour])
    const bond = `bond [${centre}, ${neighbour}]`
    const radial = rank === 1 && radials.kind === "expanded" ? most : shape[0]
    if (found.ns[t] > radial) throw ns.failure(`n = ${found.ns[t]}, but ${bond} has ${radial} ${rank === 1 ? "basis" : "radial"} functions`)
    if (rank === 1 ? found.ls[t] > 0 : found.ls[t] >= shape[1])
      throw ls.failure(`l = ${found.ls[t]}, but ${rank === 1 ? "a function of rank 1" : bond} goes to ${rank === 1 ? 0 : shape[1] - 1}`)
  })
  const msField = field.get("ms_combs")
  const ms = msField.integers(rank * combinations, -fileLimits.l, fileLimits.l)
  const odd = ms.findIndex((m, k) => Math.abs(m) > found.ls[k % rank])
  if (odd >= 0) throw msField.items()[odd].failure(`m = ${ms[odd]} does not go with l = ${found.ls[odd % rank]}`)
  return { ...found, ms, coefficients: field.get("ctildes").numbers(densities * combinations) }
}
