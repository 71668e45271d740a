import { screened, seconds, type SeenShell } from "../model/build-model.ts"
import { coordination, shapeFactors, type Lattice } from "../model/lattice.ts"
import { pairOf, type MeamModel } from "../model/model.ts"
import { product, type Quantity } from "../model/quantity.ts"
import { formulaWriter, type FormulaWriter, type Surroundings, type Weights } from "./formula-writer.ts"
import { roseFormula } from "./formulas.ts"

/** Densities below which there is nothing. */
const NOTHING = 1e-14

/** A formula in the distance `x` of nearest neighbours, and what the names in it stand for. */
export interface ReferenceFormula {
  readonly text: string
  readonly quantities: Readonly<Record<string, Quantity>>
}

/** Densities without those of second neighbours, by which there is something at all, and embedding energies of both elements. */
interface Embedded {
  readonly totals: readonly [string, string]
  readonly energies: readonly [string, string]
}

/**
 * What the embedding energies of elements a ≤ b leave of the Rose energy of their reference structure for each pair of nearest neighbours,
 * as a formula; what else acts between pairs there is not taken off.
 */
export function firstNeighbours(model: MeamModel<Quantity>, a: number, b: number): ReferenceFormula {
  const { lattice, nearest, cohesive, alpha, attraction, repulsion } = pairOf(model, a, b)
  const writer = formulaWriter(model, a)
  const named = { re: nearest, Ec: cohesive, alpha, attrac: attraction, repuls: repulsion }
  for (const [name, quantity] of Object.entries(named)) writer.use(name, quantity)
  const { totals, energies } = lattice === "c11" ? layers(model, writer, a, b) : shells(model, writer, a, b)
  const diamond = pairOf(model, a, a).lattice === "dia"
  const value = `if(max(${totals[0]}, ${totals[1]}) <= ${NOTHING}, 0, ${perPair(lattice, diamond, ...energies)})`
  return { text: [...roseFormula(model.options.roseForm), ...writer.lines, value].join("\n"), quantities: writer.quantities }
}

/** What is left for each pair of nearest neighbours; which element of a C11b crystal stands in pairs is told by which is diamond by itself. */
function perPair(lattice: Lattice, diamond: boolean, ofA: string, ofB: string): string {
  const number = coordination(lattice)
  switch (lattice) {
    case "c11":
      return diamond ? `(3*rose - ${ofB} - 2*${ofA})/${number}` : `(3*rose - ${ofA} - 2*${ofB})/${number}`
    case "l12":
      return `rose/3 - ${ofA}/4 - ${ofB}/12`
    case "ch4":
      return `(5*rose - ${ofA} - 4*${ofB})/4`
    case "tri":
      return `(3*rose - 2*${ofA} - ${ofB})/${number}`
    default:
      return `(2*rose - ${ofA} - ${ofB})/${number}`
  }
}

/** Atoms in shells of neighbours: all structures but C11b. */
function shells(model: MeamModel<Quantity>, writer: FormulaWriter, a: number, b: number): Embedded {
  const pair = pairOf(model, a, b)
  const [ofA, ofB] = pair.lattice === "l12" ? alloy(model, writer, a, b) : alternating(model, writer, a, b)
  const further = (c: number, { total, ...rest }: Surroundings, { count, ratio, screening }: SeenShell, name: string): Surroundings => {
    if (!pair.second || count === 0) return { ...rest, total: writer.define(`n${name}`, total) }
    const second = `${count}*${writer.use(`S${name}`, screening)}*${writer.density(c, 0, ratio)}`
    return { ...rest, total: writer.define(`n${name}`, `${total} + ${second}`) }
  }
  const [shellA, shellB] = pair.lattice === "l12" ? alloyShells(model, a, b) : [seconds(model, a, b), seconds(model, b, a)]
  const [atA, atB] = [further(a, ofA, shellA, "a"), further(b, ofB, shellB, "b")]
  const first = writer.atom(a, atA)
  const alike = a === b && pair.lattice !== "ch4" && pair.lattice !== "tri"
  return { totals: [atA.total, atB.total], energies: [first, alike ? first : writer.atom(b, atB)] }
}

/** First neighbours that are all of the other element. */
function alternating(model: MeamModel<Quantity>, writer: FormulaWriter, a: number, b: number): readonly Surroundings[] {
  const { lattice, angle } = pairOf(model, a, b)
  const around = (of: number, count: number, shape: readonly number[], weights: Weights): Surroundings => ({
    total: `${count}*${writer.density(of, 0)}`,
    squares: shape.map((factor, l) => (factor === 0 ? undefined : `${factor}*${writer.density(of, l + 1)}^2`)),
    weights,
  })
  const [ofA, ofB] = [writer.own(a), writer.own(b)]
  const [atA, atB] = model.options.averaging === 2 ? [ofA, ofB] : [ofB, ofA]
  const shape = shapeFactors(lattice, angle)
  const number = coordination(lattice)
  const dimer = shapeFactors("dim", angle)
  switch (lattice) {
    case "ch4":
      return [around(b, 4, shape, atA), around(a, 1, dimer, atB)]
    case "tri":
      return [around(b, 1, dimer, atA), around(a, 2, shape, atB)]
    default:
      return [around(b, number, shape, atA), around(a, number, shape, atB)]
  }
}

/** First neighbours in an L1₂ crystal a₃b. */
function alloy({ options }: MeamModel<Quantity>, writer: FormulaWriter, a: number, b: number): readonly Surroundings[] {
  const [f, g] = [writer.density(a, 0), writer.density(b, 0)]
  const [f2, g2] = [writer.density(a, 2), writer.density(b, 2)]
  const [ofA, ofB] = [writer.own(a), writer.own(b)]
  const total = `8*${f} + 4*${g}`
  let square = `8/3*(${f2} - ${g2})^2`
  if (options.averaging === 1) {
    const squares = writer.define("squares", `8*${f}*${ofA(1)}^2 + 4*${g}*${ofB(1)}^2`)
    square = `8/3*(${f2}*${ofA(1)} - ${g2}*${ofB(1)})^2*if(${squares} > 0, (${total})/${squares}, 1)`
  }
  const plain = options.averaging === 2
  return [
    { total, squares: [undefined, square], weights: plain ? ofA : writer.mixture([`8*${f}`, `4*${g}`], [a, b]) },
    { total: `12*${f}`, squares: [], weights: plain ? ofB : ofA },
  ]
}

/** Second neighbours in an L1₂ crystal a₃b: those of a are screened by two atoms of each element, those of b by four of a. */
export function alloyShells(model: MeamModel<Quantity>, a: number, b: number): readonly [SeenShell, SeenShell] {
  const ofA = product(screened(model, a, a, 1, 2), screened(model, a, b, 1, 2))
  const shell = { count: 6, ratio: Math.SQRT2 }
  return [
    { ...shell, screening: ofA },
    { ...shell, screening: screened(model, b, a, 1, 4) },
  ]
}

/** A C11b crystal: one element stands in pairs between single atoms of the other. Its densities are not divided by their background. */
function layers(model: MeamModel<Quantity>, writer: FormulaWriter, a: number, b: number): Embedded {
  const number = coordination("c11")
  const f = [0, 1, 2, 3].map((l) => writer.density(a, l))
  const g = [0, 1, 2, 3].map((l) => writer.density(b, l))
  const diamond = pairOf(model, a, a).lattice === "dia"
  const t = model.options.averaging === 2 ? writer.own(diamond ? a : b) : writer.mixture([f[0], g[0]], [a, b])
  const paired = [
    `sqrt((${number / 2}*(${f[0]} + ${g[0]}))^2 + ${t(0)}*(${f[1]} - ${g[1]})^2`,
    `${t(1)}/6*(${f[2]} + ${g[2]})^2 + 121/40*${t(2)}*(${f[3]} - ${g[3]})^2)`,
  ].join(" + ")
  const by = diamond ? f : g
  const single = `sqrt((${number}*${by[0]})^2 + 2/3*${t(1)}*${by[2]}^2)`
  return {
    totals: [f[0], g[0]],
    energies: [writer.embedding(a, diamond ? paired : single), writer.embedding(b, diamond ? single : paired)],
  }
}
