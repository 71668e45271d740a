import { beckeJohnson } from "./dispersion.ts"
import { bornMayer, bornMayerHuggins, buckingham, yukawa } from "./exponential.ts"
import type { PairForm } from "./form.ts"
import { lennardJones, lennardJonesAB } from "./lennard-jones.ts"
import { mie } from "./mie.ts"
import { morse } from "./morse.ts"
import { zbl } from "./zbl.ts"

const forms = [lennardJones, lennardJonesAB, mie, morse, buckingham, bornMayer, bornMayerHuggins, yukawa, beckeJohnson, zbl] as const

/** The built-in pair forms by name. */
export const pairForms: ReadonlyMap<string, PairForm> = new Map(forms.map((form) => [form.name, form]))
