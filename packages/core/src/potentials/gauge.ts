/**
 * Linear equations `rows · v = change` for the direction v in which θ moves along a gauge. Solved by no v, where the functions cannot
 * follow the gauge; solved by a v without some parameters, where those need not move.
 */
export interface GaugeEquations {
  /** Row-major `[m × P]`, P the parameters of the potential. */
  readonly rows: Float64Array
  /** `[m]`, of the order of one in each function that changes. */
  readonly change: Float64Array
}

/** An exact symmetry of a potential: a change of its functions or parameters that changes no energy, so that no data can determine it. */
export interface Gauge {
  /** Such as `density scale`. */
  readonly name: string
  /** What changes, such as `f → s f with F(ρ) → F(ρ/s)`. */
  readonly doc: string
  /** By element symbol, what each atom gains along v [eV]: reference energies that are fitted take it away. */
  readonly energies?: Readonly<Record<string, number>>
  /** The direction at θ. */
  equations(theta: Float64Array): GaugeEquations
}

/** Capability of a potential with exact symmetries. */
export interface WithGauges {
  readonly gauges: readonly Gauge[]
}

/** Whether a potential declares symmetries. */
export function hasGauges(potential: object): potential is WithGauges {
  return "gauges" in potential
}

/** The symmetries of a potential; none where it declares none. */
export function gaugesOf(potential: object): readonly Gauge[] {
  return hasGauges(potential) ? potential.gauges : []
}

/** A gauge whose direction is known: dθ/dt, in relative sizes of the parameters it moves. */
export function gaugeAlong(
  { name, doc, energies }: Pick<Gauge, "name" | "doc" | "energies">,
  tangent: (theta: Float64Array) => Float64Array,
): Gauge {
  return Object.freeze({
    name,
    doc,
    ...(energies && { energies }),
    equations(theta: Float64Array): GaugeEquations {
      const direction = tangent(theta)
      const count = theta.length
      const rows = new Float64Array(count * count)
      // Each parameter that moves in units of its own motion, so that none counts less for being small.
      const change = direction.map((moved, k) => {
        const unit = moved === 0 ? 1 : Math.abs(moved)
        rows[k * count + k] = 1 / unit
        return moved / unit
      })
      return { rows, change }
    },
  })
}

/** The gauge of a term whose parameters are θ[offset] to θ[offset + own − 1] of a longer layout. */
export function gaugeOfTerm(gauge: Gauge, offset: number, own: number, name: string = gauge.name): Gauge {
  return Object.freeze({
    ...gauge,
    name,
    equations(theta: Float64Array): GaugeEquations {
      const { rows, change } = gauge.equations(theta.slice(offset, offset + own))
      const wide = new Float64Array(change.length * theta.length)
      for (let i = 0; i < change.length; i++) wide.set(rows.subarray(i * own, (i + 1) * own), i * theta.length + offset)
      return { rows: wide, change }
    },
  })
}
