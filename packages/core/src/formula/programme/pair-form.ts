import type { Algebra } from "../expression/algebra.ts"
import { derivative } from "../expression/differentiate.ts"
import type { Expression } from "../expression/expression.ts"
import { contains, substitute } from "../expression/substitute.ts"
import { lower } from "./lower.ts"
import type { Programme } from "./programme.ts"

/**
 * A pair energy as a loop over pairs wants it: the roots of the programme are φ and `−φ′(r)/r`, which times the vector between the
 * atoms is the force.
 */
export interface PairForm {
  readonly programme: Programme
  /** What the programme takes: `s = r²` itself where φ is even in r, so that no root is taken, else r. */
  readonly input: "square" | "distance"
}

/** φ(r) as a pair form: `−φ′(r)/r = −2 dφ/ds` with `s = r²` where no odd power of r remains. */
export function pairForm(algebra: Algebra, energy: Expression): PairForm {
  const root = algebra.call("sqrt", algebra.variable)
  const ofSquare = substitute(algebra, energy, root)
  const slope = derivative(algebra, "variable")
  if (!contains(ofSquare, root)) {
    return { programme: lower([ofSquare, algebra.scale(-2, slope(ofSquare))]), input: "square" }
  }
  const force = algebra.scale(-1, algebra.divide(slope(energy), algebra.variable))
  return { programme: lower([energy, force]), input: "distance" }
}
