import { coordination, shapeFactors } from "../model/lattice.ts"
import type { MeamModel } from "../model/model.ts"
import type { Quantity } from "../model/quantity.ts"
import { combinationFormula } from "./formulas.ts"

/** Densities below which nothing is divided by them. */
const NOTHING = 1e-14

/** Texts of t⁽¹⁾ … t⁽³⁾ by l − 1. */
export type Weights = (l: number) => string

/** What an atom of a reference structure is surrounded by, as texts. */
export interface Surroundings {
  /** ρ⁽⁰⁾ */
  readonly total: string
  /** ρ⁽¹⁾² … ρ⁽³⁾²; undefined where they vanish. */
  readonly squares: readonly (string | undefined)[]
  readonly weights: Weights
}

/** A formula in the distance `x` of nearest neighbours that is being written, for the reference structure of `first` and another element. */
export interface FormulaWriter {
  /** Definitions so far, a line each. */
  readonly lines: readonly string[]
  /** What its names stand for. */
  readonly quantities: Readonly<Record<string, Quantity>>
  /** Takes a quantity in; the result is its name. */
  use(name: string, quantity: Quantity): string
  /** Defines a name as a text; the result is the name. */
  define(name: string, text: string): string
  /** ρ₀ exp(−β⁽ˡ⁾ (ratio x/rₑ − 1)) of element c. */
  density(c: number, l: number, ratio?: number): string
  /** t of element c itself. */
  own(c: number): Weights
  /** t of both elements averaged by their shares. */
  mixture(shares: readonly [string, string], elements: readonly [number, number]): Weights
  /** F of an atom of element c at this density ρ̄. */
  embedding(c: number, density: string): string
  /** F of an atom of element c in its surroundings. */
  atom(c: number, surroundings: Surroundings): string
}

/** Begins a formula. */
export function formulaWriter({ elements, options }: MeamModel<Quantity>, first: number): FormulaWriter {
  const lines: string[] = []
  const quantities: Record<string, Quantity> = {}
  const defined = new Set<string>()
  const suffix = (c: number): string => (c === first ? "a" : "b")
  const use = (name: string, quantity: Quantity): string => {
    quantities[name] = quantity
    return name
  }
  const define = (name: string, text: string): string => {
    if (!defined.has(name)) lines.push(`let ${name} = ${text}`)
    defined.add(name)
    return name
  }
  const combined = (name: string, c: number, gamma: string): string =>
    define(`G${name}`, combinationFormula(define(`g${name}`, gamma), elements[c].combination, options.smoothing))
  const own = (c: number): Weights => {
    return (l) => use(`t${l + 1}${suffix(c)}`, elements[c].weights[l])
  }
  const sum = (factors: readonly (string | number | undefined)[], t: Weights): string =>
    factors.flatMap((factor, l) => (factor === undefined || factor === 0 ? [] : [`${t(l)}*${factor}`])).join(" + ")
  const embedding = (c: number, density: string): string => {
    const name = suffix(c)
    const [strength, reduced] = [use(`F0${name}`, elements[c].embedding), define(`r${name}`, density)]
    const below = options.linearEmbedding ? `-${strength}*${reduced}` : "0"
    return define(`F${name}`, `if(${reduced} > 0, ${strength}*${reduced}*log(${reduced}), ${below})`)
  }
  /** Z ρ₀ G of the element's own reference structure, with weights of another. */
  const mixedBackground = (c: number, t: Weights): string => {
    const { lattice, angle, combination, density } = elements[c]
    const number = coordination(lattice)
    const plain = `${number}*${use(`rho${suffix(c)}`, density)}`
    const gamma = sum(
      shapeFactors(lattice, angle).map((factor) => factor / number ** 2),
      t,
    )
    return combination <= 0 || gamma === "" ? plain : `${plain}*${combined(`0${suffix(c)}`, c, gamma)}`
  }
  return {
    lines,
    quantities,
    use,
    define,
    own,
    embedding,
    density(c, l, ratio = 1): string {
      const { density, beta, nearest } = elements[c]
      const name = suffix(c)
      const [rho, b, re] = [use(`rho${name}`, density), use(`b${l}${name}`, beta[l]), use(`re${name}`, nearest)]
      return define(`f${l}${name}${ratio === 1 ? "" : "2"}`, `${rho}*exp(-${b}*(${ratio}*x/${re} - 1))`)
    },
    mixture([p, q], [c, d]): Weights {
      const [ofC, ofD] = [own(c), own(d)]
      return (l) => define(`t${l + 1}`, `(${ofC(l)}*${p} + ${ofD(l)}*${q})/(${p} + ${q})`)
    },
    atom(c, { total, squares, weights }): string {
      const background = options.mixedBackground ? mixedBackground(c, weights) : use(`back${suffix(c)}`, elements[c].background)
      const all = sum(
        squares.map((square) => square && `(${square})`),
        weights,
      )
      if (all === "") return embedding(c, `${total}/(${background})`)
      const gamma = `if(${total} < ${NOTHING}, 0, (${all})/${total}^2)`
      return embedding(c, `${total}*${combined(suffix(c), c, gamma)}/(${background})`)
    },
  }
}
