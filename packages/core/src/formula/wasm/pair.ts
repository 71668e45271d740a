import type { PairForm } from "../programme/pair-form.ts"
import { emitBody } from "./body.ts"
import type { Lanes, VectorCode } from "./vector.ts"

/**
 * Puts a pair energy into a loop over pairs of one's own: call this before the loop (it writes what depends on the parameters
 * only), and what it returns inside, with r² of two pairs, once or several times (to unroll). `theta` is the i32 local that holds
 * the address of the parameters, packed `Float64`.
 *
 * @example
 * const terms = emitPairTerms(code, formula.pairForm(), theta)
 * builder.loop(() => {
 *   const { energy, force } = terms(square) // φ and −φ′(r)/r
 * })
 */
export function emitPairTerms(code: VectorCode, form: PairForm, theta: number): (square: Lanes) => { energy: Lanes; force: Lanes } {
  const body = emitBody(code, form.programme, theta)
  return (square) => {
    const [energy, force] = body(form.input === "square" ? square : code.do("f64x2.sqrt", square))
    if (!energy || !force) throw new Error("a pair form has two roots")
    return { energy, force }
  }
}
